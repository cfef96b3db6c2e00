import { partnerProblems } from '../../../functions/partners/contract/problems.ts';
import { OWN_CHANGES_MAX } from '../../../functions/partners/routes/route.ts';
import { addPartner, createPartnersWorld } from '../partners.ts';
import { defineChapter } from './provocation.ts';

const URL = 'http://127.0.0.1:3999/hook';
const ENDPOINTS_MAX = 20;
const licence = { number: '110370000012345', validFrom: '2020-01-01T00:00:00+08:00', validUntil: '2030-01-01T00:00:00+08:00' };
const practitioner = {
  kind: 'pharmacist',
  licence,
  independentSince: '2020-01-01T00:00:00+08:00',
  isPaediatric: false,
  publicKey: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
};

const open = async () => {
  const { world, platformKey, platformId } = await createPartnersWorld();
  const pharmacy = await addPartner(world, platformKey, 'pharmacy');
  const agency = `/v1/agencies/${pharmacy.agencyId}`;
  const asPlatform = (path: string, body?: object, method = 'POST') =>
    world.call(method, path, { as: platformKey, ...(body === undefined ? {} : { body }) });
  const asPharmacy = (method: string, path: string, body: object) => world.call(method, path, { as: pharmacy.apiKey, body });
  const recordPharmacist = (over: object = {}) => asPharmacy('PUT', `${agency}/practitioners/p1`, { ...practitioner, ...over });
  const createEndpoint = (over: object = {}) => asPharmacy('POST', '/v1/webhook-endpoints', { url: URL, ...over });
  return { world, platformId, pharmacy, agency, asPlatform, asPharmacy, recordPharmacist, createEndpoint };
};

export const partnersChapter = defineChapter({
  name: 'partners',
  problems: partnerProblems,
  open,
  provocations: {
    'agency-suspended': async ({ asPlatform, agency }) => {
      await asPlatform(`${agency}/suspend`);
      return asPlatform(`${agency}/keys`, {});
    },
    'own-agency-not-suspendable': ({ asPlatform, platformId }) => asPlatform(`/v1/agencies/${platformId}/suspend`),
    'practitioner-kind-mismatch': ({ recordPharmacist }) => recordPharmacist({ kind: 'doctor' }),
    'licence-period-invalid': ({ recordPharmacist }) => recordPharmacist({ licence: { ...licence, validUntil: licence.validFrom } }),
    'key-expiry-past': ({ asPlatform, agency, world }) => asPlatform(`${agency}/keys`, { expiresAt: world.clock.now() }),
    'key-not-active': async ({ asPlatform, agency, pharmacy }) => {
      const key = `${agency}/keys/${pharmacy.keyId}`;
      await asPlatform(key, undefined, 'DELETE');
      return asPlatform(`${key}/rotate`, { overlapMs: 0 });
    },
    'webhook-url-refused': ({ createEndpoint }) => createEndpoint({ url: 'https://10.0.0.1/' }),
    'event-type-unknown': ({ createEndpoint }) => createEndpoint({ events: ['ofer.*'] }),
    'endpoint-limit-reached': async ({ createEndpoint }) => {
      for (let endpoints = 0; endpoints < ENDPOINTS_MAX; endpoints += 1) await createEndpoint();
      return createEndpoint();
    },
    'rotation-in-grace': async ({ createEndpoint, asPharmacy }) => {
      const { body } = await createEndpoint();
      const path = `/v1/webhook-endpoints/${body.endpointId}/rotate-secret`;
      await asPharmacy('POST', path, { graceMs: 60_000 });
      return asPharmacy('POST', path, { graceMs: 60_000 });
    },
    'changes-exhausted': async ({ recordPharmacist }) => {
      for (let changes = 0; changes < OWN_CHANGES_MAX; changes += 1) await recordPharmacist({ isPaediatric: changes % 2 === 0 });
      return recordPharmacist();
    },
  },
});
