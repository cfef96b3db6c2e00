import { DrugCatalogue, PharmacyDirectory } from '../../events/directory.ts';
import { PractitionerDirectory } from '../../events/partners.ts';
import type { AgencyId } from '../../events/vocabulary/ids.ts';
import type { Runtime } from '../../shared/kernel/runtime.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { SignatureBody } from './contract/requests.ts';
import { isGenuine, type SigningRole } from './documents/signature.ts';
import type { Person } from './domain/commands.ts';
import type { Content } from './domain/content.ts';
import type { PrescriptionDocument } from './domain/document.ts';
import type { Counter } from './domain/goods.ts';
import { PrescriptionPolicy } from './domain/policy.ts';
import type { SignatureFact } from './domain/signing.ts';
import type { Verification } from './domain/verification.ts';

type Reads = Pick<Runtime, 'views' | 'policies'>;

/** A person as the agency's directory knows the name; a program is in no directory. */
export const personOf = async ({ views }: Reads, agencyId: string, practitionerId: string): Promise<Person> => ({
  practitionerId,
  practitioner: await PractitionerDirectory.get(views, agencyId, practitionerId),
});

/** What a document is verified against, as of now. */
export const verificationOf = async (
  { views, policies }: Reads,
  document: PrescriptionDocument,
  { hospitalId, at }: { readonly hospitalId: AgencyId; readonly at: Instant },
): Promise<{ readonly verification: Verification; readonly policyVersion: string }> => {
  const { version, rules } = PrescriptionPolicy.at(policies, at);
  const [drugs, prescriber] = await Promise.all([
    Promise.all(document.lines.map(({ drugCode }) => DrugCatalogue.get(views, 'drugs', drugCode))),
    PractitionerDirectory.get(views, hospitalId, document.prescriberId),
  ]);
  return { verification: { document, drugs, prescriber, rules, at }, policyVersion: version };
};

/** A signature with its signer, and whether the signer's registered key made it. */
export const signatureFactOf = async (
  { views }: Reads,
  { practitionerId, documentHash, signedAt, signature }: SignatureBody,
  { agencyId, role }: { readonly agencyId: string; readonly role: SigningRole },
): Promise<SignatureFact> => {
  const practitioner = await PractitionerDirectory.get(views, agencyId, practitionerId);
  return {
    practitionerId,
    documentHash,
    signedAt,
    signature,
    practitioner,
    isGenuine: practitioner !== undefined && isGenuine({ publicKey: practitioner.publicKey, role, documentHash, signedAt, signature }),
  };
};

export const pharmacyOf = ({ views }: Reads, pharmacyId: string) => PharmacyDirectory.get(views, 'pharmacies', pharmacyId);

/** What may have changed since a prescription was signed, as of now. */
export const counterOf = async (
  runtime: Reads,
  { lines }: Pick<Content, 'lines'>,
  { pharmacyId, at }: { readonly pharmacyId: string; readonly at: Instant },
): Promise<Counter> => {
  const [pharmacy, drugs] = await Promise.all([
    pharmacyOf(runtime, pharmacyId),
    Promise.all(lines.map(({ drugCode }) => DrugCatalogue.get(runtime.views, 'drugs', drugCode))),
  ]);
  return { drugs, pharmacy, rules: PrescriptionPolicy.at(runtime.policies, at).rules };
};
