import { startRegion } from '../../infra/local/region.ts';
import { jinan } from '../../infra/regions/jinan.ts';

// A region as a process of its own, to be killed: `node region-process.ts FOLDER PORT`. Prints one line when it answers.
const [folder = '', port = '0'] = process.argv.slice(2);
const region = await startRegion({ profile: jinan, folder, port: Number(port), isFresh: false });
process.stdout.write(`${JSON.stringify({ baseUrl: region.baseUrl, platform: region.platform })}\n`);
const end = async (): Promise<void> => {
  await region.close();
  process.exit(0);
};
process.once('SIGTERM', end);
// Whoever started it holds the other end: when that process dies, this one does not stay behind.
process.stdin.once('end', end).resume();
