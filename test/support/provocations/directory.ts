import { AgencyDirectory } from '../../../events/partners.ts';
import { AgencyId } from '../../../events/vocabulary/ids.ts';
import { directoryContext } from '../../../functions/directory/context.ts';
import { directoryProblems } from '../../../functions/directory/contract/problems.ts';
import { RECALLED_LOTS_MAX } from '../../../functions/directory/domain/drug.ts';
import { drugExample, pharmacyExample } from '../../../functions/directory/routes/examples.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { createWorld } from '../world.ts';
import { defineChapter } from './provocation.ts';

const REGISTERED = 'ag_pharmacy1';
const UNREGISTERED = 'ag_pharmacy2';
const platform = 'platform:ag_platform1';
const rules = { catalogue: 'closed', stockTtlHours: 24, ownChangesMax: 1 };

const open = async () => {
  const policies = { directory: [{ version: 'directory-test', from: instant('2026-01-01T00:00:00Z'), rules }] };
  const world = await createWorld({ contexts: [directoryContext], policies });
  const agency = (id: string) => ({
    agencyId: AgencyId.parse(id),
    role: 'pharmacy' as const,
    name: '泉城',
    englishName: 'Quancheng',
    isSuspended: false,
  });
  await world.engine.runtime.views.put(
    [REGISTERED, UNREGISTERED].map((id) => AgencyDirectory.record({ partition: 'agencies', sort: id }, 1, agency(id))),
  );
  const register = (agencyId: string, over: object = {}) =>
    world.call('POST', '/v1/pharmacies', { as: platform, body: { agencyId, ...pharmacyExample, ...over } });
  const change = (body: object) => world.call('PUT', `/v1/pharmacies/${REGISTERED}`, { as: `pharmacy:${REGISTERED}`, body });
  const designate = (body: object) => world.call('POST', `/v1/pharmacies/${REGISTERED}/designation`, { as: platform, body });
  const listDrug = (over: object = {}) => world.call('POST', '/v1/drugs', { as: platform, body: { ...drugExample, ...over } });
  const feed = (drugCodes: readonly string[], agencyId = REGISTERED) =>
    world.call('PUT', '/v1/stock', {
      as: `pharmacy:${agencyId}`,
      body: { version: 1, items: drugCodes.map((drugCode) => ({ drugCode, quantity: 5, unitPriceFen: 100 })) },
    });
  await register(REGISTERED);
  await listDrug();
  await world.settle();
  return { world, register, change, designate, listDrug, feed };
};

export const directoryChapter = defineChapter({
  name: 'directory',
  problems: directoryProblems,
  open,
  provocations: {
    'agency-not-a-pharmacy': ({ register }) => register('ag_nobody1'),
    'pharmacy-already-registered': ({ register }) => register(REGISTERED),
    'hours-invalid': ({ change }) => change({ hours: [{ weekday: 1, opens: '21:00', closes: '08:00' }] }),
    'licence-dates-invalid': ({ register }) =>
      register(UNREGISTERED, { licence: { ...pharmacyExample.licence, validUntil: '2023-01-01T00:00:00Z' } }),
    'platform-only-field': ({ change }) => change({ name: '别人' }),
    'too-many-changes': async ({ change }) => {
      for (let changes = 0; changes < rules.ownChangesMax; changes += 1) await change({ services: [] });
      return change({ hours: [] });
    },
    'designation-dates-invalid': ({ designate }) =>
      designate({ action: 'designate', from: '2027-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }),
    'not-designated': ({ designate }) => designate({ action: 'suspend', reason: 'r' }),
    'drug-kind-mismatch': ({ listDrug }) => listDrug({ kind: 'herbal-piece' }),
    'too-many-recalls': async ({ world }) => {
      const recall = (lotNumber: string) =>
        world.call('POST', `/v1/drugs/${drugExample.drugCode}/recalls`, { as: platform, body: { lotNumber, reason: 'r' } });
      for (let lots = 0; lots < RECALLED_LOTS_MAX; lots += 1) await recall(`LOT-${lots}`);
      return recall('ONE-MORE');
    },
    'unknown-drug': ({ feed }) => feed(['XX-1']),
    'duplicate-drug': ({ feed }) => feed([drugExample.drugCode, drugExample.drugCode]),
    'pharmacy-not-registered': ({ feed }) => feed([drugExample.drugCode], UNREGISTERED),
  },
});
