import { StockFeed } from '../../../events/directory.ts';
import { hold } from '../law/violation.ts';
import { stockBody } from '../world/template.ts';
import { ask } from './ask.ts';
import type { Play } from './play.ts';
import { firstFeed, toldBy } from './stock-book.ts';

/** A feed that comes a second time, behind later ones. */
const COMES_AGAIN = 0.25;
const FEWEST = 500;

/** A pharmacy says what it has; in a hostile world some of it comes late. */
export const tellStock = async (play: Play): Promise<void> => {
  const { cast, chance, misfortune, tally, saboteur } = play.region;
  const pharmacy = chance.oneOf(cast.pharmacies);
  if (pharmacy === undefined) return;
  const { agencyId, apiKey } = pharmacy;
  const told = toldBy(play.stock, agencyId);
  const late = misfortune.strikes('reorder', COMES_AGAIN) ? misfortune.of('reorder').oneOf([...told.feeds.values()]) : undefined;
  if (late !== undefined) tally.count('fault late-stock');
  const body = late ?? stockBody(1 + Math.max(...told.feeds.keys()), FEWEST + chance.below(FEWEST));
  told.feeds.set(body.version, body);
  const { status } = await ask(play, { method: 'PUT', route: '/v1/stock', params: {}, agencyId, apiKey, key: '', body });
  if (status === 200 && !saboteur.isDead()) told.answered = Math.max(told.answered, body.version);
};

/** The shelves are as their pharmacies said last: at least as new as what was answered, and one feed whole. */
export const auditStock = ({ region, stock }: Play): void => {
  const rows = region.engine.store.rows().filter(({ view }) => view === StockFeed.name);
  for (const { agencyId } of region.everyone.pharmacies) {
    const { feeds, answered } = toldBy(stock, agencyId);
    for (const { drugCode } of firstFeed.items) {
      const row = rows.find(({ partition, sort }) => partition === drugCode && sort === agencyId);
      const place = `${agencyId} ${drugCode}`;
      hold('stock', row !== undefined && row.version >= answered, () => `${place} is at ${row?.version}, and ${answered} was answered`);
      const said = feeds.get(row?.version ?? 0)?.items.find((item) => item.drugCode === drugCode);
      const { quantity } = StockFeed.value.parse(row?.value);
      hold('stock', quantity === said?.quantity, () => `${place} has ${quantity}, and ${said?.quantity} was said`);
    }
  }
};
