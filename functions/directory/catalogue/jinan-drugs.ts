import type { Drug } from '../../../events/directory.ts';
import { chinesePatent } from './chinese-patent.ts';
import { herbalPieces } from './herbal-pieces.ts';
import { westernForChildren } from './western-children.ts';
import { westernForMen } from './western-men.ts';
import { westernRegional } from './western-regional.ts';
import { westernForWomen } from './western-women.ts';

/** The catalogue that a region starts with. */
export const jinanDrugs: readonly Drug[] = [
  ...westernForChildren,
  ...westernForWomen,
  ...westernForMen,
  ...westernRegional,
  ...chinesePatent,
  ...herbalPieces,
];
