import { fhirJson } from '../../events/fhir/fhir-json.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { directoryProblems } from './contract/problems.ts';
import { DirectoryPolicy } from './domain/policy.ts';
import { changePharmacy } from './routes/change-pharmacy.ts';
import { designatePharmacy } from './routes/designate-pharmacy.ts';
import { delistDrug, findDrugs, listDrug, readDrug, recallLot } from './routes/drugs.ts';
import { listPharmacies, readPharmacy } from './routes/read-pharmacies.ts';
import { registerPharmacy } from './routes/register-pharmacy.ts';
import { feedStock, readStock } from './routes/stock.ts';
import { directoryStreams } from './streams.ts';

export const directoryContext = defineContext({
  ...directoryStreams,
  routes: [
    registerPharmacy,
    changePharmacy,
    listPharmacies,
    readPharmacy,
    designatePharmacy,
    findDrugs,
    readDrug,
    listDrug,
    feedStock,
    readStock,
    recallLot,
    delistDrug,
  ],
  problems: directoryProblems,
  problemForms: [fhirJson],
  reactions: [],
  policy: DirectoryPolicy,
});
