import { runOps } from './cli.ts';

const { exitCode, text } = await runOps(process.argv.slice(2));
(exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = exitCode;
