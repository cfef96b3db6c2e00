import { describe, expect, it } from 'vitest';
import { progressVersion } from '../../../functions/partners/views/attempts.ts';

describe('how far a webhook message is', () => {
  it('is what the later attempt says', () => {
    expect(progressVersion({ attempt: 2, status: 'waiting' })).toBeGreaterThan(progressVersion({ attempt: 1, status: 'delivered' }));
  });

  it('is the more final word of two workers that made the same attempt', () => {
    const words = (['waiting', 'failed', 'delivered'] as const).map((status) => progressVersion({ attempt: 3, status }));
    expect(words).toEqual([...new Set(words)].sort((left, right) => left - right));
  });
});
