import type { Cause } from '../../../shared/kernel/journal.ts';
import { done, type Outcome } from '../../../shared/kernel/messages.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Runtime } from '../../../shared/kernel/runtime.ts';
import { routings } from '../aggregate.ts';
import type { RoutingCommand } from '../domain/commands.ts';
import { routingIdOf } from '../domain/offer-id.ts';
import { isRouted, type Routing } from '../domain/routing.ts';
import type { Moment } from '../domain/wave.ts';
import { readMoment } from '../views/facts.ts';

interface OfFill {
  readonly data: { readonly prescriptionId: string; readonly fill: number };
  readonly cause: Cause;
}

/** Gives the fill's routing a command. A refusal means that it moved on meanwhile: there is nothing left to do. */
export const give = async ({ data, cause }: OfFill, { execute }: Runtime, command: RoutingCommand): Promise<Outcome> => {
  await execute(routings, routingIdOf(data.prescriptionId, data.fill), cause, () => ok(command));
  return done;
};

/** The same for a command that may ask pharmacies; `whileIn` says in which statuses it can, so that others read nothing. */
export const giveKnowing = async (
  { data, cause }: OfFill,
  runtime: Runtime,
  { whileIn, command }: { readonly whileIn: readonly Routing['status'][]; readonly command: (moment: Moment) => RoutingCommand },
): Promise<Outcome> => {
  await runtime.execute(routings, routingIdOf(data.prescriptionId, data.fill), cause, async (state) => {
    const lines = isRouted(state) && whileIn.includes(state.status) ? state.search.lines : [];
    return ok(command(await readMoment(runtime, cause.at, lines)));
  });
  return done;
};
