import { AgencyDirectory, PractitionerDirectory } from '../../events/partners.ts';
import { AgencyId, KeyId } from '../../events/vocabulary/ids.ts';
import { defineAggregate } from '../../shared/kernel/aggregate.ts';
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
    const row = { agencyId: AgencyId.parse(id), role, name, englishName, isSuspended: status === 'suspended' };
    return [AgencyDirectory.record({ partition: 'agencies', sort: id }, commit.version, row)];
  },
});

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
