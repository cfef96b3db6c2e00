import { AgencyDirectory } from '../../events/partners.ts';
import { PrescriptionActivatedV1, PrescriptionClaimedV1 } from '../../events/prescriptions.ts';
import { AgencyId, PrescriptionId } from '../../events/vocabulary/ids.ts';
import { streamId } from '../../shared/kernel/ids.ts';
import { addMs } from '../../shared/kernel/time.ts';
import { putCommit } from './commits.ts';
import type { World } from './world.ts';

const HOSPITAL = AgencyId.parse('ag_hospital0000000000000001');
const PHARMACY = AgencyId.parse('ag_pharmacy0000000000000001');

const agencies = [
  { agencyId: HOSPITAL, role: 'hospital', name: '济南泉城互联网医院', englishName: 'Jinan Spring City Internet Hospital' },
  { agencyId: PHARMACY, role: 'pharmacy', name: '趵突泉大药房', englishName: 'Baotu Spring Pharmacy' },
  {
    agencyId: AgencyId.parse('ag_pharmacy0000000000000002'),
    role: 'pharmacy',
    name: '<b>药店</b>',
    englishName: '"Quoted" & <i>tagged</i>',
  },
] as const;

/** Agencies as the directory of partners would show them. */
export const putDemoRegion = async ({ engine }: World): Promise<void> => {
  await engine.runtime.views.put(
    agencies.map((agency) =>
      AgencyDirectory.record({ partition: 'agencies', sort: agency.agencyId }, 1, { ...agency, isSuspended: false }),
    ),
  );
};

let journeys = 0;

/** A journey as the projector and the bus would leave it, up to the offers; `claim` adds the next two steps. */
export const putDemoJourney = async (world: World) => {
  journeys += 1;
  const { inbox } = world.engine;
  const prescriptionId = PrescriptionId.parse(`rx_demo${String(journeys).padStart(20, '0')}`);
  const start = world.clock.now();
  const stream = streamId('prescription', prescriptionId);

  const put = (afterMs: number, context: string, commit: Parameters<typeof putCommit>[2]): Promise<void> =>
    putCommit(world, context, { ...commit, at: addMs(start, afterMs), correlationId: prescriptionId });
  const tell = async (afterMs: number, announced: { readonly type: string; readonly data: unknown }): Promise<void> => {
    const id = `evt_${stream}/${afterMs}/0`;
    await inbox.publish([{ id, occurredAt: addMs(start, afterMs), correlationId: prescriptionId, causationId: id, ...announced }]);
    await world.settle();
  };
  const fact = { ...PrescriptionClaimedV1.example, prescriptionId, hospitalId: HOSPITAL, pharmacyId: PHARMACY };

  await put(0, 'prescriptions', {
    stream,
    version: 1,
    events: [{ type: 'PrescriptionActivated' }],
    actor: { agencyId: HOSPITAL, role: 'hospital' },
    causationId: 'req_1',
  });
  await put(12, 'routing', {
    stream: streamId('routing', prescriptionId),
    version: 1,
    events: [{ type: 'OffersMade' }],
    actor: { role: 'system' },
    causationId: `evt_${stream}/1/0`,
  });
  await tell(0, { type: PrescriptionActivatedV1.type, data: { ...PrescriptionActivatedV1.example, prescriptionId, hospitalId: HOSPITAL } });
  return {
    prescriptionId,
    claim: async (): Promise<void> => {
      await put(40, 'routing', {
        stream: streamId('routing', prescriptionId),
        version: 2,
        events: [{ type: 'OfferAccepted' }],
        actor: { agencyId: PHARMACY, role: 'pharmacy' },
        causationId: 'req_2',
      });
      await put(55, 'prescriptions', {
        stream,
        version: 2,
        events: [{ type: 'PrescriptionClaimed' }],
        actor: { role: 'system' },
        causationId: `evt_routing#${prescriptionId}/2/0`,
      });
      await tell(55, { type: PrescriptionClaimedV1.type, data: fact });
    },
  };
};
