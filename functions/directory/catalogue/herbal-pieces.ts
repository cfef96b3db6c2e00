import { readDrugTable } from './drug-table.ts';

/** 中药饮片, by the gram, under the region's own codes (`JN-`): our national data lists no full code for them. */
export const herbalPieces = readDrugTable(
  'herbal-piece',
  `
JN-YP-0001|黄芪|astragalus root (Huangqi)|饮片|片|克|A|ordinary|ambient|-|28
JN-YP-0002|当归|angelica root (Danggui)|饮片|片|克|A|ordinary|ambient|-|36
JN-YP-0003|白术|atractylodes rhizome (Baizhu)|饮片|片|克|A|ordinary|ambient|-|32
JN-YP-0004|茯苓|poria (Fuling)|饮片|块|克|A|ordinary|ambient|-|22
JN-YP-0005|甘草|liquorice root (Gancao)|饮片|片|克|A|ordinary|ambient|-|18
JN-YP-0006|陈皮|aged tangerine peel (Chenpi)|饮片|丝|克|A|ordinary|ambient|-|16
JN-YP-0007|金银花|honeysuckle flower (Jinyinhua)|饮片|净制|克|A|ordinary|cool|-|68
JN-YP-0008|柴胡|bupleurum root (Chaihu)|饮片|段|克|A|ordinary|ambient|-|42
JN-YP-0009|丹参|salvia root (Danshen)|饮片|片|克|A|ordinary|ambient|-|26
JN-YP-0010|枸杞子|goji berry (Gouqizi)|饮片|净制|克|A|ordinary|cool|-|24
JN-YP-0011|苦杏仁|bitter apricot kernel (Kuxingren)|饮片|燀制|克|A|ordinary|cool|-|20
JN-YP-0012|生川乌|raw aconite root (Sheng Chuanwu)|饮片|净制|克|C|toxic|ambient|-|45
`,
);
