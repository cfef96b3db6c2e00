import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeSubmissionOf, documentOf, reviewOf, signaturesOf } from '../../infra/local/sandbox/prescription.ts';
import { documentHashOf, signDocument } from '../../infra/local/sandbox/signing.ts';
import { DAY_MS, HOUR_MS } from '../../shared/kernel/time.ts';
import { readableIn, rowsOf } from '../support/sinks.ts';
import { createWholeRegion, type WholeRegion } from '../support/whole-region.ts';
import type { CallAnswer } from '../support/world.ts';

let region: WholeRegion;
let serial = 0;
beforeAll(async () => {
  region = await createWholeRegion();
}, 30_000);
afterAll(() => region.world.close());

/** Someone who is nobody, and words that stand nowhere else: each is looked for where it must not be. */
const patient = { name: '欧阳标记', idNumber: '370102196503078524', phone: '13812345678', address: '历下区标记街七号' };
const marked = {
  diagnoses: [{ code: 'Z99.mrk', name: '标记性高血压' }],
  followUpEvidence: '标记门诊记录',
  hospitalRxNumber: 'RX-MARK-7731',
};
const MARKS = [...Object.values(patient), '标记', 'Z99.mrk', 'RX-MARK-7731', 'MARKDRUG', 'markeddose'];
const line = { drugCode: 'JN-XY-0001', quantity: 1, supplyDays: 7, dose: 'markeddose', route: 'oral', frequency: 'qd' };
/** 第二类精神药品: a pharmacy may sell it, but nobody prescribes it online. */
const ALPRAZOLAM = 'JN-XY-0007';

const submission = (over: object = {}) => {
  serial += 1;
  const { world, cast } = region;
  const demo = { number: `BAD-${serial}`, prescribedAt: world.clock.now() };
  return { prescription: { ...documentOf(cast.hospital, demo), ...marked, lines: [line], ...over }, patient };
};
const post = (body: unknown, path = '/v1/prescriptions', as = region.cast.hospital.apiKey): Promise<CallAnswer> =>
  region.world.call('POST', path, { as, body });

/**
 * Sends it, and holds the answer to be this problem and the region to be as it was: every row of every table, what was logged and
 * what was sent out. Nothing of the input stands in the answer either.
 */
const expectNoTrace = async (code: string, status: number, send: () => Promise<CallAnswer>, secrets: readonly string[] = []) => {
  const { world } = region;
  await world.settle();
  const before = [rowsOf(world), [...world.logged], world.outgoing.length];
  const answer = await send();
  await world.settle();
  expect(answer).toMatchObject({ status, body: { code, status } });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect([rowsOf(world), world.logged, world.outgoing.length]).toEqual(before);
  expect(readableIn(Buffer.from(answer.text + world.logged.join('\n')), [...MARKS, ...secrets])).toEqual([]);
  return answer;
};

/** Its JSON text, with one place of it replaced by what JSON.stringify never writes. */
const textWith = (spot: string, text: string): string => {
  const whole = JSON.stringify(submission());
  const replaced = whole.replace(spot, () => text);
  if (replaced === whole) throw new Error('nothing was replaced');
  return replaced;
};
const NAME = `"name":"${patient.name}"`;
const MIB = 1024 * 1024;

describe('a body that is no document', () => {
  it.each([
    { what: 'cut off', body: () => JSON.stringify(submission()).slice(0, -1) },
    { what: 'empty', body: () => ' ' },
    { what: 'followed by more', body: () => `${JSON.stringify(submission())}{}` },
    { what: 'nested a hundred thousand deep', body: () => textWith(NAME, `"name":${'['.repeat(100_000)}${']'.repeat(100_000)}`) },
    { what: 'of a hundred thousand open brackets', body: () => '['.repeat(100_000) },
    { what: 'nested one deeper than allowed', body: () => `${'['.repeat(33)}${']'.repeat(33)}` },
    { what: 'of broken UTF-8', body: () => Buffer.concat([Buffer.from('{"patient":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]) },
    { what: 'of a character cut in half', body: () => Buffer.from('"标').subarray(0, -1) },
    { what: 'of GBK', body: () => Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc5, 0xb7, 0xd1, 0xf4]), Buffer.from('"}')]) },
    { what: 'of UTF-16', body: () => Buffer.from(JSON.stringify(submission()), 'utf16le') },
    { what: 'with a NUL', body: () => textWith(NAME, `"name":"\0${patient.name}"`) },
    { what: 'with an escaped NUL', body: () => textWith(NAME, `"name":"\\u0000${patient.name}"`) },
    { what: 'with half a surrogate pair', body: () => textWith(NAME, `"name":"\\ud83d${patient.name}"`) },
    { what: 'with the same member twice', body: () => textWith(NAME, `${NAME},"name":"二"`) },
    { what: 'with the same member twice, once escaped', body: () => textWith(NAME, `${NAME},"n\\u0061me":"二"`) },
  ])('is malformed when it is $what', async ({ body }) => {
    await expectNoTrace('malformed-json', 400, () => post(body()));
  });

  it.each([
    { what: 'said', body: () => JSON.stringify({ ...submission(), note: '标记'.repeat(MIB / 4) }) },
    { what: 'not said', body: () => chunked(Buffer.from(JSON.stringify(submission())), MIB + 1) },
    { what: 'said, and far too much', body: () => Buffer.alloc(8 * MIB, 0x20) },
  ])('is too large over one MiB, its length $what', async ({ body }) => {
    await expectNoTrace('body-too-large', 413, () => send(body()));
  });
  it('is taken at one MiB exactly', async () => {
    const text = JSON.stringify({});
    await expectNoTrace('request-invalid', 422, () => send(text + ' '.repeat(MIB - text.length)));
  });
});

