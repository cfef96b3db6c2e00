import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { drugs } from '../aggregates.ts';
import { DrugReply, DrugsReply } from '../contract/replies.ts';
import { DrugParams, DrugQuery, ListDrugBody } from '../contract/requests.ts';
import { searchDrugs } from '../views/drug-search.ts';
import { drugExample } from './examples.ts';
import { pageReply } from './page.ts';
import { route } from './route.ts';

export const listDrug = route({
  method: 'POST',
  path: '/v1/drugs',
  operationId: 'listDrug',
  summary: 'Add a drug to the catalogue, or replace what is said of it',
  access: ['platform'],
  body: ListDrugBody,
  success: { status: 200, body: DrugReply, description: 'The drug as the catalogue now has it.' },
  problems: ['drug-kind-mismatch'],
  example: { body: drugExample },
  handle: async ({ body: drug, cause }, { execute }) => {
    const outcome = await execute(drugs, drug.drugCode, cause, () => ok({ type: 'ListDrug', drug }));
    if (!outcome.ok) return outcome;
    const { state, version } = outcome.value;
    return state.status === 'absent' ? refuse({ code: 'not-found' }) : ok(answer(200, { ...state.drug, version }));
  },
});

export const readDrug = route({
  method: 'GET',
  path: '/v1/drugs/{code}',
  operationId: 'readDrug',
  summary: 'One drug of the catalogue, as it is now',
  access: 'any-agency',
  params: DrugParams,
  success: { status: 200, body: DrugReply, description: 'The drug.' },
  problems: [],
  example: { params: { code: '{{drugCode}}' } },
  handle: async ({ params: { code } }, { load }) => {
    const { state, version } = await load(drugs, code);
    return state.status === 'absent' ? refuse({ code: 'not-found' }) : ok(answer(200, { ...state.drug, version }));
  },
});

export const findDrugs = route({
  method: 'GET',
  path: '/v1/drugs',
  operationId: 'findDrugs',
  summary: 'The catalogue by code; by kind, or by a part of a name',
  access: 'any-agency',
  query: DrugQuery,
  success: {
    status: 200,
    body: DrugsReply,
    description:
      'One page. A search looks through a part of the catalogue at a time: a page may be short, or empty, and have a nextCursor.',
  },
  problems: [],
  example: { query: { kind: 'chinese-patent', limit: '20' } },
  handle: async ({ query }, { views }) => ok(answer(200, pageReply(await searchDrugs(views, query)))),
});
