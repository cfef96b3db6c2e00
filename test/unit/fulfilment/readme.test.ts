import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decide } from '../../../functions/fulfilment/domain/decide.ts';
import { absent, evolve, type Pickup } from '../../../functions/fulfilment/domain/pickup.ts';
import * as a from './examples.ts';

const states: readonly Pickup[] = [
  [],
  [a.ready(), a.issued()],
  [a.ready(), a.issued(), a.collected],
  [a.ready(), a.uncollected],
  [a.ready(), a.returned()],
].map((history) => history.reduce(evolve, absent));

const commands = [
  ['MakeReady', a.makeReady()],
  ['IssueCode', a.issueCode()],
  ['HandOver with a wrong code', a.handOver('wrong')],
  ['HandOver', a.handOver()],
  ['GiveUp', a.giveUp()],
  ['ReturnToStock', a.returnToStock()],
] as const;

const nameOf = ({ status }: Pickup): string => (status === 'ABSENT' ? '[*]' : status);

it('draws every transition that the code makes, and no other', () => {
  const made = states.flatMap((state) =>
    commands.flatMap(([name, command]) => {
      const decision = decide(state, command);
      const isMove = decision.ok && decision.value.length > 0;
      return isMove ? [`${nameOf(state)} --> ${nameOf(decision.value.reduce(evolve, state))}: ${name}`] : [];
    }),
  );
  const readme = readFileSync(new URL('../../../functions/fulfilment/README.md', import.meta.url), 'utf8');
  const drawn = readme.split('\n').flatMap((line) => (line.includes(' --> ') ? [line.trim()] : []));
  expect(drawn.sort()).toEqual(made.sort());
});
