import { describe, expect, it } from 'vitest';
import { versionOf } from '../../../functions/partners/reactions/attempt-records.ts';
import { instant } from '../../../shared/kernel/time.ts';

const at = instant('2026-03-02T08:00:00.000Z');
const attemptOf = (attempt: number, outcome: 'delivered' | 'failed', isLast = true) => ({
  attempt,
  at,
  outcome,
  durationMs: 1,
  ...(isLast ? {} : { nextAttemptAt: at }),
});

describe('the row of a webhook message', () => {
  it('is what the later attempt says', () => {
    expect(versionOf(attemptOf(2, 'failed', false))).toBeGreaterThan(versionOf(attemptOf(1, 'delivered')));
  });

  it('is the more final word of two workers that made the same attempt', () => {
    const versions = [attemptOf(3, 'failed', false), attemptOf(3, 'failed'), attemptOf(3, 'delivered')].map(versionOf);
    expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
  });
});
