import { stockBody } from '../world/template.ts';

type Feed = ReturnType<typeof stockBody>;

/** What one pharmacy said of its shelves, and the newest of it that was answered. */
interface Told {
  readonly feeds: Map<number, Feed>;
  answered: number;
}
export type StockBook = Map<string, Told>;

/** Every region begins with this one. */
export const firstFeed = stockBody(1);
export const toldBy = (book: StockBook, agencyId: string): Told => {
  const told = book.get(agencyId) ?? { feeds: new Map([[firstFeed.version, firstFeed]]), answered: firstFeed.version };
  book.set(agencyId, told);
  return told;
};
