import { DrugCatalogue, PharmacyDirectory } from '../../../events/directory.ts';
import { PractitionerDirectory } from '../../../events/partners.ts';
import { addMs } from '../../../shared/kernel/time.ts';
import { commandIdOf, type Request } from '../world/edge.ts';
import { OWN_SKEW_MAX_MS, type Region } from '../world/region.ts';
import { DRUG_CODES, doctor } from '../world/template.ts';

// What the counter may not sell, a second time, written from domain.md (P10, I25, section 12 cases 16, 27, 28) and not from the code.

interface Line {
  readonly line: number;
  readonly unitPriceFen: number;
  readonly lotNumber: string;
}
const linesOf = ({ body }: Request): readonly Line[] => {
  const { lines } = Object(body);
  return Array.isArray(lines) ? lines : [];
};

const againstDrug = async ({ raw: { views } }: Region, { line, unitPriceFen, lotNumber }: Line): Promise<string | undefined> => {
  const drug = await DrugCatalogue.get(views, 'drugs', DRUG_CODES[line - 1] ?? '');
  if (drug === undefined) return 'a drug that left the catalogue';
  if (drug.controlClass === 'narcotic') return 'a drug that no pharmacy may sell';
  if (unitPriceFen > drug.priceCapFen) return 'above the cap';
  return drug.recalledLots?.includes(lotNumber) === true ? 'a recalled lot' : undefined;
};

/** Why this sale must be refused, by what every reader can see now; undefined when nothing is known against it. */
const seenAgainst = async (region: Region, request: Request): Promise<string | undefined> => {
  const { raw, books, clock, cast } = region;
  // What ends now has ended on every machine a second later: one may be so far behind.
  const surely = addMs(clock.now(), -OWN_SKEW_MAX_MS);
  const pharmacy = await PharmacyDirectory.get(raw.views, 'pharmacies', request.agencyId);
  if (pharmacy?.designation === undefined || pharmacy.designation.until <= surely) return 'by a pharmacy without a designation';
  const prescriber = await PractitionerDirectory.get(raw.views, cast.hospital.agencyId, doctor.practitionerId);
  const signedAt = books.prescriptions.get(request.params['id'] ?? '')?.signedAt;
  if (prescriber !== undefined && signedAt !== undefined && prescriber.licence.validUntil <= signedAt) return 'signed without a licence';
  const checker = await PractitionerDirectory.get(raw.views, request.agencyId, String(Object(request.body).checkerId));
  if (checker !== undefined && checker.licence.validUntil <= surely) return 'checked without a licence';
  for (const line of linesOf(request)) {
    const reason = await againstDrug(region, line);
    if (reason !== undefined) return reason;
  }
  return undefined;
};

/**
 * What is known against a request before it is sent: nothing when it is no sale, or was committed before. `stillAgainst`
 * says it again after the answer, because a drug that was let back meanwhile may be sold.
 */
export const knownAgainst = async (region: Region, request: Request) => {
  const isNewSale = request.route.endsWith('/dispense') && !region.books.hasCommand(commandIdOf(request));
  const before = isNewSale ? await seenAgainst(region, request) : undefined;
  return {
    stillAgainst: async (): Promise<string | undefined> => {
      if (before === undefined) return undefined;
      return (await seenAgainst(region, request)) === before ? before : undefined;
    },
  };
};
