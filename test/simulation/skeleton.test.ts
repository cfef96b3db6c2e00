import { expect, it } from 'vitest';
import { StockFeed } from '../../events/directory.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import { routingContext } from '../../functions/routing/context.ts';
import { jinan } from '../../infra/regions/jinan.ts';
import { document } from '../support/prescription-facts.ts';
import { HOSPITAL, patient, seedPrescriptions, signaturesOf } from '../support/prescriptions-world.ts';
import { pharmacyIdOf } from '../support/routing.ts';
import { MONDAY } from '../support/virtual-clock.ts';
import { createWorld } from '../support/world.ts';

it('carries one command through one reaction', async () => {
  const world = await createWorld({ contexts: [prescriptionsContext, routingContext], policies: jinan.policies });
  const prescription = document();
  await seedPrescriptions(world);
  await world.engine.runtime.views.put(
    prescription.lines.map(({ drugCode }) =>
      StockFeed.record({ partition: drugCode, sort: pharmacyIdOf(1) }, 1, {
        pharmacyId: pharmacyIdOf(1),
        drugCode,
        quantity: 10,
        unitPriceFen: 1000,
        asOf: MONDAY,
      }),
    ),
  );
  const review = { pharmacistId: 'pharmacist-1', outcome: 'passed' };
  const choice = { by: 'nearest', near: { latitude: 36.67, longitude: 117.02 } };
  const body = { prescription, patient, choice, review, signatures: signaturesOf(prescription, MONDAY) };
  const submitted = await world.call('POST', '/v1/prescriptions', { as: HOSPITAL, body });
  expect(submitted.status).toBe(201);
  await world.pass(1000);
  expect(world.logged).toEqual([]);
  const offers = await world.call('GET', '/v1/offers', { as: `pharmacy:${pharmacyIdOf(1)}` });
  expect(offers.body.items).toMatchObject([{ prescriptionId: submitted.body.prescriptionId }]);
  await world.close();
});
