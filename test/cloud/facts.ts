import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';

const FILE = '.cache/cloud-facts.json';

const Facts = z.object({
  regions: z.array(
    z.object({
      region: z.string(),
      awsRegion: z.string(),
      baseUrl: z.string(),
      platform: z.object({ agencyId: z.string(), apiKey: z.string() }),
    }),
  ),
});
/** What the deployment tells the tests. */
export type CloudFacts = z.infer<typeof Facts>;
export type CloudRegion = CloudFacts['regions'][number];

export const writeFacts = (facts: CloudFacts): void => writeFileSync(FILE, JSON.stringify(facts), { mode: 0o600 });
/** They hold keys. */
export const forgetFacts = (): void => rmSync(FILE, { force: true });
const readFacts = (): CloudFacts => Facts.parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** The region of that name; throws when it was not deployed. */
export const deployedRegion = (name: string): CloudRegion => {
  const found = readFacts().regions.find(({ region }) => region === name);
  if (found === undefined) throw new Error(`${name} was not deployed; run npm run test:cloud`);
  return found;
};
