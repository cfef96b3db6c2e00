import type { AgencyId } from '../../../events/vocabulary/ids.ts';
import type { Role } from '../../../events/vocabulary/roles.ts';
import { ok, type Result, refuse, unreachable } from '../../../shared/kernel/result.ts';
import { addMs, type Instant } from '../../../shared/kernel/time.ts';
import { type DisabledBecause, type EndpointEvent, EndpointSettings } from './endpoint-events.ts';
import { isKnownPattern } from './subscription.ts';

interface EndpointFacts {
  readonly agencyId: AgencyId;
  readonly role: Role;
  readonly settings: EndpointSettings;
  /** Counts the keys, which are derived from it and stored nowhere. */
  readonly generation: number;
  /** The generation before signs until then, so that a receiver can change over without losing a message. */
  readonly retiring?: { readonly generation: number; readonly until: Instant };
}

/** Where an agency wants to be told of events. */
export type EndpointState =
  | { readonly status: 'absent' }
  | (EndpointFacts & { readonly status: 'enabled'; readonly enabledAt: Instant })
  | (EndpointFacts & { readonly status: 'disabled'; readonly because: DisabledBecause })
  | { readonly status: 'deleted'; readonly agencyId: AgencyId; readonly role: Role };
export type LiveEndpoint = Extract<EndpointState, { status: 'enabled' | 'disabled' }>;

export const isLive = (endpoint: EndpointState): endpoint is LiveEndpoint =>
  endpoint.status === 'enabled' || endpoint.status === 'disabled';

export type EndpointCommand =
  | {
      readonly type: 'CreateEndpoint';
      readonly agencyId: AgencyId;
      readonly role: Role;
      readonly settings: EndpointSettings;
      readonly at: Instant;
    }
  | { readonly type: 'ChangeEndpoint'; readonly settings: EndpointSettings; readonly isEnabled: boolean; readonly at: Instant }
  /** `enabledAt`: since when the endpoint had been enabled that failed. */
  | { readonly type: 'DisableEndpoint'; readonly reason: 'gone' | 'failing'; readonly enabledAt: Instant }
  | { readonly type: 'RotateSecret'; readonly at: Instant; readonly graceMs: number }
  | { readonly type: 'DeleteEndpoint' };

export type EndpointRefusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'changes-exhausted' }
  | { readonly code: 'endpoint-limit-reached' }
  | { readonly code: 'event-type-unknown' }
  | { readonly code: 'rotation-in-grace'; readonly graceEndsAt: Instant };
type Decision = Result<readonly EndpointEvent[], EndpointRefusal>;

export const absentEndpoint: EndpointState = { status: 'absent' };

export const decideEndpoint = (endpoint: EndpointState, command: EndpointCommand): Decision => {
  if (command.type === 'CreateEndpoint') return create(endpoint, command);
  if (!isLive(endpoint)) return refuse({ code: 'not-found' });
  switch (command.type) {
    case 'ChangeEndpoint':
      return change(endpoint, command);
    case 'DisableEndpoint':
      // Enabled again while the attempt was on its way: its failure belongs to the time before.
      if (endpoint.status === 'disabled' || endpoint.enabledAt > command.enabledAt) return ok([]);
      return ok([{ type: 'EndpointDisabled', reason: command.reason }]);
    case 'RotateSecret':
      return rotate(endpoint, command);
    case 'DeleteEndpoint':
      return ok([{ type: 'EndpointDeleted' }]);
    default:
      return unreachable(command);
  }
};

type CommandOf<Type extends EndpointCommand['type']> = Extract<EndpointCommand, { type: Type }>;

const create = (endpoint: EndpointState, { agencyId, role, settings, at }: CommandOf<'CreateEndpoint'>): Decision => {
  // Its id comes from the command, so an endpoint that is there already is this very one.
  if (endpoint.status !== 'absent') return ok([]);
  if (!settings.patterns.every(isKnownPattern)) return refuse({ code: 'event-type-unknown' });
  return ok([{ type: 'EndpointCreated', agencyId, role, settings, at }]);
};

const change = (endpoint: LiveEndpoint, { settings, isEnabled, at }: CommandOf<'ChangeEndpoint'>): Decision => {
  if (!settings.patterns.every(isKnownPattern)) return refuse({ code: 'event-type-unknown' });
  const events: EndpointEvent[] = isSame(endpoint.settings, settings) ? [] : [{ type: 'EndpointChanged', settings }];
  if (isEnabled && endpoint.status === 'disabled') events.push({ type: 'EndpointEnabled', at });
  if (!isEnabled && endpoint.status === 'enabled') events.push({ type: 'EndpointDisabled', reason: 'by-agency' });
  return ok(events);
};

/** By content: both sides pass the schema, which puts the members in one order. */
const isSame = (left: EndpointSettings, right: EndpointSettings): boolean =>
  JSON.stringify(EndpointSettings.parse(left)) === JSON.stringify(EndpointSettings.parse(right));

const rotate = ({ generation, retiring }: LiveEndpoint, { at, graceMs }: CommandOf<'RotateSecret'>): Decision => {
  // Three generations at once would cut the first one's grace short. Without grace everything old ends, as after a leak it must.
  if (graceMs > 0 && retiring !== undefined && retiring.until > at)
    return refuse({ code: 'rotation-in-grace', graceEndsAt: retiring.until });
  return ok([{ type: 'SecretRotated', generation: generation + 1, previousUntil: addMs(at, graceMs) }]);
};

export const evolveEndpoint = (endpoint: EndpointState, event: EndpointEvent): EndpointState => {
  if (event.type === 'EndpointCreated') {
    const { agencyId, role, settings, at } = event;
    return { status: 'enabled', agencyId, role, settings, generation: 1, enabledAt: at };
  }
  if (!isLive(endpoint)) throw new Error('an endpoint changed that is not there');
  const { agencyId, role, settings, generation, retiring } = endpoint;
  const facts = { agencyId, role, settings, generation, ...(retiring === undefined ? {} : { retiring }) };
  switch (event.type) {
    case 'EndpointChanged':
      return { ...endpoint, settings: event.settings };
    case 'EndpointEnabled':
      return { ...facts, status: 'enabled', enabledAt: event.at };
    case 'EndpointDisabled':
      return { ...facts, status: 'disabled', because: event.reason };
    case 'SecretRotated':
      return { ...endpoint, generation: event.generation, retiring: { generation, until: event.previousUntil } };
    case 'EndpointDeleted':
      return { status: 'deleted', agencyId, role };
    default:
      return unreachable(event);
  }
};

/** The generations of keys that sign now, the newest first. */
export const signingGenerations = ({ generation, retiring }: LiveEndpoint, at: Instant): readonly number[] =>
  retiring === undefined || retiring.until <= at ? [generation] : [generation, retiring.generation];
