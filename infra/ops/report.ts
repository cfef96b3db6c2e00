/** What a command found or did: as lines for a person, and as a value for a program. */
export interface Report {
  readonly lines: readonly string[];
  readonly value: unknown;
  /** False: the exit code says so. @default true */
  readonly isGood?: boolean;
}

/** Columns as wide as their widest cell, numbers to the right. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): readonly string[] => {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, column) => (typeof cell === 'number' ? String(cell).padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
};

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
