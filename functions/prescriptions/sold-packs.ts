import type { Commit } from '../../shared/kernel/journal.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import { prescriptions } from './aggregate.ts';
import { PrescriptionEvent } from './domain/events.ts';
import type { Holder } from './domain/pack.ts';
import { traceCodesOf } from './domain/sale.ts';

/**
 * Whether the holder's prescription has the pack in a sale that was not taken back. Its stream knows before the pack's own does,
 * by as long as the message between them takes; an outage makes that longer than any reservation.
 */
export const isSoldTo =
  ({ load }: Pick<Runtime, 'load'>) =>
  async ({ prescriptionId }: Holder, code: string): Promise<boolean> => {
    const { commits } = await load(prescriptions, prescriptionId);
    let isSold = false;
    for (const event of commits.flatMap(({ events }) => events.map((raw) => PrescriptionEvent.parse(raw)))) {
      if (event.type === 'SaleRecorded' && traceCodesOf(event.sale.lines).includes(code)) isSold = true;
      if (event.type === 'PrescriptionSaleReversed' && event.sales.some(({ lines }) => traceCodesOf(lines).includes(code))) isSold = false;
    }
    return isSold;
  };

/** The commands under which the prescription's sales were committed, also those that were taken back since. */
export const saleIdsOf =
  ({ load }: Pick<Runtime, 'load'>) =>
  async (prescriptionId: string): Promise<readonly string[]> => {
    const { commits } = await load(prescriptions, prescriptionId);
    const isSale = ({ events }: Commit): boolean => events.some((raw) => PrescriptionEvent.parse(raw).type === 'SaleRecorded');
    return commits.filter(isSale).map(({ commandId }) => commandId);
  };
