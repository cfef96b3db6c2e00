import { openDocument } from '../../../functions/prescriptions/documents/sealed.ts';
import { sealedNameOf } from '../../../functions/prescriptions/documents/sealed-name.ts';
import { aggregateOf, idOf } from '../../../shared/kernel/ids.ts';
import type { Play } from '../people/play.ts';
import { hold } from './violation.ts';

/** Whoever was to be forgotten is: no document of theirs opens any more, unless it was sealed again since. */
export const auditErasures = async ({ region: { books, raw }, cases }: Play): Promise<void> => {
  const erased = new Map<string, number>();
  for (const { stream, events } of books.commits) {
    if (aggregateOf(stream) !== 'patient') continue;
    for (const event of events as readonly { readonly generation: number }[])
      erased.set(idOf(stream), Math.max(event.generation, erased.get(idOf(stream)) ?? 0));
  }
  for (const { patientToken, prescriptionId, documentHash } of cases) {
    const generation = erased.get(patientToken);
    if (generation === undefined || (await raw.vault.generationOf(patientToken)) > generation) continue;
    const { kind } = await openDocument(raw.vault, patientToken, sealedNameOf(prescriptionId, { documentHash }));
    hold('erasure', kind !== 'content', () => `the document of ${prescriptionId} still opens`);
  }
};
