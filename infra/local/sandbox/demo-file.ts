import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { DemoCast } from './setup.ts';

const SignerFile = z.object({ practitionerId: z.string(), publicKey: z.string(), privateKey: z.string() });
const agency = { agencyId: z.string(), apiKey: z.string(), name: z.string(), englishName: z.string() };
const endpoint = { slug: z.string(), endpointId: z.string(), endpointSecret: z.string() };

/** Everything that a script needs to play any partner of the demo region. Readable by its owner only. */
const DemoFile = z.object({
  baseUrl: z.string(),
  docs: z.string(),
  platform: z.object({ agencyId: z.string(), apiKey: z.string() }),
  hospital: z.object({ ...agency, doctors: z.array(SignerFile), pharmacists: z.array(SignerFile) }),
  patientApp: z.object({ ...agency, ...endpoint }),
  pharmacies: z.array(z.object({ ...agency, ...endpoint, pharmacists: z.array(SignerFile) })),
  /** The journey that was played last. */
  prescriptionId: z.optional(z.string()),
  /** A body for POST /v1/prescriptions, signed a moment ago. */
  submission: z.optional(z.unknown()),
  /** The same as a FHIR message. */
  fhirMessage: z.optional(z.unknown()),
});

export interface DemoFacts extends DemoCast {
  readonly baseUrl: string;
  readonly docs: string;
  readonly platform: { readonly agencyId: string; readonly apiKey: string };
  readonly prescriptionId?: string;
  readonly submission?: unknown;
  readonly fhirMessage?: unknown;
}

/** The cast of an earlier run; undefined when there was none, or it cannot be read. */
export const readCast = (path: string): DemoCast | undefined => {
  if (!existsSync(path)) return undefined;
  const read = DemoFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return read.success ? read.data : undefined;
};

export const writeDemoFile = (path: string, demo: DemoFacts): void => {
  writeFileSync(path, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
};
