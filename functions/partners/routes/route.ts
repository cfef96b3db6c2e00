import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { COMMITS_PER_STREAM_MAX } from '../../../shared/kernel/journal.ts';
import { type Caller, routesOf } from '../../../shared/kernel/route.ts';
import { partnerProblems } from '../contract/problems.ts';
import { type EndpointState, isLive, type LiveEndpoint } from '../domain/endpoint.ts';

/** Changes that an agency may make to one thing: its last commits stay free for deleting it, and for what we must do to it. */
export const OWN_CHANGES_MAX = COMMITS_PER_STREAM_MAX - 20;

export const route = routesOf(partnerProblems);

/** The platform sees every agency, an agency itself; another's looks as if it did not exist. */
export const maySee = ({ agencyId, role }: Caller, wanted: AgencyId): boolean => role === 'platform' || agencyId === wanted;

export const ownId = ({ agencyId }: Caller): AgencyId => AgencyId.parse(agencyId);

/** An endpoint belongs to its agency alone, not even the platform sees where it leads. */
export const isOwn = (endpoint: EndpointState, { agencyId }: Caller): endpoint is LiveEndpoint =>
  isLive(endpoint) && endpoint.agencyId === agencyId;
