import { describe, expect, it } from 'vitest';
import { routings } from '../../../functions/routing/aggregate.ts';
import type { RoutingCommand } from '../../../functions/routing/domain/commands.ts';
import { usualRules } from '../../../functions/routing/domain/policy.ts';
import { streamId } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { factsOf, later, offer, PATIENT, PRESCRIPTION, pharmacyIdOf, startRouting } from '../../support/routing.ts';
import { MONDAY } from '../../support/virtual-clock.ts';

const facts = factsOf(2, {}, { waveSize: 2 });

const commitsOf = (...commands: readonly RoutingCommand[]): readonly Commit[] => {
  const commits: Commit[] = [];
  for (const command of commands) {
    const decision = routings.decide(routings.fold(commits), command);
    if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
    const version = commits.length + 1;
    const commit: Commit = {
      stream: streamId('routing', `${PRESCRIPTION}.1`),
      version,
      commandId: `cmd_${version}`,
      requestDigest: '',
      at: MONDAY,
      actor: { role: 'system' },
      correlationId: PRESCRIPTION,
      causationId: 'test',
      events: decision.value,
    };
    commits.push(commit);
  }
  return commits;
};

const start = startRouting(facts);
const accept: RoutingCommand = {
  type: 'AcceptOffer',
  at: later(MINUTE_MS),
  offerId: offer(1),
  pharmacyId: pharmacyIdOf(1),
  leaseMs: HOUR_MS,
};
const decline: RoutingCommand = {
  type: 'DeclineOffer',
  at: later(MINUTE_MS),
  facts,
  offerId: offer(1),
  pharmacyId: pharmacyIdOf(1),
  reason: 'closing',
};
const lapse: RoutingCommand = { type: 'LapseOffers', at: later(HOUR_MS), facts };

describe('a routing tells', () => {
  const told = (...commands: readonly RoutingCommand[]) => {
    const { announcements, timers } = routings.outgoing(commitsOf(...commands));
    return {
      announcements: announcements.map(({ id, type, data }) => ({ id, type, data })),
      timers: timers.map(({ at, message }) => ({ at, type: message.type, data: message.data })),
    };
  };
  const place = { prescriptionId: PRESCRIPTION, fill: 1 };

  it('each pharmacy of its offer, and sets one timer for all that end together', () => {
    const expiresAt = later(10 * MINUTE_MS);
    expect(told(start)).toEqual({
      announcements: [1, 2].map((number) => ({
        id: `evt_routing#${PRESCRIPTION}.1/1/1${number === 1 ? '' : '.1'}`,
        type: 'offer.made.v1',
        data: { ...place, offerId: offer(number), pharmacyId: pharmacyIdOf(number), wave: 1, expiresAt },
      })),
      timers: [{ at: expiresAt, type: 'routing-offers-due', data: place }],
    });
  });

  it('the winner of its lease, the others of their loss, and wakes when the lease ends', () => {
    const leaseEndsAt = later(MINUTE_MS + HOUR_MS);
    const { announcements, timers } = told(start, accept);
    expect(announcements.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'offer.accepted.v1', data: { ...place, offerId: offer(1), pharmacyId: pharmacyIdOf(1), leaseEndsAt } },
      { type: 'offer.withdrawn.v1', data: { ...place, offerId: offer(2), pharmacyId: pharmacyIdOf(2), reason: 'accepted-by-another' } },
    ]);
    expect(timers).toEqual([{ at: leaseEndsAt, type: 'routing-claim-due', data: { ...place, offerId: offer(1) } }]);
  });

  it('of declines and lapses, and the patient’s side why nobody is left', () => {
    const { announcements, timers } = told(start, decline, lapse);
    expect(told(start, decline).announcements).toMatchObject([{ type: 'offer.declined.v1', data: { ...place, reason: 'closing' } }]);
    expect(announcements).toMatchObject([
      { type: 'offer.lapsed.v1', data: { ...place, offerId: offer(2) } },
      {
        type: 'routing.exhausted.v1',
        data: {
          ...place,
          hospitalId: start.hospitalId,
          patientToken: PATIENT,
          reasons: [
            { code: 'already-declined', pharmacies: 1 },
            { code: 'did-not-answer', pharmacies: 1 },
          ],
        },
      },
    ]);
    const again = { type: 'routing-retry-due', at: later(HOUR_MS + usualRules.retry.firstMs), data: { ...place, round: 1 } };
    expect(timers).toEqual([again]);
  });

  it('nothing when the prescription ended before it began', () => {
    expect(told({ type: 'CloseRouting', because: 'prescription-expired' })).toEqual({ announcements: [], timers: [] });
  });

  it('no pharmacy who the patient is', () => {
    const { announcements } = told(start, accept);
    expect(JSON.stringify([announcements, routings.records(commitsOf(start, accept))])).not.toContain(PATIENT);
  });
});

describe('the rows of a pharmacy', () => {
  it('move from status to status', () => {
    const rows = routings.records(commitsOf(start, accept)).map(({ partition, sort, version, value }) => ({
      place: `${partition} ${sort.split('/')[0]}`,
      version,
      isGone: value === undefined,
    }));
    expect(rows).toEqual([
      { place: 'ag_pharmacy1 OPEN', version: 2, isGone: true },
      { place: 'ag_pharmacy1 ACCEPTED', version: 2, isGone: false },
      { place: 'ag_pharmacy2 OPEN', version: 2, isGone: true },
      { place: 'ag_pharmacy2 WITHDRAWN', version: 2, isGone: false },
    ]);
  });
});
