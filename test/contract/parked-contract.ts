import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../shared/kernel/messages.ts';
import type { Parked, ParkedBoxes } from '../../shared/kernel/operations.ts';
import { MONDAY } from '../support/virtual-clock.ts';

export interface ParkedUnderTest {
  readonly boxes: ParkedBoxes;
  /** The ids that a consumer of the inbox would get now. */
  due(inbox: string): Promise<readonly string[]>;
}

const message = (id: string): Message => ({
  id,
  type: 'thing.happened.v1',
  occurredAt: MONDAY,
  correlationId: 'rx_1',
  causationId: 'thing#1/1',
  data: { text: '处方' },
});

/** What an operator can do with what was parked, on every engine. */
export const parkedContract = (name: string, create: () => ParkedUnderTest | Promise<ParkedUnderTest>): void => {
  describe(`what is parked on ${name}`, () => {
    let under: ParkedUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    const park = async (...ids: readonly string[]): Promise<void> => {
      for (const id of ids) await under.boxes.park('routing', { id, reason: 'failure', message: message(id) });
    };
    const look = async (box = 'routing', limit = 100): Promise<readonly Parked[]> => {
      const found: Parked[] = [];
      await under.boxes.review(box, limit, (parked) => {
        found.push(parked);
        return 'keep';
      });
      return found;
    };
    const idsOf = (parked: readonly Parked[]): readonly string[] => parked.map(({ id }) => id).toSorted();

    it('is nothing at first', async () => {
      expect(await look()).toEqual([]);
      expect(await under.boxes.counts('routing')).toEqual({ waiting: 0, parked: 0 });
    });
    it('is shown whole with its reason, again and again', async () => {
      await park('a', 'b');
      expect((await look()).toSorted((left, right) => (left.id < right.id ? -1 : 1))).toEqual([
        { id: 'a', reason: 'failure', message: message('a') },
        { id: 'b', reason: 'failure', message: message('b') },
      ]);
      expect(idsOf(await look())).toEqual(['a', 'b']);
      expect(await under.boxes.counts('routing')).toEqual({ waiting: 0, parked: 2 });
      expect(await under.due('routing')).toEqual([]);
    });
    it('is shown once, and no more of it than asked for', async () => {
      await park(...Array.from({ length: 25 }, (_, index) => `m${index}`));
      expect(new Set(idsOf(await look())).size).toBe(25);
      expect(await look('routing', 3)).toHaveLength(3);
    });
    it('goes back into its inbox when it is retried, and is parked no more', async () => {
      await park('a', 'b');
      await under.boxes.review('routing', 10, ({ id }) => (id === 'a' ? 'retry' : 'keep'));
      expect(await under.due('routing')).toEqual(['a']);
      expect(idsOf(await look())).toEqual(['b']);
      expect(await under.boxes.counts('routing')).toMatchObject({ parked: 1 });
    });
    it('is gone when it is dropped', async () => {
      await park('a', 'b');
      await under.boxes.review('routing', 10, ({ id }) => (id === 'a' ? 'drop' : 'keep'));
      expect(idsOf(await look())).toEqual(['b']);
      expect(await under.due('routing')).toEqual([]);
    });
    it('in one box is not in another', async () => {
      await park('a');
      expect(await look('fulfilment')).toEqual([]);
      await under.boxes.review('fulfilment', 10, () => 'drop');
      expect(idsOf(await look())).toEqual(['a']);
    });
    it('stays where it is when judging it fails half-way', async () => {
      await park('a', 'b');
      const failing = under.boxes.review('routing', 10, () => {
        throw new Error('no judge');
      });
      await expect(failing).rejects.toThrow('no judge');
      expect(idsOf(await look())).toEqual(['a', 'b']);
    });
    it('is a place in the journal for a reader', async () => {
      const place = { stream: 'prescription#rx_1/x', version: 12 };
      await under.boxes.park('relay', { id: 'prescription#rx_1/x/12', reason: 'outage', place });
      expect(await look('relay')).toEqual([{ id: 'prescription#rx_1/x/12', reason: 'outage', place }]);
      await under.boxes.review('relay', 10, () => 'drop');
      expect(await look('relay')).toEqual([]);
    });
  });
};
