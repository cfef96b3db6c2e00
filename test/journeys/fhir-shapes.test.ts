import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrescriptionRules } from '../../functions/prescriptions/domain/policy.ts';
import { furtherShapes, hl7Forms } from '../support/fhir-further-shapes.ts';
import { bundle, cancellation, FHIR_JSON, request } from '../support/fhir-messages.ts';
import { shapes } from '../support/fhir-shapes.ts';
import { createPrescriptionsWorld, HOSPITAL, PLATFORM } from '../support/prescriptions-world.ts';

const all = { ...shapes, ...furtherShapes };
let region: Awaited<ReturnType<typeof createPrescriptionsWorld>>;
const anywhere: Partial<PrescriptionRules> = {
  catalogue: 'open',
  fhir: { drugSystems: [], patientSystems: [] },
  supply: { ordinaryDaysMax: 30, emergencyDaysMax: 3, chronicDaysMax: 30, longTermUsualDays: 90, longTermDaysMax: 365 },
};
beforeAll(async () => {
  region = await createPrescriptionsWorld([], anywhere);
});
afterAll(async () => {
  expect(region.world.logged).toEqual([]);
  await region.world.close();
});

const send = (body: unknown) =>
  region.world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body, headers: { 'content-type': FHIR_JSON } });

describe.each(Object.entries(all))('%s', (_name, { message, refusedAt, completed }) => {
  it('is refused at what the law here asks for, and nowhere else', async () => {
    const { status, body } = await send(message);
    expect(status).toBe(422);
    expect(body.issue.flatMap(({ expression }: { readonly expression: string[] }) => expression).sort()).toEqual([...refusedAt].sort());
  });

  it('is taken with that said', async () => {
    expect(await send(completed)).toMatchObject({ status: 201, body: { resourceType: 'Bundle' } });
  });
});

describe('a form of HL7’s examples', () => {
  it.each(hl7Forms)('%s', async (_what, over, refusedAt) => {
    const { status, body } = await send(bundle({}, [request('XC08CAA001', over)]));
    const told = status === 201 ? undefined : body.issue.map(({ expression }: { readonly expression: string[] }) => expression);
    expect({ status, told }).toEqual(refusedAt === undefined ? { status: 201, told: undefined } : { status: 422, told: [[refusedAt]] });
  });
});

describe('a region of its own code system', () => {
  it('says to each of them which one it wanted', async () => {
    const jinan = await createPrescriptionsWorld();
    const seen = new Set<number>();
    for (const { completed } of Object.values(all)) {
      const call = { as: HOSPITAL, body: completed, headers: { 'content-type': FHIR_JSON } };
      const { status, body } = await jinan.world.call('POST', '/v1/prescriptions', call);
      seen.add(status);
      expect(body.issue[0]).toMatchObject({ details: { coding: [{ code: 'code-system-unsupported' }] }, code: 'code-invalid' });
      expect(body.issue[0].diagnostics).toContain('wanted: urn:sanlian:cn:nhsa-drug-code, urn:sanlian:cn:resident-identity-number');
    }
    expect([...seen]).toEqual([422]);
    await jinan.world.close();
  });
});

describe('messages that nobody foresaw, over HTTP', () => {
  const texts = [bundle(), cancellation(), ...Object.values(all).map(({ completed }) => completed)].map((message) =>
    JSON.stringify(message),
  );
  const strange = fc.constantFrom(
    'null',
    '[]',
    '{}',
    '-1',
    '1e308',
    '""',
    '"\\ud800"',
    '"#"',
    '"0000-01-01T00:00:00Z"',
    '"9999-12-31T23:59:59-12:00"',
    '{"a":',
    '1e999',
  );

  it('are taken or refused, never broken, and a refused one leaves nothing', async () => {
    const filed = async (): Promise<number> => {
      await region.world.settle();
      return (await region.world.call('GET', '/v1/prescriptions?limit=100', { as: PLATFORM })).body.items.length;
    };
    const before = await filed();
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), fc.nat(), strange, async (text, place, put) => {
        const values = [...text.matchAll(/:("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false)/g)];
        const at = values[place % values.length];
        const mutant = at === undefined ? text : `${text.slice(0, at.index + 1)}${put}${text.slice(at.index + at[0].length)}`;
        const { status, body } = await send(mutant);
        if (status === 201) taken += 1;
        expect(status).toBeLessThan(500);
        if (status >= 400) expect(body.resourceType).toBe('OperationOutcome');
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(0);
    expect(await filed()).toBe(Math.min(100, before + taken));
  }, 60_000);
});
