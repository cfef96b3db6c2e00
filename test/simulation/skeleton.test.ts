import { expect, it } from 'vitest';
import { PharmacyDirectory } from '../../events/directory.ts';
import { AgencyId } from '../../events/vocabulary/ids.ts';
import { prescriptionsContext } from '../../functions/prescriptions/context.ts';
import { routingContext } from '../../functions/routing/context.ts';
import { instant } from '../../shared/kernel/time.ts';
import { createWorld } from '../support/world.ts';

it('carries one command through one reaction', async () => {
  const world = await createWorld({ contexts: [prescriptionsContext, routingContext] });
  const at = instant('2026-01-01T00:00:00Z');
  await world.engine.runtime.views.put([
    PharmacyDirectory.record({ partition: 'pharmacies', sort: 'ag_pharmacy1' }, 1, {
      pharmacyId: AgencyId.parse('ag_pharmacy1'),
      name: 'p',
      address: 'a',
      place: { latitude: 36, longitude: 117 },
      hours: [],
      services: [],
      licence: { number: 'n', kinds: [], classes: [], validFrom: at, validUntil: at },
    }),
  ]);
  const answer = await world.call('POST', '/v1/prescriptions', {
    as: 'hospital:ag_hospital1',
    body: { patient: { idNumber: '370102199001011234' }, lines: [{ drugCode: 'XA10', quantity: 1 }] },
  });
  expect(answer.status).toBe(201);
  await world.pass(1000);
  expect(world.logged).toEqual([]);
  expect((await world.engine.journal.load(`routing#${answer.body.prescriptionId}`))[0]?.events).toMatchObject([
    { type: 'OffersMade', pharmacyIds: ['ag_pharmacy1'] },
  ]);
  await world.close();
});
