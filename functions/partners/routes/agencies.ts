import { AgencyDirectory } from '../../../events/partners.ts';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { stepOf } from '../../../shared/kernel/execute.ts';
import type { Cause } from '../../../shared/kernel/journal.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { agencies, practitionerKey, practitioners } from '../aggregates.ts';
import { AgencyReply, agencyReply, pageOf } from '../contract/replies.ts';
import { AgencyNames, AgencyParams, NewAgency, PageQuery, viewPage } from '../contract/requests.ts';
import type { AgencyCommand } from '../domain/agency.ts';
import { absentPractitioner, decidePractitioner } from '../domain/practitioner.ts';
import { maySee, route } from './route.ts';

export const registerAgency = route({
  method: 'POST',
  path: '/v1/agencies',
  operationId: 'registerAgency',
  summary: 'Register an agency, with its first practitioners if it has any',
  access: ['platform'],
  body: NewAgency,
  success: { status: 201, body: AgencyReply, description: 'Registered; issue it a key next.' },
  problems: ['practitioner-kind-mismatch', 'licence-period-invalid', 'changes-exhausted'],
  example: { body: { role: 'pharmacy', name: '漱玉平民大药房泺源店', englishName: 'Shuyu Pharmacy, Luoyuan' } },
  handle: async ({ body, cause }, { execute, ids }) => {
    const agencyId = AgencyId.parse(ids.derive('ag', cause.commandId));
    const { role, name, englishName, practitioners: people = [] } = body;
    const records = people.map((practitioner) => ({ type: 'RecordPractitioner', agencyId, role, practitioner }) as const);
    // All or none: nothing is written before every practitioner would be accepted.
    for (const record of records) {
      const decision = decidePractitioner(absentPractitioner, record);
      if (!decision.ok) return decision;
    }

    const outcome = await execute(agencies, agencyId, cause, () => ok({ type: 'RegisterAgency', role, name, englishName }));
    if (!outcome.ok) return outcome;
    for (const record of records) {
      const { practitionerId } = record.practitioner;
      const step = stepOf(cause, `practitioner/${practitionerId}`, ids);
      const recorded = await execute(practitioners, practitionerKey(agencyId, practitionerId), step, () => ok(record));
      if (!recorded.ok) return recorded;
    }
    const { state } = outcome.value;
    return state.status === 'absent' ? refuse({ code: 'not-found' }) : ok(answer(201, agencyReply(agencyId, state)));
  },
});

export const listAgencies = route({
  method: 'GET',
  path: '/v1/agencies',
  operationId: 'listAgencies',
  summary: 'List the region’s agencies by id; a change shows here within seconds',
  access: ['platform'],
  query: PageQuery,
  success: { status: 200, body: pageOf(AgencyReply), description: 'One page.' },
  problems: [],
  example: { query: { limit: '20' } },
  handle: async ({ query }, { views }) => {
    const page = await AgencyDirectory.list(views, { partition: 'agencies', ...viewPage(query) });
    const items = page.items.map(({ isSuspended, ...agency }) => ({
      ...agency,
      status: isSuspended ? ('suspended' as const) : ('active' as const),
    }));
    return ok(answer(200, { ...page, items }));
  },
});

export const readAgency = route({
  method: 'GET',
  path: '/v1/agencies/{agencyId}',
  operationId: 'readAgency',
  summary: 'Read an agency: the platform any, everybody else their own',
  access: 'any-agency',
  params: AgencyParams,
  success: { status: 200, body: AgencyReply, description: 'As of now.' },
  problems: [],
  example: { params: { agencyId: '{{pharmacyId}}' } },
  handle: async ({ params: { agencyId }, caller }, { load }) => {
    const { state } = await load(agencies, agencyId);
    if (state.status === 'absent' || !maySee(caller, agencyId)) return refuse({ code: 'not-found' });
    return ok(answer(200, agencyReply(agencyId, state)));
  },
});

export const renameAgency = route({
  method: 'PUT',
  path: '/v1/agencies/{agencyId}',
  operationId: 'renameAgency',
  summary: 'Change an agency’s names; its role never changes',
  access: ['platform'],
  params: AgencyParams,
  body: AgencyNames,
  success: { status: 200, body: AgencyReply, description: 'Changed.' },
  problems: [],
  example: { params: { agencyId: '{{pharmacyId}}' }, body: { name: '漱玉平民大药房', englishName: 'Shuyu Pharmacy' } },
  handle: ({ params, body, cause }, runtime) => change(params.agencyId, cause, { type: 'RenameAgency', ...body }, runtime),
});

export const suspendAgency = route({
  method: 'POST',
  path: '/v1/agencies/{agencyId}/suspend',
  operationId: 'suspendAgency',
  summary: 'Suspend an agency: its keys stop opening at once, webhooks to it wait',
  access: ['platform'],
  params: AgencyParams,
  success: { status: 200, body: AgencyReply, description: 'Suspended, now or before.' },
  problems: ['own-agency-not-suspendable'],
  example: { params: { agencyId: '{{agencyId}}' } },
  handle: ({ params: { agencyId }, caller, cause }, runtime) => {
    // It would lock out whoever could lift it again.
    if (agencyId === caller.agencyId) return Promise.resolve(refuse({ code: 'own-agency-not-suspendable' }));
    return change(agencyId, cause, { type: 'SuspendAgency' }, runtime);
  },
});

export const resumeAgency = route({
  method: 'POST',
  path: '/v1/agencies/{agencyId}/resume',
  operationId: 'resumeAgency',
  summary: 'Lift an agency’s suspension',
  access: ['platform'],
  params: AgencyParams,
  success: { status: 200, body: AgencyReply, description: 'Active, now or before.' },
  problems: [],
  example: { params: { agencyId: '{{agencyId}}' } },
  handle: ({ params, cause }, runtime) => change(params.agencyId, cause, { type: 'ResumeAgency' }, runtime),
});

const change = async (agencyId: AgencyId, cause: Cause, command: AgencyCommand, { execute }: Pick<Runtime, 'execute'>) => {
  const outcome = await execute(agencies, agencyId, cause, () => ok(command));
  if (!outcome.ok) return outcome;
  const { state } = outcome.value;
  return state.status === 'absent' ? refuse({ code: 'not-found' }) : ok(answer(200, agencyReply(agencyId, state)));
};
