import { defineContext } from '../../shared/kernel/context.ts';
import { agencies, apiKeys, practitioners } from './aggregates.ts';
import { partnerProblems } from './contract/problems.ts';
import { listAgencies, readAgency, registerAgency, renameAgency, resumeAgency, suspendAgency } from './routes/agencies.ts';
import { issueKey, listKeys, revokeKey, rotateKey } from './routes/keys.ts';
import { listPractitioners, putPractitioner } from './routes/practitioners.ts';

export const partnersContext = defineContext({
  name: 'partners',
  routes: [
    registerAgency,
    listAgencies,
    readAgency,
    renameAgency,
    suspendAgency,
    resumeAgency,
    putPractitioner,
    listPractitioners,
    issueKey,
    listKeys,
    rotateKey,
    revokeKey,
  ],
  problems: partnerProblems,
  aggregates: [agencies, practitioners, apiKeys],
  reactions: [],
  publishes: [],
});
