import { expect, it } from 'vitest';
import { addMs, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time.ts';
import { signatureBy } from '../world/signer.ts';
import { doctor, type PharmacyAgency } from '../world/template.ts';
import { cancel, claim, collect, counterOf, prescribe, type Rx, read, sold, written } from './journey.ts';
import { openStage, type Stage } from './stage.ts';

// Section 12, case 28: the prescriber's or a pharmacist's licence lapses between signing and dispensing. A licence counts at the
// act: what was signed or approved under one in force stands, and whoever acts after the lapse is refused.

interface Person {
  readonly practitionerId: string;
  readonly publicKey: string;
}

const endLicence = async (stage: Stage, agencyId: string, { practitionerId, publicKey }: Person, validUntil: string): Promise<void> => {
  const body = {
    kind: practitionerId === doctor.practitionerId ? 'doctor' : 'pharmacist',
    licence: { number: `LIC-${practitionerId}`, validFrom: '2020-01-01T00:00:00+08:00', validUntil },
    independentSince: '2015-01-01T00:00:00+08:00',
    isPaediatric: false,
    publicKey,
  };
  await stage.must(stage.platform, `PUT /v1/agencies/${agencyId}/practitioners/${practitionerId}`, { body });
  await stage.settle();
};
const endDoctors = (stage: Stage, validUntil: string) => endLicence(stage, stage.hospital.agencyId, doctor, validUntil);
const endPharmacists = ({ agencyId, staff: [pharmacist] }: PharmacyAgency, stage: Stage) =>
  endLicence(stage, agencyId, pharmacist, stage.clock.now());

const held = async (stage: Stage, rx: Rx) => counterOf(stage, stage.baotu, rx, await claim(stage, stage.baotu, rx));

it('28: the doctor’s licence lapses after the signature, and the patient gets the medicine', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  await stage.pass(MINUTE_MS);
  await endDoctors(stage, stage.clock.now());
  const counter = await held(stage, rx);
  await counter.approve();
  expect((await counter.dispense([sold(1, 2)])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('COMPLETED');
});

it('28: but signs nothing any more: no new prescription, and no answer to a pharmacist’s doubt; taking a mistake back still goes', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = await held(stage, rx);
  expect(await counter.doubt()).toMatchObject({ status: 200, body: { status: 'SUSPENDED' } });
  await stage.pass(MINUTE_MS);
  await endDoctors(stage, stage.clock.now());

  const refused = { status: 403, body: { code: 'licence-invalid' } };
  expect(await stage.ask(stage.hospital, 'POST /v1/prescriptions', { body: written(stage) })).toMatchObject(refused);
  const confirmation = signatureBy(doctor, 'prescriber', rx.document, stage.clock.now());
  expect(await stage.ask(stage.hospital, `POST /v1/prescriptions/${rx.id}/confirm`, { body: confirmation })).toMatchObject(refused);
  expect(await cancel(stage, rx)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  await stage.rest();
});

it('28: it comes out that the licence had ended before the signature, and nothing is dispensed on it', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = await held(stage, rx);
  await counter.approve();
  await endDoctors(stage, addMs(stage.clock.now(), -HOUR_MS));
  const goods = sold(1, 2);
  expect(await counter.dispense([goods])).toMatchObject({ status: 403, body: { code: 'prescriber-licence-invalid' } });
  expect(stage.eventsOf(`trace-code#${goods.traceCodes[0]}`)).toEqual([]);
  await counter.release();
  await cancel(stage, rx);
  await stage.rest();
  expect(stage.statusOf(rx.id)).toBe('CANCELLED');
});

it('28: a pharmacist whose licence has lapsed approves nothing; a colleague does', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = await held(stage, rx);
  await endPharmacists(stage.baotu, stage);
  expect(await counter.approve()).toMatchObject({ status: 403, body: { code: 'licence-invalid' } });
  expect((await counter.approve(stage.baotu.staff[1].practitionerId)).status).toBe(200);
  await stage.rest();
});

it('28: the approval given before the lapse stands, and the checker must be licensed at the sale', async () => {
  const stage = await openStage();
  const rx = await prescribe(stage);
  const counter = await held(stage, rx);
  const [approver, checker] = stage.baotu.staff;
  await counter.approve();
  await stage.pass(MINUTE_MS);
  await endPharmacists(stage.baotu, stage);
  const swapped = { dispenserId: checker.practitionerId, checkerId: approver.practitionerId };
  expect(await counter.dispense([sold(1, 2)], swapped)).toMatchObject({ status: 403, body: { code: 'licence-invalid' } });
  expect((await counter.dispense([sold(1, 2)])).status).toBe(200);
  await collect(stage, stage.baotu, rx);
  expect(await read(stage, rx)).toMatchObject({ status: 'COMPLETED' });
  await stage.rest();
});
