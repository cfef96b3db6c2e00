// Whoever read along (`| head`) may stop reading; the region goes on.
process.stdout.on('error', () => {});

/** Text for the person at the terminal. Everything else goes to the log. */
export const print = (text = ''): void => void process.stdout.write(`${text}\n`);
