import type { Request } from '../world/edge.ts';
import type { Region } from '../world/region.ts';
import type { Case } from './cases.ts';
import type { Shelf } from './sales.ts';
import type { StockBook } from './stock-book.ts';

/** The region's offices at work. */
export interface Offices {
  act(play: Play): Promise<void>;
  /** Everything that can be is as it was. */
  close(play: Play): Promise<void>;
}

/** A history's people and goods. */
export interface Play {
  readonly region: Region;
  readonly cases: Case[];
  readonly sent: Request[];
  readonly shelf: Shelf;
  readonly stock: StockBook;
  /** First good answers by command, to be repeated word by word. */
  readonly answers: Map<string, string>;
  /** What these commands said. */
  readonly bodies: Map<string, string>;
  readonly note: (line: string) => void;
  readonly offices: Offices;
}
