import type * as z from 'zod/mini';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { type Answer, answer } from '../../../shared/kernel/route.ts';
import type { PharmacyReply } from '../contract/replies.ts';
import type { Pharmacy } from '../domain/pharmacy.ts';
import { pharmacyRow } from '../domain/pharmacy-row.ts';

export const etagOf = (version: number): string => `"${version}"`;

/** A registered pharmacy as of one version; undefined when there is none. */
export const pharmacyAnswer = (
  status: number,
  id: string,
  { state, version }: { readonly state: Pharmacy; readonly version: number },
): Answer<z.input<typeof PharmacyReply>> | undefined => {
  if (state.status === 'absent') return undefined;
  const body = { ...pharmacyRow(AgencyId.parse(id), state), version, designationStatus: state.designation.status };
  return answer(status, body, { etag: etagOf(version) });
};
