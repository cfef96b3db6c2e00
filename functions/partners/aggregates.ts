import { AgencyDirectory, PractitionerDirectory, SuspendedAgencies } from '../../events/partners.ts';
import { AgencyId, KeyId } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
import type { ViewRecord } from '../../shared/kernel/views.ts';
import {
  type AgencyCommand,
  AgencyEvent,
  type AgencyRefusal,
  type AgencyState,
  absentAgency,
  decideAgency,
  evolveAgency,
} from './domain/agency.ts';
import {
  type ApiKeyCommand,
  ApiKeyEvent,
  type ApiKeyRefusal,
  type ApiKeyState,
  absentApiKey,
  decideApiKey,
  evolveApiKey,
} from './domain/api-key.ts';
import {
  absentPractitioner,
  decidePractitioner,
  evolvePractitioner,
  PractitionerEvent,
  type PractitionerRefusal,
  type PractitionerState,
  type RecordPractitioner,
} from './domain/practitioner.ts';
import { KeysOfAgency } from './views/keys-of-agency.ts';

export const agencies = defineAggregate<AgencyState, AgencyCommand, AgencyEvent, AgencyRefusal>({
  name: 'agency',
  event: AgencyEvent,
  initial: absentAgency,
  decide: decideAgency,
  evolve: evolveAgency,
  views: (agency, { id, commit }) => {
    if (agency.status === 'absent') return [];
    const { status, role, name, englishName } = agency;
    const agencyId = AgencyId.parse(id);
    const key = { partition: 'agencies', sort: id };
    const row = { agencyId, role, name, englishName, isSuspended: status === 'suspended' };
    return [AgencyDirectory.record(key, commit.version, row), ...suspensionRows(agencyId, status, commit.version)];
  },
});

/** A row that is taken away leaves a mark behind; an agency that was only ever registered has none. */
const suspensionRows = (agencyId: AgencyId, status: 'active' | 'suspended', version: number): readonly ViewRecord[] => {
  const key = { partition: 'agencies', sort: agencyId };
  if (status === 'suspended') return [SuspendedAgencies.record(key, version, { agencyId })];
  return version === 1 ? [] : [SuspendedAgencies.gone(key, version)];
};

/** A practitioner's stream: unique within its agency only. */
export const practitionerKey = (agencyId: string, practitionerId: string): string => `${agencyId}.${practitionerId}`;

export const practitioners = defineAggregate<PractitionerState, RecordPractitioner, PractitionerEvent, PractitionerRefusal>({
  name: 'practitioner',
  event: PractitionerEvent,
  initial: absentPractitioner,
  decide: decidePractitioner,
  evolve: evolvePractitioner,
  views: (state, { commit }) => {
    if (state.status === 'absent') return [];
    const { agencyId, practitioner } = state;
    return [PractitionerDirectory.record({ partition: agencyId, sort: practitioner.practitionerId }, commit.version, practitioner)];
  },
});

export const apiKeys = defineAggregate<ApiKeyState, ApiKeyCommand, ApiKeyEvent, ApiKeyRefusal>({
  name: 'api-key',
  event: ApiKeyEvent,
  initial: absentApiKey,
  decide: decideApiKey,
  evolve: evolveApiKey,
  views: (key, { id, commit }) => {
    if (key.status === 'absent') return [];
    const { secretMac: _secretMac, ...facts } = key;
    return [KeysOfAgency.record({ partition: key.agencyId, sort: id }, commit.version, { keyId: KeyId.parse(id), ...facts })];
  },
});
