import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { seedCatalogue } from '../../functions/directory/seed.ts';
import { createAuthorizer } from '../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../functions/partners/bootstrap.ts';
import { withLoopbackReceivers } from '../../functions/partners/loopback.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { createPost } from '../../shared/adapters/node/http-post.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { contexts } from '../regions/contexts.ts';
import type { RegionProfile } from '../regions/region-profile.ts';
import { watchBacklog } from './backlog.ts';
import { inUse, isLocked, openDataFolder, SetupError } from './data-folder.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import { createLogFile } from './log-file.ts';
import { createPages } from './pages.ts';
import { createPumps } from './pumps.ts';
import { createHttpServer } from './server.ts';

export interface RegionOptions {
  readonly profile: RegionProfile;
  readonly folder: string;
  readonly port: number;
  readonly isFresh: boolean;
}

export interface RunningRegion {
  readonly baseUrl: string;
  readonly demoFile: string;
  readonly platform: { readonly agencyId: string; readonly apiKey: string };
  close(): Promise<void>;
}

/** One region in this process: opens its file, takes up what an earlier process left, serves HTTP on loopback. */
export const startRegion = async ({ profile, folder, port, isFresh }: RegionOptions): Promise<RunningRegion> => {
  const files = openDataFolder(folder, profile.region, isFresh);
  const logFile = createLogFile(files.log);
  let onWork: EngineOptions['onWork'];
  const engine = openEngine({
    region: profile.region,
    contexts,
    // The sandbox partners' receivers are on this machine: their URLs and their addresses are let through.
    policies: withLoopbackReceivers(profile.policies),
    path: files.database,
    masterKey: files.masterKey,
    clock: systemClock,
    post: createPost({ allowLoopback: true }),
    log: createLog(systemClock, logFile.write),
    onWork: (work) => onWork?.(work),
  });
  const pumps = createPumps(engine, systemClock);
  onWork = pumps.onWork;
  const platform = await bootstrapPlatform(engine.runtime);
  await seedCatalogue(engine.runtime);
  // The first request finds the catalogue and the directories whole.
  while ((await engine.stepProjector()) > 0);
  const { stopped } = await pumps.start();

  const backlog = watchBacklog(engine, systemClock);
  const server = createHttpServer({
    contexts,
    apis: engine.apis,
    authorize: createAuthorizer(engine.runtime),
    pages: createPages({ contexts, engine, profile }),
    log: engine.runtime.log,
    backlogMs: backlog.backlogMs,
  });
  server.listen(port, '127.0.0.1');
  await listening(server, port);
  return {
    baseUrl: `http://127.0.0.1:${addressOf(server).port}`,
    demoFile: files.demo,
    platform,
    close: async () => {
      server.close();
      server.closeAllConnections();
      backlog.stop();
      pumps.stop();
      await stopped;
      engine.close();
      logFile.close();
    },
  };
};

const openEngine = (options: Parameters<typeof createEngine>[0]) => {
  try {
    return createEngine(options);
  } catch (thrown) {
    if (isLocked(thrown)) throw inUse(options.path);
    throw thrown;
  }
};

const listening = async (server: ReturnType<typeof createHttpServer>, port: number): Promise<void> => {
  try {
    await once(server, 'listening');
  } catch {
    throw new SetupError(`Port ${port} is taken. Name another with --port, or 0 for any.`);
  }
};

const addressOf = (server: ReturnType<typeof createHttpServer>): AddressInfo => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
};
