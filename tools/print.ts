/** What a tool tells the person who ran it. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
