import { describe, expect, it } from 'vitest';
import { SuspendedAgencies } from '../../../events/partners.ts';
import type { Role } from '../../../events/vocabulary/roles.ts';
import { agencies } from '../../../functions/partners/aggregates.ts';
import { AgencyEvent, absentAgency, decideAgency, evolveAgency } from '../../../functions/partners/domain/agency.ts';
import {
  absentPractitioner,
  decidePractitioner,
  evolvePractitioner,
  PractitionerEvent,
} from '../../../functions/partners/domain/practitioner.ts';
import { streamId } from '../../../shared/kernel/ids.ts';
import type { Commit } from '../../../shared/kernel/journal.ts';
import { specificationOf } from '../../support/given.ts';
import { agencyId, at, inAnHour } from './examples.ts';

const given = specificationOf({ initial: absentAgency, decide: decideAgency, evolve: evolveAgency, event: AgencyEvent });
const names = { name: '药房', englishName: 'Pharmacy' };
const register = { type: 'RegisterAgency', role: 'pharmacy', ...names } as const;
const registered = { type: 'AgencyRegistered', role: 'pharmacy', ...names } as const;
const renamed = { name: '新药房', englishName: 'New pharmacy' };

describe('an agency', () => {
  it('is registered once', () => {
    given().when(register).then(registered);
    given(registered).when(register).then();
  });

  it('is renamed when a name differs', () => {
    given(registered)
      .when({ type: 'RenameAgency', ...names })
      .then();
    given(registered)
      .when({ type: 'RenameAgency', ...names, englishName: 'x' })
      .then({ type: 'AgencyRenamed', ...names, englishName: 'x' });
    given(registered)
      .when({ type: 'RenameAgency', ...names, name: 'x' })
      .then({ type: 'AgencyRenamed', ...names, name: 'x' });
    expect(given(registered, { type: 'AgencyRenamed', ...renamed }).state).toMatchObject(renamed);
  });

  it('is suspended and resumed, each once', () => {
    const suspended = { type: 'AgencySuspended' } as const;
    given(registered).when({ type: 'SuspendAgency' }).then(suspended);
    given(registered, suspended).when({ type: 'SuspendAgency' }).then();
    given(registered, suspended).when({ type: 'ResumeAgency' }).then({ type: 'AgencyResumed' });
    given(registered).when({ type: 'ResumeAgency' }).then();
    expect(given(registered, suspended, { type: 'AgencyResumed' }).state.status).toBe('active');
  });

  it('that was never registered cannot change', () => {
    given()
      .when({ type: 'RenameAgency', ...renamed })
      .thenRefused({ code: 'not-found' });
    given().when({ type: 'SuspendAgency' }).thenRefused({ code: 'not-found' });
    given().when({ type: 'ResumeAgency' }).thenRefused({ code: 'not-found' });
  });
});

describe('a history of an agency that no decision makes', () => {
  it.each([{ type: 'AgencyRenamed', ...renamed }, { type: 'AgencySuspended' }, { type: 'AgencyResumed' }] as const)(
    'begins with $type',
    (event) => {
      expect(() => given(event)).toThrow('an agency changed before it was registered');
    },
  );
  it('holds no facts and no wishes that were never declared', () => {
    expect(() => given(registered, { type: 'AgencyLost' } as never)).toThrow('unreachable: AgencyLost');
    expect(() => given(registered).when({ type: 'LoseAgency' } as never)).toThrow('unreachable: LoseAgency');
  });
});

describe('a practitioner', () => {
  const givenPerson = specificationOf({
    initial: absentPractitioner,
    decide: decidePractitioner,
    evolve: evolvePractitioner,
    event: PractitionerEvent,
  });
  const person = (kind: 'doctor' | 'pharmacist', validUntil = inAnHour) => ({
    practitionerId: 'p1',
    kind,
    licence: { number: '1', validFrom: at, validUntil },
    independentSince: at,
    isPaediatric: false,
    publicKey: 'key',
  });
  const record = (role: Role, practitioner = person('pharmacist')) =>
    ({ type: 'RecordPractitioner', agencyId, role, practitioner }) as const;
  const recorded = { type: 'PractitionerRecorded', agencyId, practitioner: person('pharmacist') } as const;

  it.each([
    ['hospital', 'doctor', true],
    ['hospital', 'pharmacist', true],
    ['pharmacy', 'pharmacist', true],
    ['pharmacy', 'doctor', false],
    ['patient-app', 'pharmacist', false],
    ['platform', 'doctor', false],
    ['courier', 'pharmacist', false],
    ['insurer', 'pharmacist', false],
    ['regulator', 'pharmacist', false],
  ] as const)('of a %s may be a %s: %s', (role, kind, isAllowed) => {
    const { decision } = givenPerson().when(record(role, person(kind)));
    expect(decision.ok ? true : decision.refusal.code).toBe(isAllowed ? true : 'practitioner-kind-mismatch');
  });

  it('is nobody until recorded', () => {
    expect(givenPerson().state).toEqual({ status: 'absent' });
    expect(givenPerson(recorded).state).toEqual({ status: 'recorded', agencyId, practitioner: person('pharmacist') });
  });

  it('needs a licence that ends after it begins', () => {
    givenPerson()
      .when(record('pharmacy', person('pharmacist', at)))
      .thenRefused({ code: 'licence-period-invalid' });
    givenPerson().when(record('pharmacy')).then(recorded);
  });

  it('is recorded again only when something changed', () => {
    givenPerson(recorded).when(record('pharmacy')).then();
    const renewed = { ...person('pharmacist'), publicKey: 'new' };
    givenPerson(recorded)
      .when(record('pharmacy', renewed))
      .then({ ...recorded, practitioner: renewed });
  });
});

describe('the list of the suspended', () => {
  const rowsAfter = (...events: readonly unknown[]) => {
    const stream = streamId('agency', agencyId);
    const commits = events.map(
      (event, index): Commit => ({
        stream,
        version: index + 1,
        commandId: `cmd_${index}`,
        requestDigest: '',
        at,
        actor: { role: 'platform' },
        correlationId: agencyId,
        causationId: 'test',
        events: [event],
      }),
    );
    return agencies.records(commits).filter(({ view }) => view === SuspendedAgencies.name);
  };
  const key = { view: SuspendedAgencies.name, partition: 'agencies', sort: agencyId };

  it('has an agency only while it is suspended', () => {
    expect(rowsAfter(registered)).toEqual([]);
    expect(rowsAfter(registered, { type: 'AgencySuspended' })).toEqual([{ ...key, version: 2, value: { agencyId } }]);
    expect(rowsAfter(registered, { type: 'AgencySuspended' }, { type: 'AgencyResumed' })).toEqual([
      { ...key, version: 3, value: undefined },
    ]);
  });
});
