/** A Chinese character is about two Latin letters wide. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);

/** The pieces that may not be broken: words of Latin text with the space behind them, single Chinese characters. */
const piecesOf = (text: string): readonly string[] => text.match(/[\u2e80-\u{10ffff}]|[^\u2e80-\u{10ffff}\s]+\s*/gu) ?? [];

/** Breaks a text into lines of at most `width` Latin letters; what does not fit into `linesMax` lines ends in an ellipsis. */
export const wrap = (text: string, width: number, linesMax: number): readonly string[] => {
  const lines: string[] = [];
  for (const piece of piecesOf(text)) {
    const last = lines.at(-1);
    const joined = (last ?? '') + piece;
    if (last !== undefined && widthOf(joined.trimEnd()) <= width) lines[lines.length - 1] = joined;
    else lines.push(piece);
  }
  const shown = lines.slice(0, linesMax).map((line) => line.trimEnd());
  if (lines.length <= linesMax) return shown;
  return shown.map((line, index) => (index === linesMax - 1 ? `${line}…` : line));
};
