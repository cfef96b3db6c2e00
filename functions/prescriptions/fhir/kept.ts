import * as z from 'zod/mini';
import type { AgencyId, PatientToken } from '../../../events/vocabulary/ids.ts';
import { PrescriptionId } from '../../../events/vocabulary/ids.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { defineView, type Views } from '../../../shared/kernel/views.ts';
import { FhirBundle } from './bundle.ts';

/** A sealed record has an item of its own, and DynamoDB's items end at 400 KB. */
const KEPT_BYTES_MAX = 200 * 1024;

export const isKeepable = (bundle: FhirBundle): boolean => Buffer.byteLength(JSON.stringify(bundle)) <= KEPT_BYTES_MAX;

const recordOf = (sealedName: string): string => `${sealedName}/fhir`;

/** The message as it was sent, with all that we do not read in it: extensions, narratives, who else was named. */
export const keepMessage = (
  { vault }: Pick<Runtime, 'vault'>,
  token: PatientToken,
  sealedName: string,
  bundle: FhirBundle,
): Promise<void> => vault.seal(token, recordOf(sealedName), JSON.stringify(bundle));

/** The message that the document came in; undefined when it came as JSON. */
export const keptMessage = async (
  { vault }: Pick<Runtime, 'vault'>,
  token: PatientToken,
  sealedName: string,
): Promise<FhirBundle | undefined> => {
  const opened = await vault.open(token, recordOf(sealedName));
  return opened.kind === 'content' ? FhirBundle.parse(JSON.parse(opened.content)) : undefined;
};

/** Under which identifier of its own a hospital filed a prescription as FHIR. Partition: hospital and a digest, sorted by time. */
const FhirNumbers = defineView('prescriptions.fhir-numbers', z.object({ prescriptionId: PrescriptionId }));

interface Numbered {
  readonly system?: string | undefined;
  readonly value?: string | undefined;
}

/** Under one number a hospital finds this many of its latest prescriptions. */
const SAME_NUMBER_MAX = 10;

export const createNumbers = ({ views, ids }: { readonly views: Views; readonly ids: Runtime['ids'] }) => {
  const partitionOf = (hospitalId: AgencyId, { system = '', value = '' }: Numbered): string =>
    `${hospitalId}#${ids.digest(JSON.stringify([system, value]))}`;
  return {
    /** Written before the prescription itself, so that whoever finds the one finds the other; a number of nothing leads nowhere. */
    write: (
      hospitalId: AgencyId,
      number: Numbered,
      { prescriptionId, at }: { readonly prescriptionId: PrescriptionId; readonly at: Instant },
    ) =>
      views.put([
        FhirNumbers.record({ partition: partitionOf(hospitalId, number), sort: `${at}#${prescriptionId}` }, 1, { prescriptionId }),
      ]),
    /** The newest first. */
    find: async (hospitalId: AgencyId, number: Numbered): Promise<readonly PrescriptionId[]> => {
      const page = { partition: partitionOf(hospitalId, number), limit: SAME_NUMBER_MAX, isDescending: true };
      const { items } = await FhirNumbers.list(views, page);
      return items.map(({ prescriptionId }) => prescriptionId);
    },
  };
};