/** At least so many bytes in pieces, whose sum nobody announces. */
const chunked = (piece: Uint8Array, bytes: number): ReadableStream<Uint8Array> => {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (sent > bytes) return controller.close();
      controller.enqueue(Uint8Array.from(piece));
      sent += piece.length;
    },
  });
};
const send = async (body: NonNullable<RequestInit['body']>): Promise<CallAnswer> => {
  serial += 1;
  const headers = {
    authorization: `Bearer ${region.cast.hospital.apiKey}`,
    'content-type': 'application/json',
    'idempotency-key': `sent-${serial}`,
  };
  const init = { method: 'POST', headers, body, duplex: 'half' as const };
  const response = await fetch(`${region.world.baseUrl}/v1/prescriptions`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text), text };
};

describe('a document that does not fit', () => {
  it.each([
    { what: 'a number for a name', over: { patient: { ...patient, name: 7 } } },
    { what: 'a text for the lines', over: { prescription: '标记' } },
    { what: 'a list', over: undefined },
    { what: 'a member unknown at the top', over: { 标记: true } },
    { what: 'a member unknown below', over: { patient: { ...patient, nickname: '标记' } } },
    { what: 'a member called __proto__', over: JSON.parse('{"__proto__":{"role":"标记"}}') },
    { what: 'an id number of words', over: { patient: { ...patient, idNumber: '标记' } } },
    { what: 'a name that never ends', over: { patient: { ...patient, name: '标'.repeat(101) } } },
  ])('is refused for $what', async ({ over }) => {
    const body = over === undefined ? [submission()] : { ...submission(), ...over };
    const answer = await expectNoTrace('request-invalid', 422, () => post(body));
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });
  it.each(['1e400', '1e308', '9007199254740993', '-1', '1.5', '0'])('is refused for a quantity of %s', async (quantity) => {
    await expectNoTrace('request-invalid', 422, () => post(textWith('"quantity":1', `"quantity":${quantity}`)));
  });
});

describe('a prescription that may not be', () => {
  it.each([
    { code: 'unknown-drug', status: 400, over: { lines: [{ ...line, drugCode: 'MARKDRUG-1' }] } },
    { code: 'herbs-mixed', status: 400, over: { lines: [line, { ...line, drugCode: 'JN-YP-0001' }] } },
    { code: 'too-many-drugs', status: 400, over: { lines: [1, 2, 3, 4, 5, 6].map((nth) => ({ ...line, drugCode: `JN-XY-000${nth}` })) } },
    { code: 'supply-days-exceeded', status: 400, over: { lines: [{ ...line, supplyDays: 8 }] } },
    {
      code: 'restricted-drug-class',
      status: 400,
      over: { channel: 'online', onlineAuthNumber: 'A-1', lines: [{ ...line, drugCode: ALPRAZOLAM }] },
    },
  ])('is refused as $code', async ({ code, status, over }) => {
    await expectNoTrace(code, status, () => post(submission(over)));
  });
  const signing = (signs: (body: ReturnType<typeof submission>) => object) => () => {
    const body = submission();
    return post({ ...body, review: reviewOf(region.cast.hospital), signatures: signs(body) });
  };
  const signedBy = (document: object, signedAt: string) => {
    const { doctors, pharmacists } = region.cast.hospital;
    const [doctor, pharmacist] = [doctors[0], pharmacists[0]];
    if (doctor === undefined || pharmacist === undefined) throw new Error('nobody signs');
    const documentHash = documentHashOf(document);
    return {
      prescriber: { documentHash, ...signDocument(doctor, 'prescriber', document, signedAt) },
      pharmacist: { documentHash, ...signDocument(pharmacist, 'pharmacist', document, signedAt) },
    };
  };
  it('is refused with a signature of another version, of yesterday, or of nobody', async () => {
    const now = region.world.clock.now();
    await expectNoTrace(
      'signature-stale',
      403,
      signing(({ prescription }) => signedBy({ ...prescription, validDays: 2 }, now)),
    );
    await expectNoTrace(
      'signature-stale',
      403,
      signing(({ prescription }) => signedBy(prescription, new Date(Date.parse(now) - DAY_MS - 1).toISOString())),
    );
    await expectNoTrace(
      'signature-invalid',
      403,
      signing(({ prescription }) => {
        const { prescriber, pharmacist } = signedBy(prescription, now);
        return { prescriber: { ...prescriber, signature: pharmacist.signature }, pharmacist };
      }),
    );
    const other = { number: 'other', prescribedAt: now };
    await expectNoTrace(
      'signature-stale',
      403,
      signing(() => signaturesOf(region.cast.hospital, other)),
    );
  });
  it('is refused under a key that another one used', async () => {
    const { world, cast } = region;
    const first = completeSubmissionOf(cast.hospital, { number: 'KEY-1', prescribedAt: world.clock.now() });
    await world.call('POST', '/v1/prescriptions', { as: cast.hospital.apiKey, body: first, key: 'used' });
    await expectNoTrace('idempotency-key-reused', 422, () =>
      world.call('POST', '/v1/prescriptions', { as: cast.hospital.apiKey, body: submission(), key: 'used' }),
    );
  });
});

