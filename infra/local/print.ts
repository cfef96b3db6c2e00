/** Text for the person at the terminal. Everything else goes to the log. */
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);
