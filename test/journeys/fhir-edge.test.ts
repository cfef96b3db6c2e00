import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandbox } from '../../infra/regions/sandbox.ts';
import { createPrescriptionsWorld, HOSPITAL } from '../support/prescriptions-world.ts';

const FHIR = 'application/fhir+json';
let region: Awaited<ReturnType<typeof createPrescriptionsWorld>>;
beforeAll(async () => {
  region = await createPrescriptionsWorld();
});
afterAll(() => region.world.close());

describe('what the region says of itself in FHIR', () => {
  it('names the resources of its manifest and the code systems of its policy, without a key', async () => {
    const answer = await region.world.call('GET', '/v1/metadata', { headers: { accept: FHIR } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(FHIR);
    expect(answer.body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', format: [FHIR], kind: 'instance' });
    expect(answer.body.rest[0].documentation).toContain('urn:sanlian:cn:nhsa-drug-code');
  });

  it('takes any code system in the sandbox, and says so', () => {
    expect(sandbox.policies['prescriptions']?.[0]?.rules).toMatchObject({ fhir: { drugSystems: [], patientSystems: [] } });
  });
});

describe('a problem to a caller who reads FHIR', () => {
  it('is an OperationOutcome with our code and the remedy', async () => {
    const answer = await region.world.call('GET', '/v1/prescriptions/rx_unknown', {
      as: HOSPITAL,
      headers: { accept: `${FHIR}, */*;q=0.1` },
    });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe(FHIR);
    const [issue] = answer.body.issue;
    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] });
    expect(issue.details).toEqual({
      coding: [{ system: 'urn:sanlian:fhir:code:problem', code: 'not-found' }],
      text: 'There is no such thing, or it is not yours',
    });
  });

  it.each([
    ['GET', '/v1/nothing', { as: HOSPITAL }, 404, 'not-found'],
    ['PATCH', '/v1/prescriptions', { as: HOSPITAL }, 405, 'method-not-allowed'],
    ['GET', '/v1/prescriptions/rx_unknown', {}, 401, 'unauthorized'],
    ['GET', '/v1/prescriptions', { as: HOSPITAL }, 406, 'not-acceptable'],
  ] as const)('is one, though no context was asked: %s %s', async (method, path, who, status, code) => {
    const answer = await region.world.call(method, path, { ...who, headers: { accept: FHIR } });
    expect(answer).toMatchObject({ status, body: { resourceType: 'OperationOutcome', issue: [{ details: { coding: [{ code }] } }] } });
  });

  it('names a parameter as http.name', async () => {
    const answer = await region.world.call('GET', '/v1/prescriptions?limit=many', {
      as: HOSPITAL,
      headers: { accept: `${FHIR}, */*;q=0.1` },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.issue).toMatchObject([{ expression: ['http.limit'], code: 'structure' }]);
  });

  it('stays problem+json to whom both are equal', async () => {
    const answer = await region.world.call('GET', '/v1/prescriptions/rx_unknown', { as: HOSPITAL });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});
