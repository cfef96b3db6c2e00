import { describe, expect, it } from 'vitest';
import { completeSubmissionOf } from '../../infra/local/sandbox/prescription.ts';
import { createWholeRegion } from '../support/whole-region.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a trace that a hospital began', () => {
  it('goes with its prescription through the journal, the relay, the inboxes of three contexts, to the headers of the webhooks', async () => {
    const { world, cast, moving } = await createWholeRegion();
    const body = completeSubmissionOf(cast.hospital, { number: 'T-1', prescribedAt: world.clock.now() });
    const { status, body: answer } = await moving(() =>
      world.call('POST', '/v1/prescriptions', { as: cast.hospital.apiKey, body, headers: { traceparent: TRACEPARENT } }),
    );
    expect(status).toBe(201);

    const journey = (await world.engine.journal.read(0, 10_000))
      .map(({ commit }) => commit)
      .filter(({ correlationId }) => correlationId === answer.prescriptionId);
    expect([...new Set(journey.map(({ traceparent }) => traceparent))]).toEqual([TRACEPARENT]);
    const aggregates = new Set(journey.map(({ stream }) => stream.split('#')[0]));
    expect(aggregates.size).toBeGreaterThan(1);

    const told = world.outgoing.filter(({ body: text }) => text.includes(answer.prescriptionId));
    expect(told.length).toBeGreaterThan(1);
    expect([...new Set(told.map(({ headers }) => headers['traceparent']))]).toEqual([TRACEPARENT]);
    await world.close();
  });

  it('is not taken over when it is no W3C trace context: the request begins one of its own', async () => {
    const { world, cast, moving } = await createWholeRegion();
    const body = completeSubmissionOf(cast.hospital, { number: 'T-2', prescribedAt: world.clock.now() });
    await moving(() =>
      world.call('POST', '/v1/prescriptions', { as: cast.hospital.apiKey, body, headers: { traceparent: '00-<script>-x-01' } }),
    );
    const begun = (await world.engine.journal.read(0, 10_000)).map(({ commit }) => commit.traceparent ?? '');
    for (const traceparent of begun.filter((text) => text !== '')) expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    await world.close();
  });
});
