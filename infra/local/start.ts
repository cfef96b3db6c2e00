import { parseArgs } from 'node:util';
import { noSuchRegion, regionOf } from '../regions/regions.ts';
import { SetupError } from './data-folder.ts';
import { print } from './print.ts';
import { startRegion } from './region.ts';
import { playDemo } from './sandbox/demo.ts';

const USAGE = `npm start -- [--region jinan] [--port 8080] [--data .sanlian] [--fresh] [--once]
  --port N     where to listen on 127.0.0.1, 8080 by default; 0 takes any free port, as --once does
  --data DIR   where the region's file, key and log are
  --fresh      begin anew: the old file and key are deleted
  --once       play the demo journey, then exit: 0 only if every step held`;

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        region: { type: 'string', default: 'jinan' },
        port: { type: 'string' },
        data: { type: 'string', default: '.sanlian' },
        fresh: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    // A single run does not ask for the well-known port, so that it never meets the region that is up.
    const port = Number(values.port ?? (values.once ? 0 : 8080));
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new SetupError(`--port takes a number from 0 to 65535.`);
    const profile = regionOf(values.region);
    if (profile === undefined) throw new SetupError(noSuchRegion(values.region));
    return { ...values, port, profile };
  } catch (thrown) {
    if (thrown instanceof SetupError) throw thrown;
    throw new SetupError(USAGE);
  }
};

const main = async (): Promise<void> => {
  const options = readOptions();
  if (options.help) return print(USAGE);
  const region = await startRegion({ profile: options.profile, folder: options.data, port: options.port, isFresh: options.fresh });
  const stop = async (): Promise<void> => {
    await region.close();
    process.exit();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const isSound = await playDemo(region);
  if (!isSound) process.exitCode = 1;
  if (options.once) await stop();
};

try {
  await main();
} catch (thrown) {
  if (!(thrown instanceof SetupError)) throw thrown;
  print(thrown.message);
  process.exit(2);
}
