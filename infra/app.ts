import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdkJson from '../cdk.json' with { type: 'json' };
import type { Context } from '../shared/kernel/context.ts';
import { RegionStage } from './region-stage.ts';
import type { RegionProfile } from './regions/region-profile.ts';

export interface AppOptions {
  readonly profiles: readonly RegionProfile[];
  readonly contexts: readonly Context[];
  /** @default a temporary folder */
  readonly outdir?: string;
}

/** Region profiles and manifests to stages. AWS's own rules (cdk-nag) run when it is synthesized and fail it, as our guards do. The bundles under `dist` must be there. */
export const createApp = ({ profiles, contexts, outdir }: AppOptions): App => {
  const app = new App({
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
    context: cdkJson.context,
    ...(outdir === undefined ? {} : { outdir }),
  });
  for (const profile of profiles) new RegionStage(app, { profile, contexts });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
};
