import { defineContext } from '../../shared/kernel/context.ts';
import { drugs, pharmacies } from './aggregates.ts';
import { directoryProblems } from './contract/problems.ts';
import { DirectoryPolicy } from './domain/policy.ts';
import { changePharmacy } from './routes/change-pharmacy.ts';
import { designatePharmacy } from './routes/designate-pharmacy.ts';
import { findDrugs, listDrug, readDrug } from './routes/drugs.ts';
import { listPharmacies, readPharmacy } from './routes/read-pharmacies.ts';
import { registerPharmacy } from './routes/register-pharmacy.ts';
import { feedStock, readStock } from './routes/stock.ts';

export const directoryContext = defineContext({
  name: 'directory',
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
  ],
  problems: directoryProblems,
  aggregates: [pharmacies, drugs],
  reactions: [],
  publishes: [],
  policy: DirectoryPolicy,
});
