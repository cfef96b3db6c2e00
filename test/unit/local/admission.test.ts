import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAdmission, USUAL_ADMISSION } from '../../../infra/local/admission.ts';
import { createRates } from '../../../infra/local/rate-limit.ts';

const submit = { isBeginning: true };
const answer = {};
const quiet = { agencyId: 'ag_quiet' };
const noisy = { agencyId: 'ag_noisy' };

const open = (over: Partial<typeof USUAL_ADMISSION> = {}) => {
  const now = { ms: 0, backlogMs: 0 };
  const limits = { ...USUAL_ADMISSION, agency: { perSecond: 10, burst: 20 }, beginning: { perSecond: 1, burst: 2 }, ...over };
  return { now, admission: createAdmission({ limits, backlogMs: () => now.backlogMs, nowMs: () => now.ms }) };
};

describe('requests in work', () => {
  it('are let in up to the limit, and again when one has left', () => {
    const { admission } = open({ requestsMax: 2 });
    expect([admission.enter(), admission.enter()]).toEqual([undefined, undefined]);
    expect(admission.enter()).toMatchObject({ code: 'overloaded' });
    admission.leave();
    expect(admission.enter()).toBeUndefined();
  });
});

describe('an agency', () => {
  it('that asks too fast waits as long as it is told, and nobody else waits', () => {
    const { now, admission } = open();
    for (let asked = 0; asked < 20; asked += 1) expect(admission.refusalOf(answer, noisy)).toBeUndefined();
    expect(admission.refusalOf(answer, noisy)).toEqual({
      code: 'rate-limited',
      headers: { 'ratelimit-policy': '"agency";q=20;w=2', ratelimit: '"agency";r=0;t=1', 'retry-after': '1' },
    });
    expect(admission.refusalOf(answer, quiet)).toBeUndefined();
    now.ms += 1_000;
    expect(admission.refusalOf(answer, noisy)).toBeUndefined();
  });
  it('that has much in work waits until some of it is done, well or not, and nobody else waits', async () => {
    const { admission } = open({ requestsOfOneMax: 2 });
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done = [first, second].map(({ promise }) => admission.workFor(noisy, () => promise));
    expect(admission.refusalOf(answer, noisy)).toEqual({ code: 'rate-limited', headers: {} });
    expect(admission.refusalOf(answer, quiet)).toBeUndefined();
    first.reject(new Error('gone'));
    await expect(done[0]).rejects.toThrow('gone');
    expect(admission.refusalOf(answer, noisy)).toBeUndefined();
    second.resolve();
    await done[1];
  });
  it('never gets more than its burst and its rate, however it asks', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 200 });
    void fc.assert(
      fc.property(gaps, (waits) => {
        const now = { ms: 0 };
        const rates = createRates({ perSecond: 10, burst: 5 }, () => now.ms);
        const taken = waits.filter((ms) => {
          now.ms += ms;
          return rates.take('ag_one').isTaken;
        });
        expect(taken.length).toBeLessThanOrEqual(5 + (now.ms / 1_000) * 10);
      }),
    );
  });
  it('gets what it asks for when it asks no faster than it may', () => {
    const now = { ms: 0 };
    const rates = createRates({ perSecond: 10, burst: 1 }, () => now.ms);
    for (let asked = 0; asked < 100; asked += 1) {
      expect(rates.take('ag_one')).toEqual({ isTaken: true });
      now.ms += 100;
    }
  });
});

describe('a region that is behind', () => {
  const { backlogMsMax, backlogMsHopeless } = USUAL_ADMISSION;

  it.each([
    { waitedMs: 0, begins: 3 },
    { waitedMs: backlogMsMax, begins: 3 },
    { waitedMs: backlogMsMax + 1, begins: 2 },
    { waitedMs: backlogMsHopeless, begins: 2 },
    { waitedMs: backlogMsHopeless + 1, begins: 0 },
  ])('by $waitedMs ms begins $begins of three new ones, and goes on with everything else', ({ waitedMs, begins }) => {
    const { now, admission } = open();
    now.backlogMs = waitedMs;
    const begun = [1, 2, 3].filter(() => admission.refusalOf(submit, noisy) === undefined);
    expect(begun).toHaveLength(begins);
    expect(admission.refusalOf(answer, noisy)).toBeUndefined();
  });
  it('still begins for a quiet hospital what a noisy one may not', () => {
    const { now, admission } = open();
    now.backlogMs = backlogMsMax + 1;
    for (let asked = 0; asked < 3; asked += 1) admission.refusalOf(submit, noisy);
    expect(admission.refusalOf(submit, noisy)).toMatchObject({ code: 'overloaded' });
    expect(admission.refusalOf(submit, quiet)).toBeUndefined();
  });
  it('says how long a beginning waits: about as long as the work does, at most 30 seconds', () => {
    const { now, admission } = open({ beginning: { perSecond: 1, burst: 0 } });
    const told = [1_001, 2_400, 90_000].map((ms) => {
      now.backlogMs = ms;
      return admission.refusalOf(submit, quiet)?.headers['retry-after'];
    });
    expect(told).toEqual(['2', '3', '30']);
  });
});
