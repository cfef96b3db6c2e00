import * as z from 'zod/mini';

/** Where a deployed region's things are: one output of its stacks, which `npm run ops` reads. */
export const RegionAddresses = z.object({
  journalTable: z.string(),
  viewsTable: z.string(),
  vaultTable: z.string(),
  vaultKeyArn: z.string(),
  masterSecretArn: z.string(),
  busName: z.string(),
  scheduleGroup: z.string(),
  schedulerRoleArn: z.string(),
  /** As the functions get it. */
  queues: z.string(),
  parkedUrls: z.object({ relay: z.string(), projector: z.string() }),
});
export type RegionAddresses = z.infer<typeof RegionAddresses>;

/** The stack that has the output, after the region's name. */
export const ADDRESSES_STACK = 'Readers';
export const ADDRESSES_OUTPUT = 'Addresses';