describe('a revision', () => {
  it('of a version that the hospital did not read, or under a used key, leaves nothing of its document', async () => {
    const { hospital } = region.cast;
    const filed = await post(submission());
    const path = `/v1/prescriptions/${filed.body.prescriptionId}`;
    const rejection = { ...reviewOf(hospital), outcome: 'rejected', reasonCode: 'dose-too-high', severity: 'blocking' };
    expect((await post(rejection, `${path}/review`)).status).toBe(200);
    const revise = (version: number, over = {}) => {
      const headers = { 'if-match': `"${version}"`, 'idempotency-key': 'revised' };
      return region.world.call('PUT', path, { as: hospital.apiKey, body: submission(over), headers });
    };
    await expectNoTrace('version-mismatch', 412, () => revise(1));
    expect((await revise(2)).status).toBe(200);
    expect((await post(rejection, `${path}/review`)).status).toBe(200);
    await expectNoTrace('idempotency-key-reused', 422, () => revise(4, { validDays: 2 }));
  });
});

describe('a pharmacy that may not', () => {
  const approval = { pharmacistId: 'baotu-pharmacist', opinionCode: 'fit' };

  it('finds nothing under another’s id, whatever it knows', async () => {
    const { prescriptionId, claimSecret } = await region.claimed('BAD-OTHER');
    const stranger = await region.addPartner('pharmacy');
    const path = `/v1/prescriptions/${prescriptionId}/approve`;
    const secret = { as: stranger.apiKey, headers: { 'claim-secret': claimSecret }, body: approval };
    await expectNoTrace('not-found', 404, () => region.world.call('POST', path, secret), [claimSecret]);
    const rival = await region.addPartner('hospital');
    await expectNoTrace('not-found', 404, () => post({}, `/v1/prescriptions/${prescriptionId}/activate`, rival.apiKey));
  });
  it('is refused with a wrong secret, and does not learn the right one', async () => {
    const { counter, claimSecret } = await region.claimed('BAD-SECRET');
    const wrong = `${claimSecret.slice(0, -3)}${claimSecret.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    await expectNoTrace('claim-secret-mismatch', 403, () => counter('POST', 'approve', approval, wrong), [claimSecret, wrong]);
    await expectNoTrace('claim-secret-mismatch', 403, () => counter('GET', 'document', undefined, wrong), [claimSecret, wrong]);
  });
  it('is refused for a pack that was sold elsewhere', async () => {
    const first = await region.approved('BAD-7711');
    expect((await first.counter('POST', 'dispense', first.sale)).status).toBe(200);
    const second = await region.approved('BAD-7722');
    const stolen = first.sale.lines.map(({ traceCodes }) => traceCodes);
    const sale = { ...second.sale, lines: second.sale.lines.map((sold, index) => ({ ...sold, traceCodes: stolen[index] ?? [] })) };
    await expectNoTrace('trace-code-already-sold', 409, () => second.counter('POST', 'dispense', sale), stolen.flat());
  });
  it('is refused when its lease is over, though the timer is late', async () => {
    const { counter, prescriptionId } = await region.approved('BAD-LEASE');
    region.world.clock.advance(2 * HOUR_MS);
    const { logged, outgoing } = region.world;
    const before = [rowsOf(region.world), logged.length, outgoing.length];
    const answer = await counter('GET', 'document');
    expect(answer).toMatchObject({ status: 409, body: { code: 'lease-expired' } });
    expect(await counter('POST', 'release', { reason: 'closed' })).toMatchObject({ status: 409, body: { code: 'lease-expired' } });
    expect([rowsOf(region.world), logged.length, outgoing.length]).toEqual(before);
    expect(answer.text).not.toContain(prescriptionId);
  });
});
