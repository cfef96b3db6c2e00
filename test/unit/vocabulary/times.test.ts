import { describe, expect, it } from 'vitest';
import { InstantText, TimeText } from '../../../events/vocabulary/values.ts';

describe('a time with a zone', () => {
  it.each([
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0000-01-01T00:00:00-12:00', '0000-01-01T12:00:00.000Z'],
    ['9999-12-31T23:59:59+12:00', '9999-12-31T11:59:59.000Z'],
  ])('%s is an instant', (text, instant) => {
    expect(TimeText.parse(text)).toBe(text);
    expect(InstantText.parse(text)).toBe(instant);
  });

  it.each(['0000-01-01T00:00:00+12:00', '9999-12-31T23:59:59-12:00', '9999-12-31T23:59:59', '2026-02-30T00:00:00Z'])(
    '%s is refused, not thrown',
    (text) => {
      expect(TimeText.safeParse(text).success).toBe(false);
      expect(InstantText.safeParse(text).success).toBe(false);
    },
  );
});
