import { StockFeed } from '../../../events/directory.ts';
import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import { DrugCode } from '../../../events/vocabulary/values.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { ViewRecord } from '../../../shared/kernel/views.ts';
import type { StockItem } from '../domain/stock.ts';
import { OwnStockView } from './own-stock.ts';

interface Telling {
  readonly pharmacyId: AgencyId;
  readonly version: number;
  readonly asOf: Instant;
  readonly expiresAt: Instant;
}

/** Each item twice: by drug for routing, gone when it expires, and by pharmacy, which keeps the version that it reached. */
export const stockRecords = (items: readonly StockItem[], { pharmacyId, version, asOf, expiresAt }: Telling): readonly ViewRecord[] =>
  items.flatMap((item) => {
    const level = { drugCode: DrugCode.parse(item.drugCode), quantity: item.quantity, unitPriceFen: item.unitPriceFen, asOf };
    return [
      StockFeed.record({ partition: level.drugCode, sort: pharmacyId }, version, { ...level, pharmacyId }, expiresAt),
      OwnStockView.record({ partition: pharmacyId, sort: level.drugCode }, version, { ...level, version, expiresAt }),
    ];
  });
