import { join } from 'node:path';
import { createLaptopRegion } from '../../infra/ops/laptop-region.ts';
import { systemClock } from '../../shared/adapters/node/clock.ts';
import { openDatabase } from '../../shared/adapters/sqlite/database.ts';
import { createSqliteParked } from '../../shared/adapters/sqlite/parked.ts';
import { addMs, MINUTE_MS } from '../../shared/kernel/time.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { createWholeRegion } from '../support/whole-region.ts';

const REGION = 'jinan';
/** The key of the worlds that tests play in. */
const MASTER_KEY = Buffer.alloc(32, 7);
/** Longer than a pharmacy may think about an offer: that timer is due when the pilot moves, all others sleep for hours. */
const STOPPED_FOR_MS = 20 * MINUTE_MS;

export interface Pilot {
  readonly prescriptionId: string;
  readonly hospitalKey: string;
  readonly pharmacyKey: string;
  readonly claimSecret: string;
  /** Of a message that is parked in it. */
  readonly parkedId: string;
}

/** A county's pilot in its folder, stopped a while ago: one medicine is sold and waits for its patient, and one message is parked. */
export const playPilot = async (folder: string): Promise<Pilot> => {
  createLaptopRegion(folder, REGION, MASTER_KEY).close();
  const path = join(folder, `${REGION}.sqlite`);
  const clock = createVirtualClock(addMs(systemClock.now(), -STOPPED_FOR_MS));
  const { world, cast, approved } = await createWholeRegion({ path, clock });
  const { prescriptionId, pharmacy, claimSecret, counter, sale } = await approved('PILOT-1');
  const sold = await counter('POST', 'dispense', sale);
  if (sold.status !== 200) throw new Error(`the pilot could not sell: ${sold.text}`);
  await world.settle();
  await world.close();

  const parkedId = 'evt_parked_in_the_pilot';
  const message = {
    id: parkedId,
    type: 'nobody.reads-this.v1',
    occurredAt: clock.now(),
    correlationId: prescriptionId,
    causationId: 'x',
    data: {},
  };
  const database = openDatabase({ path });
  await createSqliteParked(database, systemClock).park('routing', { id: parkedId, reason: 'no-reaction', message });
  database.close();
  return { prescriptionId, hospitalKey: cast.hospital.apiKey, pharmacyKey: pharmacy.apiKey, claimSecret, parkedId };
};
