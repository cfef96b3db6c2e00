import { WebhookEndpointDisabledV1 } from '../../events/partners.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { agencies, apiKeys, practitioners } from './aggregates.ts';
import { partnerProblems } from './contract/problems.ts';
import { PartnersPolicy } from './domain/policy.ts';
import { endpoints } from './endpoint-aggregate.ts';
import { deliver } from './reactions/deliver.ts';
import { fanOut } from './reactions/fan-out.ts';
import { listAgencies, readAgency, registerAgency, renameAgency, resumeAgency, suspendAgency } from './routes/agencies.ts';
import { listAttempts } from './routes/attempts.ts';
import { rotateSecret, testEndpoint } from './routes/endpoint-secrets.ts';
import { changeEndpoint, createEndpoint, deleteEndpoint, listEndpoints, readEndpoint } from './routes/endpoints.ts';
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
    createEndpoint,
    listEndpoints,
    readEndpoint,
    changeEndpoint,
    deleteEndpoint,
    rotateSecret,
    testEndpoint,
    listAttempts,
  ],
  problems: partnerProblems,
  aggregates: [agencies, practitioners, apiKeys, endpoints],
  reactions: [fanOut, deliver],
  publishes: [WebhookEndpointDisabledV1],
  policy: PartnersPolicy,
});
