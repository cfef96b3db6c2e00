import { setTimeout as wait } from 'node:timers/promises';
import type { Role } from '../../events/vocabulary/roles.ts';
import { seedCatalogue } from '../../functions/directory/seed.ts';
import { createAuthorizer } from '../../functions/partners/authorizer.ts';
import { bootstrapPlatform } from '../../functions/partners/bootstrap.ts';
import { createPages } from '../../infra/local/pages.ts';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { completeSubmissionOf, type DemoPrescription, dispenseOf } from '../../infra/local/sandbox/prescription.ts';
import type { WebhookReceivers } from '../../infra/local/sandbox/receiver.ts';
import { type DemoPharmacy, setUpCast } from '../../infra/local/sandbox/setup.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { addPartner } from './partners.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** The region works beside the test, as it would; this is how long its answer to a step may take. */
const WAIT_MS_MAX = 10_000;
const LOOK_EVERY_MS = 5;
const SETTLE_EVERY_MS = 5;

/** Nobody else registers an address there. */
const RECEIVERS = 'https://partners.example.com/';

/** Receivers without a network: the region's outgoing requests are what they got. */
export const receiversOf = (world: World): WebhookReceivers => ({
  url: (receiver) => RECEIVERS + receiver,
  trust: () => undefined,
  waitFor: async ({ type, prescriptionId, receiver }, timeoutMs = WAIT_MS_MAX) => {
    const until = performance.now() + timeoutMs;
    do {
      const found = world.outgoing
        .filter(({ url, body }) => url.startsWith(RECEIVERS) && body.includes(prescriptionId))
        .map(({ url, body }) => ({ receiver: url.slice(RECEIVERS.length), payload: JSON.parse(body) }))
        .filter((told) => receiver === undefined || told.receiver === receiver)
        .find(({ payload }) => payload.type === type && payload.data.prescriptionId === prescriptionId);
      if (found !== undefined) return { receiver: found.receiver, id: found.payload.id, type, data: found.payload.data, receivedAt: 0 };
      await wait(LOOK_EVERY_MS);
    } while (performance.now() < until);
    throw new Error(`nobody was told of ${type}`);
  },
  counts: { received: 0, repeated: 0, forged: 0 },
  close: () => undefined,
});

/** All contexts behind real keys, with the sandbox's partners: everything goes over HTTP, and nothing moves until it is told to. */
export const createWholeRegion = async (options: Partial<WorldOptions> = {}) => {
  const world = await createWorld({
    contexts,
    policies: jinan.policies,
    authorize: ({ runtime }) => createAuthorizer(runtime),
    pages: (engine) => createPages({ contexts, engine, profile: jinan }),
    ...options,
  });
  const receivers = receiversOf(world);

  /** Lets the region move by itself while `work` goes on. */
  const moving = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    let settling: Promise<void> | undefined;
    const pump = setInterval(() => {
      settling ??= world.settle().finally(() => {
        settling = undefined;
      });
    }, SETTLE_EVERY_MS);
    try {
      return await work();
    } finally {
      clearInterval(pump);
      await settling;
      await world.settle();
    }
  };

  const { apiKey: platformKey } = await bootstrapPlatform(world.engine.runtime);
  await seedCatalogue(world.engine.runtime);
  await world.settle();
  const cast = await moving(() => setUpCast(world.baseUrl, platformKey, receivers));
  const client = (key: string) => createClient(world.baseUrl, key);

  /** An active prescription and the pharmacy that was offered it first. */
  const offered = async (number: string) => {
    const demo: DemoPrescription = { number, prescribedAt: world.clock.now() };
    const body = completeSubmissionOf(cast.hospital, demo);
    const { prescriptionId } = await client(cast.hospital.apiKey).must('POST', '/v1/prescriptions', { body });
    await world.settle();
    // Everything has come to rest: what was not told now will not be.
    const told = await receivers.waitFor({ type: 'offer.made.v1', prescriptionId: String(prescriptionId) }, 0);
    const known = await receivers.waitFor(
      { type: 'prescription.activated.v1', prescriptionId: String(prescriptionId), receiver: cast.patientApp.slug },
      0,
    );
    return {
      prescriptionId: String(prescriptionId),
      offerId: String(told.data['offerId']),
      patientToken: String(known.data['patientToken']),
      pharmacy: pharmacyOf(cast.pharmacies, told.receiver),
    };
  };
  /** The same, claimed by that pharmacy. */
  const claimed = async (number: string) => {
    const offer = await offered(number);
    const { claimSecret } = await client(offer.pharmacy.apiKey).must('POST', `/v1/offers/${offer.offerId}/accept`);
    await world.settle();
    const counter = (method: string, step: string, body?: unknown, secret = String(claimSecret)) =>
      world.call(method, `/v1/prescriptions/${offer.prescriptionId}/${step}`, {
        as: offer.pharmacy.apiKey,
        headers: { 'claim-secret': secret },
        ...(body === undefined ? {} : { body }),
      });
    return { ...offer, claimSecret: String(claimSecret), counter };
  };
  /** The same, and its pharmacist said yes. */
  const approved = async (number: string) => {
    const claim = await claimed(number);
    const approval = { pharmacistId: claim.pharmacy.pharmacists[0]?.practitionerId, opinionCode: 'appropriate' };
    const answer = await claim.counter('POST', 'approve', approval);
    if (answer.status !== 200) throw new Error(`not approved: ${answer.text}`);
    return { ...claim, sale: dispenseOf(claim.pharmacy.pharmacists, number, 980) };
  };

  return {
    world,
    platformKey,
    cast,
    receivers,
    moving,
    offered,
    claimed,
    approved,
    addPartner: (role: Role) => addPartner(world, platformKey, role),
  };
};
export type WholeRegion = Awaited<ReturnType<typeof createWholeRegion>>;

const pharmacyOf = (pharmacies: readonly DemoPharmacy[], slug: string): DemoPharmacy => {
  const found = pharmacies.find((candidate) => candidate.slug === slug);
  if (found === undefined) throw new Error('an offer to nobody');
  return found;
};
