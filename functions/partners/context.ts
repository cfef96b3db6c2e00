import { fhirJson } from '../../events/fhir/fhir-json.ts';
import { defineContext } from '../../shared/kernel/context.ts';
import { partnerProblems } from './contract/problems.ts';
import { PartnersPolicy } from './domain/policy.ts';
import { deliver } from './reactions/deliver.ts';
import { fanOut } from './reactions/fan-out.ts';
import { listAgencies, readAgency, registerAgency, renameAgency, resumeAgency, suspendAgency } from './routes/agencies.ts';
import { listAttempts } from './routes/attempts.ts';
import { rotateSecret, testEndpoint } from './routes/endpoint-secrets.ts';
import { changeEndpoint, createEndpoint, deleteEndpoint, listEndpoints, readEndpoint } from './routes/endpoints.ts';
import { issueKey, listKeys, revokeKey, rotateKey } from './routes/keys.ts';
import { listPractitioners, putPractitioner } from './routes/practitioners.ts';
import { partnersStreams } from './streams.ts';

export const partnersContext = defineContext({
  ...partnersStreams,
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
  problemForms: [fhirJson],
  reactions: [fanOut, deliver],
  policy: PartnersPolicy,
  usesPost: true,
  usesInbox: true,
});
