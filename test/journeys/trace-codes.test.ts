import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgencyId, PrescriptionId } from '../../events/vocabulary/ids.ts';
import { RESERVATION_MS } from '../../functions/prescriptions/domain/pack.ts';
import { isSoldTo } from '../../functions/prescriptions/sold-packs.ts';
import { releaseTraceCodes, reserveTraceCodes, traceCodes } from '../../functions/prescriptions/trace-codes.ts';
import type { Cause } from '../../shared/kernel/journal.ts';
import { createDispensary, type Dispensary } from '../support/dispensary.ts';

const [ONE, TWO, THREE] = ['81234560000000000001', '81234560000000000002', '81234560000000000003'] as const;

let shop: Dispensary;
beforeEach(async () => {
  shop = await createDispensary();
});
afterEach(() => shop.world.close());

const statusOf = async (code: string): Promise<string> => (await shop.world.engine.runtime.load(traceCodes, code)).state.status;
const parked = () => shop.world.engine.inbox.parked().map(({ reason }) => reason);

describe('the packs of a sale', () => {
  it('are sold with it, and nobody sells them again', async () => {
    const [first, second] = [await shop.approved(), await shop.approved('ag_pharmacy2')];
    expect(await first.dispense([ONE, TWO])).toMatchObject({ status: 200, body: { status: 'DISPENSED' } });
    expect(await second.dispense([TWO, THREE])).toMatchObject({ status: 409, body: { code: 'trace-code-already-sold' } });
    await shop.world.settle();
    expect([await statusOf(ONE), await statusOf(TWO), await statusOf(THREE)]).toEqual(['SOLD', 'SOLD', 'FREE']);
    expect(await second.dispense([TWO, THREE])).toMatchObject({ status: 409, body: { code: 'trace-code-already-sold' } });
    await shop.world.pass(RESERVATION_MS);
    expect(await statusOf(ONE)).toBe('SOLD');
    expect((await shop.world.engine.journal.load(`trace-code#${ONE}`)).map(({ correlationId }) => correlationId)).toEqual([
      first.prescriptionId,
      first.prescriptionId,
    ]);
  });
  it('stay its own while the word of the sale is late, however long the outage', async () => {
    const [first, second] = [await shop.approved(), await shop.approved('ag_pharmacy2')];
    expect((await first.dispense([ONE, TWO])).status).toBe(200);
    // The relay stands still: the packs' streams hear of no sale, and their reservation runs out.
    shop.world.clock.advance(RESERVATION_MS);
    expect(await second.dispense([TWO, THREE])).toMatchObject({ status: 409, body: { code: 'trace-code-already-sold' } });
    await shop.tell('trace-codes.lapse', first.prescriptionId, { code: ONE });
    await shop.world.settle();
    expect([await statusOf(ONE), await statusOf(TWO), await statusOf(THREE)]).toEqual(['SOLD', 'SOLD', 'FREE']);
    expect(parked()).toEqual([]);
  });
  it('go to exactly one of those who scan them at the same moment', async () => {
    const shops = [await shop.approved(), await shop.approved('ag_pharmacy2'), await shop.approved(), await shop.approved('ag_pharmacy2')];
    const answers = await Promise.all(shops.map((one, nth) => one.dispense(nth % 2 === 0 ? [ONE, TWO] : [TWO, ONE])));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    await shop.world.settle();
    const after = await Promise.all(shops.map((one) => one.dispense([ONE, TWO], { key: `again-${one.prescriptionId}` })));
    const won = [...answers, ...after].filter(({ status }) => status === 200).length;
    expect(won).toBe(1);
    expect(parked()).toEqual([]);
  });
  it('are free after a refused sale, also for the very same request', async () => {
    const held = await shop.approved();
    const refused = await held.call('POST', 'dispense', {
      dispenserId: 'pph-1',
      checkerId: 'pph-1',
      lines: [{ line: 1, quantity: 2, unitPriceFen: 1, traceCodes: [ONE, TWO], lotNumber: 'L-1', expiresOn: '2027-12-31' }],
      payment: { payMode: 1, receiptNumber: 'R-1', paidFen: 2 },
    });
    expect(refused).toMatchObject({ status: 422, body: { code: 'dispenser-is-checker' } });
    expect(await statusOf(ONE)).toBe('FREE');
    expect((await held.dispense([ONE, TWO], { key: 'twice' })).status).toBe(200);
    expect((await held.dispense([ONE, TWO], { key: 'twice' })).status).toBe(200);
  });
  it('can be sold again when the sale was reversed, by anyone', async () => {
    const [first, second] = [await shop.approved(), await shop.approved('ag_pharmacy2')];
    await first.dispense([ONE, TWO], { key: 'sale' });
    expect((await first.call('POST', 'reverse-sale', { reason: 'uncollected' })).status).toBe(200);
    await shop.world.settle();
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual(['FREE', 'FREE']);
    expect((await second.dispense([ONE, TWO])).status).toBe(200);
    // A late repeat of the first sale is answered as it was, and takes nothing back.
    expect((await first.dispense([ONE, TWO], { key: 'sale' })).status).toBe(200);
    await shop.world.settle();
    expect(await statusOf(ONE)).toBe('SOLD');
    expect(parked()).toEqual([]);
  });
});

