import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../../events/catalog.ts';
import {
  absentEndpoint,
  decideEndpoint,
  type EndpointState,
  evolveEndpoint,
  isLive,
  signingGenerations,
} from '../../../functions/partners/domain/endpoint.ts';
import { EndpointEvent } from '../../../functions/partners/domain/endpoint-events.ts';
import { isKnownPattern, matches, webhookTypes } from '../../../functions/partners/domain/subscription.ts';
import { addMs, HOUR_MS } from '../../../shared/kernel/time.ts';
import { specificationOf } from '../../support/given.ts';
import * as a from './examples.ts';

const given = specificationOf({ initial: absentEndpoint, decide: decideEndpoint, evolve: evolveEndpoint, event: EndpointEvent });

describe('a webhook endpoint', () => {
  it('is created once, for events that partners are told of', () => {
    given().when(a.createEndpoint()).then(a.endpointCreated);
    given(a.endpointCreated).when(a.createEndpoint()).then();
    given()
      .when(a.createEndpoint({ patterns: ['offer.*', 'ofer.*'] }))
      .thenRefused({ code: 'event-type-unknown' });
    given(a.endpointCreated)
      .when(a.changeEndpoint(true, { ...a.settings, patterns: ['offer.*', 'ofer.*'] }))
      .thenRefused({ code: 'event-type-unknown' });
    given(a.endpointCreated)
      .when(a.changeEndpoint(true, { ...a.settings, patterns: ['x.*'] }))
      .thenRefused({ code: 'event-type-unknown' });
  });

  it('is deleted for good', () => {
    given(a.endpointCreated).when(a.deleteEndpoint).then(a.endpointDeleted);
    given(a.endpointCreated, a.endpointDeleted).when(a.deleteEndpoint).thenRefused({ code: 'not-found' });
    given().when(a.deleteEndpoint).thenRefused({ code: 'not-found' });
    const { agencyId, role } = a.endpointCreated as Extract<EndpointEvent, { type: 'EndpointCreated' }>;
    expect(given(a.endpointCreated, a.endpointDeleted).state).toStrictEqual({ status: 'deleted', agencyId, role });
  });

  it.each([
    [a.endpointDisabled, []],
    [a.endpointEnabled, [a.endpointCreated, a.endpointDeleted]],
    [a.secretRotated(2, a.inAnHour), []],
  ])('changed before it was there, or after, is no history: $type', (event, history) => {
    expect(() => given(...history, event)).toThrow('an endpoint changed that is not there');
  });

  it('knows no facts and no wishes that were never declared', () => {
    expect(() => given(a.endpointCreated, { type: 'EndpointLost' } as never)).toThrow('unreachable: EndpointLost');
    expect(() => given(a.endpointCreated).when({ type: 'LoseEndpoint' } as never)).toThrow('unreachable: LoseEndpoint');
  });

  it.each([{ description: 'till' }, { patterns: ['*'] }, { patterns: ['offer.*', 'prescription.*'] }])(
    'changes when %j differs',
    (over) => {
      const settings = { ...a.settings, ...over };
      given(a.endpointCreated).when(a.changeEndpoint(true, settings)).then({ type: 'EndpointChanged', settings });
      expect(given(a.endpointCreated, { type: 'EndpointChanged', settings }).state).toMatchObject({ status: 'enabled', settings });
    },
  );

  it('is disabled because its receiver is gone, or fails, or at the agency’s wish', () => {
    given(a.endpointCreated)
      .when({ type: 'DisableEndpoint', reason: 'gone', enabledAt: a.at })
      .then({ type: 'EndpointDisabled', reason: 'gone' });
    expect(given(a.endpointCreated, a.endpointDisabled).state).not.toHaveProperty('retiring');
    expect(given(a.endpointCreated, a.endpointDisabled).state).toMatchObject({ status: 'disabled', because: 'failing', generation: 1 });
  });

  it('changes what differs and nothing else', () => {
    given(a.endpointCreated).when(a.changeEndpoint(true)).then();
    given(a.endpointCreated).when(a.changeEndpoint(true, a.otherSettings)).then({ type: 'EndpointChanged', settings: a.otherSettings });
    given(a.endpointCreated).when(a.changeEndpoint(false)).then({ type: 'EndpointDisabled', reason: 'by-agency' });
    given(a.endpointCreated, a.endpointDisabled).when(a.changeEndpoint(false)).then();
    given(a.endpointCreated, a.endpointDisabled)
      .when(a.changeEndpoint(true, a.otherSettings))
      .then({ type: 'EndpointChanged', settings: a.otherSettings }, a.endpointEnabled);
  });

  it('is not disabled by the failures of a time before it was enabled again', () => {
    given(a.endpointCreated).when(a.disableEndpoint()).then(a.endpointDisabled);
    given(a.endpointCreated, a.endpointDisabled).when(a.disableEndpoint()).then();
    given(a.endpointCreated, a.endpointDisabled, a.endpointEnabled).when(a.disableEndpoint(a.at)).then();
    given(a.endpointCreated, a.endpointDisabled, a.endpointEnabled).when(a.disableEndpoint(a.inAnHour)).then(a.endpointDisabled);
  });

  it('rotates its secret when no other is in its grace, or at once', () => {
    const rotated = a.secretRotated(2, a.inAnHour);
    given(a.endpointCreated).when(a.rotateSecret(HOUR_MS)).then(rotated);
    given(a.endpointCreated, rotated)
      .when(a.rotateSecret(HOUR_MS, addMs(a.inAnHour, -1)))
      .thenRefused({ code: 'rotation-in-grace', graceEndsAt: a.inAnHour });
    given(a.endpointCreated, rotated)
      .when(a.rotateSecret(HOUR_MS, a.inAnHour))
      .then(a.secretRotated(3, addMs(a.inAnHour, HOUR_MS)));
    given(a.endpointCreated, rotated).when(a.rotateSecret(0)).then(a.secretRotated(3, a.at));
  });

  it('signs with the generation before until its grace ends, also when disabled in between', () => {
    const { state } = given(a.endpointCreated, a.secretRotated(2, a.inAnHour), a.endpointDisabled, a.endpointEnabled);
    const signers = (endpoint: EndpointState, at = a.at) => (isLive(endpoint) ? signingGenerations(endpoint, at) : []);
    expect(signers(given(a.endpointCreated).state)).toEqual([1]);
    expect(signers(state, addMs(a.inAnHour, -1))).toEqual([2, 1]);
    expect(signers(state, a.inAnHour)).toEqual([2]);
    expect(signers(given(a.endpointCreated, a.secretRotated(2, a.inAnHour), a.secretRotated(3, a.at)).state)).toEqual([3]);
  });

  it('is drawn in the README as the code has it', () => {
    const states = [[], [a.endpointCreated], [a.endpointCreated, a.endpointDisabled], [a.endpointCreated, a.endpointDeleted]];
    const commands = [
      ['CreateEndpoint', a.createEndpoint()],
      ['ChangeEndpoint (enabled)', a.changeEndpoint(true, a.otherSettings)],
      ['ChangeEndpoint (disabled)', a.changeEndpoint(false, a.otherSettings)],
      ['DisableEndpoint', a.disableEndpoint()],
      ['RotateSecret', a.rotateSecret(HOUR_MS)],
      ['DeleteEndpoint', a.deleteEndpoint],
    ] as const;
    const nameOf = ({ status }: EndpointState): string => (status === 'absent' ? '[*]' : status);
    const made = states.flatMap((history) =>
      commands.flatMap(([name, command]) => {
        const { state } = given(...history);
        const decision = decideEndpoint(state, command);
        const isMove = decision.ok && decision.value.length > 0;
        return isMove ? [`${nameOf(state)} --> ${nameOf(decision.value.reduce(evolveEndpoint, state))}: ${name}`] : [];
      }),
    );
    const readme = readFileSync(new URL('../../../functions/partners/README.md', import.meta.url), 'utf8');
    const drawn = readme.split('\n').flatMap((line) => (/^ {2}\S+ --> \S+: /.test(line) ? [line.trim()] : []));
    expect(drawn.sort()).toEqual(made.sort());
  });
});

describe('a subscription', () => {
  it.each([
    ['*', 'offer.made.v1', true],
    ['offer.*', 'offer.made.v1', true],
    ['offer.made.*', 'offer.made.v1', true],
    ['offer.made.v1', 'offer.made.v1', true],
    ['offer.made', 'offer.made.v1', false],
    ['offer*', 'offer.made.v1', false],
    ['off.*', 'offer.made.v1', false],
    ['offer.made.v1', 'offer.made.v10', false],
    ['offer.*', 'offers.made.v1', false],
  ])('to %s gets %s: %s', (pattern, type, isMatch) => {
    expect(matches(pattern, type)).toBe(isMatch);
  });

  it('knows the catalogue’s told events and no others', () => {
    expect(webhookTypes.every(isKnownPattern)).toBe(true);
    expect(webhookTypes).toEqual(catalog.filter(({ webhook }) => webhook !== undefined).map(({ type }) => type));
    const untold = catalog.filter(({ webhook }) => webhook === undefined).map(({ type }) => type);
    expect([untold.length > 0, untold.some(isKnownPattern)]).toEqual([true, false]);
  });
});
