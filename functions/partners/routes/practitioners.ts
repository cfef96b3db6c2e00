import { PractitionerDirectory } from '../../../events/partners.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { agencies, practitionerKey, practitioners } from '../aggregates.ts';
import { PractitionerReply, pageOf } from '../contract/replies.ts';
import { AgencyParams, PageQuery, PractitionerBody, PractitionerParams, viewPage } from '../contract/requests.ts';
import { maySee, OWN_CHANGES_MAX, route } from './route.ts';

export const putPractitioner = route({
  method: 'PUT',
  path: '/v1/agencies/{agencyId}/practitioners/{practitionerId}',
  operationId: 'putPractitioner',
  summary: 'Record a doctor or pharmacist with licence and public signing key, by the platform or the agency itself',
  access: ['platform', 'hospital', 'pharmacy'],
  params: PractitionerParams,
  body: PractitionerBody,
  success: { status: 200, body: PractitionerReply, description: 'Recorded; signatures are checked against it within seconds.' },
  problems: ['practitioner-kind-mismatch', 'licence-period-invalid', 'changes-exhausted'],
  example: {
    params: { agencyId: '{{hospitalId}}', practitionerId: 'doctor-7' },
    body: {
      kind: 'doctor',
      licence: { number: '110370000012345', validFrom: '2020-01-01T00:00:00+08:00', validUntil: '2030-01-01T00:00:00+08:00' },
      independentSince: '2020-01-01T00:00:00+08:00',
      isPaediatric: false,
      publicKey: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
    },
  },
  handle: async ({ params: { agencyId, practitionerId }, body, caller, cause }, { execute, load }) => {
    const { state: agency } = await load(agencies, agencyId);
    if (agency.status === 'absent' || !maySee(caller, agencyId)) return refuse({ code: 'not-found' });
    const practitioner = { practitionerId, ...body };
    const outcome = await execute(practitioners, practitionerKey(agencyId, practitionerId), cause, (_current, version) =>
      version >= OWN_CHANGES_MAX
        ? refuse({ code: 'changes-exhausted' })
        : ok({ type: 'RecordPractitioner', agencyId, role: agency.role, practitioner }),
    );
    return outcome.ok ? ok(answer(200, practitioner)) : outcome;
  },
});

export const listPractitioners = route({
  method: 'GET',
  path: '/v1/agencies/{agencyId}/practitioners',
  operationId: 'listPractitioners',
  summary: 'List an agency’s practitioners by id; a change shows here within seconds',
  access: ['platform', 'hospital', 'pharmacy'],
  params: AgencyParams,
  query: PageQuery,
  success: { status: 200, body: pageOf(PractitionerReply), description: 'One page.' },
  problems: [],
  example: { params: { agencyId: '{{hospitalId}}' }, query: { limit: '20' } },
  handle: async ({ params: { agencyId }, query, caller }, { views }) => {
    if (!maySee(caller, agencyId)) return refuse({ code: 'not-found' });
    const page = await PractitionerDirectory.list(views, { partition: agencyId, ...viewPage(query) });
    return ok(answer(200, { ...page, items: [...page.items] }));
  },
});