describe('a reservation of packs', () => {
  const sale = (name: string, codes: readonly string[]) => ({
    prescriptionId: PrescriptionId.parse(`rx_${name}0000`),
    fill: 1,
    pharmacyId: AgencyId.parse(`ag_${name}0000`),
    codes: [...codes],
  });
  const causeOf = (commandId: string): Cause => ({
    commandId,
    requestDigest: commandId,
    at: shop.world.clock.now(),
    actor: { role: 'pharmacy' },
    correlationId: 'rx_journey',
    causationId: 'req_1',
  });
  const reserve = (name: string, codes: readonly string[], commandId = `cmd_${name}`) =>
    reserveTraceCodes(shop.world.engine.runtime, causeOf(commandId), {
      ...sale(name, codes),
      at: shop.world.clock.now(),
      isSoldTo: isSoldTo(shop.world.engine.runtime),
    });
  const tell = (type: string, name: string, codes: readonly string[]) => shop.tell(type, 'rx_journey', sale(name, codes));

  it('takes all packs or none', async () => {
    expect(await reserve('ours', [TWO])).toEqual({ ok: true, value: undefined });
    expect(await reserve('theirs', [ONE, TWO, THREE])).toEqual({ ok: false, refusal: { code: 'trace-code-already-sold' } });
    expect([await statusOf(ONE), await statusOf(TWO), await statusOf(THREE)]).toEqual(['FREE', 'RESERVED', 'FREE']);
  });
  it('leaves nothing in the streams of the packs that it could have, when it is asked for in vain', async () => {
    await reserve('ours', [TWO]);
    for (let round = 0; round < 5; round += 1) await reserve('theirs', [ONE, TWO], `cmd_${round}`);
    expect(await shop.world.engine.journal.load(`trace-code#${ONE}`)).toEqual([]);
  });
  it('takes all packs or none also when a rival comes between', async () => {
    const names = Array.from({ length: 12 }, (_, nth) => `shop${nth}`);
    const outcomes = await Promise.all(names.map((name, nth) => reserve(name, nth % 2 === 0 ? [ONE, TWO, THREE] : [THREE, TWO, ONE])));
    const won = names.filter((_, nth) => outcomes[nth]?.ok);
    const { load } = shop.world.engine.runtime;
    for (const code of [ONE, TWO, THREE]) {
      const { state } = await load(traceCodes, code);
      expect(won).toEqual(state.status === 'RESERVED' ? [state.holder.pharmacyId.slice(3, -4)] : []);
    }
  });
  it('can be made again by the request that let go of it', async () => {
    for (let round = 0; round < 3; round += 1) {
      expect((await reserve('ours', [ONE, TWO])).ok).toBe(true);
      expect((await reserve('ours', [ONE, TWO])).ok).toBe(true);
      expect(await statusOf(ONE)).toBe('RESERVED');
      await releaseTraceCodes(shop.world.engine.runtime, causeOf('cmd_ours'), sale('ours', [ONE, TWO]));
      expect([await statusOf(ONE), await statusOf(TWO)]).toEqual(['FREE', 'FREE']);
    }
  });
  it('outlives a rival request of its own sale that was refused', async () => {
    await reserve('ours', [ONE], 'cmd_a');
    await reserve('ours', [ONE], 'cmd_b');
    await releaseTraceCodes(shop.world.engine.runtime, causeOf('cmd_b'), sale('ours', [ONE]));
    expect(await statusOf(ONE)).toBe('RESERVED');
  });
  it('lapses by itself when the process that made it died', async () => {
    await reserve('ours', [ONE]);
    await shop.world.pass(RESERVATION_MS - 1);
    expect(await statusOf(ONE)).toBe('RESERVED');
    await shop.world.pass(1);
    expect(await statusOf(ONE)).toBe('FREE');
  });
  it('may have lapsed before its sale is heard of', async () => {
    await reserve('ours', [ONE, TWO]);
    await shop.world.pass(RESERVATION_MS);
    await tell('trace-codes.sell', 'ours', [ONE, TWO]);
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual(['SOLD', 'SOLD']);
  });
  it('is for an operator to look at when another sold the pack meanwhile', async () => {
    await reserve('ours', [ONE, TWO]);
    await shop.world.pass(RESERVATION_MS);
    await reserve('theirs', [ONE]);
    await tell('trace-codes.sell', 'theirs', [ONE]);
    await tell('trace-codes.sell', 'ours', [ONE, TWO]);
    expect(parked()).toEqual(['trace-code-sold-by-another']);
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual(['SOLD', 'SOLD']);
  });
  it('of a rival that died is waited for, and nobody is called for it', async () => {
    await reserve('theirs', [ONE]);
    await tell('trace-codes.sell', 'ours', [ONE, TWO]);
    expect([await statusOf(ONE), await statusOf(TWO)]).toEqual(['RESERVED', 'SOLD']);
    await shop.world.pass(2 * RESERVATION_MS);
    const { state } = await shop.world.engine.runtime.load(traceCodes, ONE);
    expect(state).toMatchObject({ status: 'SOLD', holder: { pharmacyId: 'ag_ours0000' } });
    expect(parked()).toEqual([]);
  });
  it('ends free when the reversal of a sale overtakes the sale', async () => {
    await reserve('ours', [ONE]);
    await tell('trace-codes.free', 'ours', [ONE]);
    await tell('trace-codes.sell', 'ours', [ONE]);
    await shop.world.pass(RESERVATION_MS);
    expect(await statusOf(ONE)).toBe('FREE');
    expect(parked()).toEqual([]);
  });
});
