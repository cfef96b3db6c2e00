import { ok, refuse } from '../../../shared/kernel/result.ts';
import { answer } from '../../../shared/kernel/route.ts';
import { drugs } from '../aggregates.ts';
import { DrugReply, DrugsReply } from '../contract/replies.ts';
import { DrugParams, DrugQuery, ListDrugBody, RecallBody } from '../contract/requests.ts';
import { drugRow, type ListedDrug } from '../domain/drug.ts';
import { searchDrugs } from '../views/drug-search.ts';
import { drugExample } from './examples.ts';
import { pageReply } from './page.ts';
import { route } from './route.ts';

const drugAnswer = ({ state, version }: { readonly state: ListedDrug; readonly version: number }) =>
  state.status === 'absent' ? refuse({ code: 'not-found' }) : ok(answer(200, { ...drugRow(state), version }));

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
    return outcome.ok ? drugAnswer(outcome.value) : outcome;
  },
});

export const delistDrug = route({
  method: 'DELETE',
  path: '/v1/drugs/{code}',
  operationId: 'delistDrug',
  summary: 'Take a drug out of the catalogue: from now on nobody may prescribe or sell it',
  access: ['platform'],
  params: DrugParams,
  success: { status: 200, body: DrugReply, description: 'The drug as the catalogue had it. List it again to take it back in.' },
  problems: [],
  example: { params: { code: '{{drugCode}}' } },
  handle: async ({ params: { code }, cause }, { execute }) => {
    const outcome = await execute(drugs, code, cause, () => ok({ type: 'DelistDrug' }));
    return outcome.ok ? drugAnswer(outcome.value) : outcome;
  },
});

export const recallLot = route({
  method: 'POST',
  path: '/v1/drugs/{code}/recalls',
  operationId: 'recallLot',
  summary: 'Recall a lot (召回): no pack of it is sold any more',
  access: ['platform'],
  params: DrugParams,
  body: RecallBody,
  success: { status: 200, body: DrugReply, description: 'The drug with its recalled lots; a lot stays recalled.' },
  problems: ['too-many-recalls'],
  example: { params: { code: '{{drugCode}}' }, body: { lotNumber: 'L2026-0117', reason: 'dissolution out of limits' } },
  handle: async ({ params: { code }, body, cause }, { execute }) => {
    const outcome = await execute(drugs, code, cause, () => ok({ type: 'RecallLot', ...body }));
    return outcome.ok ? drugAnswer(outcome.value) : outcome;
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
    const loaded = await load(drugs, code);
    return loaded.state.status === 'listed' ? drugAnswer(loaded) : refuse({ code: 'not-found' });
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
