import * as z from 'zod/mini';
import { Role } from '../../../events/vocabulary/roles.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';

export const AgencyEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AgencyRegistered'), role: Role, name: z.string(), englishName: z.string() }),
  z.object({ type: z.literal('AgencyRenamed'), name: z.string(), englishName: z.string() }),
  z.object({ type: z.literal('AgencySuspended') }),
  z.object({ type: z.literal('AgencyResumed') }),
]);
export type AgencyEvent = z.infer<typeof AgencyEvent>;

/** 机构: an organisation that calls the platform under keys of its own. */
export type AgencyState =
  | { readonly status: 'absent' }
  | { readonly status: 'active' | 'suspended'; readonly role: Role; readonly name: string; readonly englishName: string };
export type KnownAgency = Exclude<AgencyState, { status: 'absent' }>;

export type AgencyCommand =
  | { readonly type: 'RegisterAgency'; readonly role: Role; readonly name: string; readonly englishName: string }
  | { readonly type: 'RenameAgency'; readonly name: string; readonly englishName: string }
  | { readonly type: 'SuspendAgency' }
  | { readonly type: 'ResumeAgency' };

export type AgencyRefusal = { readonly code: 'not-found' };
type Decision = Result<readonly AgencyEvent[], AgencyRefusal>;

export const absentAgency: AgencyState = { status: 'absent' };

export const decideAgency = (agency: AgencyState, command: AgencyCommand): Decision => {
  // Its id comes from the command, so an agency that is there already is this very registration.
  if (command.type === 'RegisterAgency') return agency.status === 'absent' ? ok([{ ...command, type: 'AgencyRegistered' }]) : ok([]);
  if (agency.status === 'absent') return refuse({ code: 'not-found' });
  switch (command.type) {
    case 'RenameAgency': {
      const isSame = agency.name === command.name && agency.englishName === command.englishName;
      return ok(isSame ? [] : [{ type: 'AgencyRenamed', name: command.name, englishName: command.englishName }]);
    }
    case 'SuspendAgency':
      return ok(agency.status === 'suspended' ? [] : [{ type: 'AgencySuspended' }]);
    case 'ResumeAgency':
      return ok(agency.status === 'active' ? [] : [{ type: 'AgencyResumed' }]);
    default:
      return unreachable(command);
  }
};

export const evolveAgency = (agency: AgencyState, event: AgencyEvent): AgencyState => {
  if (event.type === 'AgencyRegistered') {
    return { status: 'active', role: event.role, name: event.name, englishName: event.englishName };
  }
  if (agency.status === 'absent') throw new Error('an agency changed before it was registered');
  switch (event.type) {
    case 'AgencyRenamed':
      return { ...agency, name: event.name, englishName: event.englishName };
    case 'AgencySuspended':
      return { ...agency, status: 'suspended' };
    case 'AgencyResumed':
      return { ...agency, status: 'active' };
    default:
      return unreachable(event);
  }
};
