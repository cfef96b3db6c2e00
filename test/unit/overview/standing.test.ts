import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JourneyOpenings, JourneyStandings, localDay } from '../../../events/overview.ts';
import * as prescriptions from '../../../events/prescriptions.ts';
import { overviewContext } from '../../../functions/overview/context.ts';
import { movingTypes, standingOf } from '../../../functions/overview/domain/standing.ts';
import { addMs, instant } from '../../../shared/kernel/time.ts';
import { createWorld } from '../../support/world.ts';

const policies = { overview: [{ version: 'test', from: instant('2026-01-01T00:00:00Z'), rules: { timeZone: 'Asia/Shanghai' } }] };
const story = [
  prescriptions.PrescriptionActivatedV1,
  prescriptions.PrescriptionClaimedV1,
  prescriptions.PrescriptionApprovedV1,
  prescriptions.PrescriptionDispensedV1,
  prescriptions.PrescriptionCompletedV1,
];

describe('where a journey stands', () => {
  it('follows time, and the course of the journey within one millisecond', () => {
    const at = instant('2026-03-02T02:00:00Z');
    const versions = movingTypes.map((type) => standingOf(type, at)?.version ?? 0);
    expect(versions).toEqual(versions.toSorted((left, right) => left - right));
    expect(standingOf(movingTypes[0] ?? '', addMs(at, 1))?.version).toBeGreaterThan(versions.at(-1) ?? 0);
    expect(Math.max(...versions)).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });

  it('is not moved by a refused claim or a wish to cancel', () => {
    const at = instant('2026-03-02T02:00:00Z');
    expect(standingOf(prescriptions.PrescriptionClaimRefusedV1.type, at)).toBeUndefined();
    expect(standingOf(prescriptions.PrescriptionCancellationRequestedV1.type, at)).toBeUndefined();
  });

  it('is the same in whatever order, and however often, its events come', async () => {
    const order = fc.shuffledSubarray([...story.keys(), ...story.keys()], { minLength: story.length * 2 });
    await fc.assert(
      fc.asyncProperty(order, async (indexes) => {
        const world = await createWorld({ contexts: [overviewContext], policies });
        const start = world.clock.now();
        for (const index of indexes) {
          const event = story[index];
          if (event === undefined) continue;
          const id = `evt_prescription#rx/${index}/0`;
          await world.engine.inbox.publish([
            {
              id,
              type: event.type,
              occurredAt: addMs(start, index),
              correlationId: 'rx',
              causationId: 'rx',
              data: event.data.parse(event.example),
            },
          ]);
          await world.settle();
        }
        const { views } = world.engine.runtime;
        const day = localDay(start, 'Asia/Shanghai');
        expect((await JourneyStandings.list(views, { partition: day, limit: 10 })).items).toMatchObject([
          { status: 'completed', at: addMs(start, 4) },
        ]);
        expect((await JourneyOpenings.list(views, { partition: day, limit: 10 })).items).toMatchObject([{ at: start }]);
        expect(world.engine.inbox.parked()).toEqual([]);
        await world.close();
      }),
      { numRuns: 8 },
    );
  });
});

describe('a day', () => {
  it.each([
    { at: '2026-03-01T15:59:59.999Z', day: '2026-03-01' },
    { at: '2026-03-01T16:00:00.000Z', day: '2026-03-02' },
  ])('of the region: $at is $day in Jinan', ({ at, day }) => {
    expect(localDay(instant(at), 'Asia/Shanghai')).toBe(day);
  });
});
