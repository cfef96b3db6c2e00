import type { Context } from '../../shared/kernel/context.ts';
import type { Names } from '../contract/placeholders.ts';
import { sampleNames } from '../contract/sample-names.ts';
import type { RegionProfile } from '../regions/region-profile.ts';
import { docsPages } from './docs/docs.ts';
import type { Engine } from './engine.ts';
import { healthPage } from './health.ts';
import { homePages } from './home/home.ts';
import type { Page } from './server.ts';

export interface PagesOptions {
  readonly contexts: readonly Context[];
  readonly engine: Engine;
  readonly profile: RegionProfile;
  /** What the placeholders in the document's examples stand for. @default samples of no real thing */
  readonly names?: Names;
}

/** Everything that people look at, by its address; for the server's `pages`. */
export const createPages = ({ contexts, engine, profile, names = sampleNames }: PagesOptions): Readonly<Record<string, Page>> => ({
  ...homePages(engine, profile),
  ...docsPages(contexts, names),
  '/healthz': healthPage(engine),
});
