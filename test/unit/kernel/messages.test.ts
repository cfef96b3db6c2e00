import { describe, expect, it } from 'vitest';
import { aggregateOf, idOf, streamId } from '../../../shared/kernel/ids.ts';
import { backoffMs, done, park, retry } from '../../../shared/kernel/messages.ts';
import { ok, refuse, unreachable } from '../../../shared/kernel/result.ts';

describe('a message ends', () => {
  it('done, parked with a reason, or retried with a reason', () => {
    expect(done).toEqual({ kind: 'done' });
    expect(park('no-such-agency')).toEqual({ kind: 'park', reason: 'no-such-agency' });
    expect(retry('not-yet')).toStrictEqual({ kind: 'retry', reason: 'not-yet' });
    expect(retry('not-yet', 0)).toEqual({ kind: 'retry', reason: 'not-yet', afterMs: 0 });
  });
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [9, 256_000],
    [10, 300_000],
    [60, 300_000],
  ])('after failed receipt %i it waits %i ms', (attempt, waitMs) => {
    expect(backoffMs(attempt)).toBe(waitMs);
  });
});

describe('a stream’s name', () => {
  it.each([
    ['prescription', 'rx_1'],
    ['routing', 'rx_1.2'],
    ['thing', 'a#b#c'],
    ['thing', ''],
  ])('is taken apart again: %s and %j', (aggregate, id) => {
    const stream = streamId(aggregate, id);
    expect(stream).toBe(`${aggregate}#${id}`);
    expect([aggregateOf(stream), idOf(stream)]).toEqual([aggregate, id]);
  });
});

describe('a decision', () => {
  it('is a value or a refusal', () => {
    expect(ok(7)).toEqual({ ok: true, value: 7 });
    expect(refuse({ code: 'not-found' })).toEqual({ ok: false, refusal: { code: 'not-found' } });
  });
  it.each([
    [{ type: 'Unheard', secret: 'x' }, 'unreachable: Unheard'],
    [{ name: 'x' }, 'unreachable: object'],
    [null, 'unreachable: object'],
    ['text', 'unreachable: string'],
    [undefined, 'unreachable: undefined'],
  ])('never meets a variant of no union: %j', (value, message) => {
    // What only a broken history holds; its kind is named, its content is not.
    expect(() => unreachable(value as never)).toThrow(new Error(message));
  });
});
