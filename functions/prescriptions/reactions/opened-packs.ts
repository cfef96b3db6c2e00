import { stepOf } from '../../../shared/kernel/execute.ts';
import { done, park } from '../../../shared/kernel/messages.ts';
import { reaction } from '../../../shared/kernel/reaction.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { ReturnPortions, SellPortions } from '../opened-packs.ts';
import { saleIdsOf } from '../sold-packs.ts';
import { LapsePortion, traceCodes } from '../trace-codes.ts';

export const sellPortions = reaction({
  name: 'sell-portions',
  on: SellPortions,
  handle: async ({ data: { holder, reservationId, portions }, cause }, { execute, ids }) => {
    const outcomes = await Promise.all(
      portions.map(({ traceCode, quantity, packUnits }) =>
        execute(traceCodes, traceCode, stepOf(cause, `SellPortion/${traceCode}`, ids), () =>
          ok({ type: 'SellPortion', holder, reservationId, quantity, packUnits }),
        ),
      ),
    );
    // The sale is a fact, and so is what others took: a person must find out what is really left in the pack.
    return outcomes.every(({ ok: isSold }) => isSold) ? done : park('opened-pack-overdrawn');
  },
});

export const returnPortions = reaction({
  name: 'return-portions',
  on: ReturnPortions,
  handle: async ({ data: { holder, codes }, cause }, { execute, load, ids }) => {
    const saleIds = await saleIdsOf({ load })(holder.prescriptionId);
    for (const code of codes) {
      await execute(traceCodes, code, stepOf(cause, `ReturnPortions/${code}`, ids), () => ok({ type: 'ReturnPortions', holder, saleIds }));
    }
    return done;
  },
});

export const lapsePortion = reaction({
  name: 'lapse-portion',
  on: LapsePortion,
  handle: async ({ data: { code, reservationId }, cause }, { execute, load }) => {
    const { state } = await load(traceCodes, code);
    const held = state.status === 'OPENED' ? state.portions.find((one) => one.reservationId === reservationId) : undefined;
    // Sold, and only the message that says so is late: it will end the reservation.
    if (held === undefined || (await saleIdsOf({ load })(held.holder.prescriptionId)).includes(reservationId)) return done;
    await execute(traceCodes, code, cause, () => ok({ type: 'LapsePortion', reservationId, at: cause.at }));
    return done;
  },
});
