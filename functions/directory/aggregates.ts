import { DrugCatalogue, PharmacyDirectory } from '../../events/directory.ts';
import { AgencyId } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import * as drug from './domain/drug.ts';
import { evolve } from './domain/evolve-pharmacy.ts';
import * as pharmacy from './domain/pharmacy.ts';
import { pharmacyRow } from './domain/pharmacy-row.ts';

/** The one partition of each published directory. */
export const PHARMACIES = 'pharmacies';
export const DRUGS = 'drugs';

/** What the routes refuse while they gather a command, beside what the domain refuses. */
type GatheringRefusal = { readonly code: 'version-mismatch' } | { readonly code: 'agency-not-a-pharmacy' };
type Refusal = pharmacy.PharmacyRefusal | GatheringRefusal;

/** Stream `pharmacy#<agencyId>`. */
export const pharmacies = defineAggregate<pharmacy.Pharmacy, pharmacy.PharmacyCommand, pharmacy.PharmacyEvent, Refusal>({
  name: 'pharmacy',
  event: pharmacy.PharmacyEvent,
  initial: { status: 'absent' },
  decide: pharmacy.decide,
  evolve,
  views: (state, { id, commit }) =>
    state.status === 'absent'
      ? []
      : [PharmacyDirectory.record({ partition: PHARMACIES, sort: id }, commit.version, pharmacyRow(AgencyId.parse(id), state))],
});

/** Stream `drug#<code>`. */
export const drugs = defineAggregate<drug.ListedDrug, drug.DrugCommand, drug.DrugEvent, drug.DrugRefusal>({
  name: 'drug',
  event: drug.DrugEvent,
  initial: { status: 'absent' },
  decide: drug.decide,
  evolve: drug.evolve,
  views: (state, { id, commit }) => {
    const key = { partition: DRUGS, sort: id };
    if (state.status === 'absent') return [];
    return [
      state.status === 'listed' ? DrugCatalogue.record(key, commit.version, drug.drugRow(state)) : DrugCatalogue.gone(key, commit.version),
    ];
  },
});
