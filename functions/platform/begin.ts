import { beginning } from '../../shared/lambda/begin.ts';
import { seedCatalogue } from '../directory/seed.ts';
import { bootstrapPlatform } from '../partners/bootstrap.ts';

/** What a new region cannot get over HTTP: its first agency, that agency's key, and a catalogue. Repeating it changes nothing. */
export const handler = beginning(async (deps) => {
  await seedCatalogue(deps);
  return bootstrapPlatform(deps);
});
