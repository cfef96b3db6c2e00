import { ok, refuse, unreachable } from '../../../shared/kernel/result.ts';
import type { DoInOneStep, PrescriptionCommand } from './commands.ts';
import type { Decision } from './decision.ts';
import type { PrescriptionEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { approve, claim, doubt, release } from './holding.ts';
import { activate, cancel, confirm, review, revise, sign, submit } from './hospital.ts';
import type { Prescription } from './prescription.ts';
import { complete, dispense, reverse } from './supplying.ts';
import { expire, lapse, openNextFill } from './timing.ts';

/** The law of one prescription (domain.md section 5, P1 to P16): what follows from a command in a state, or why nothing does. */
export const decide = (state: Prescription, command: PrescriptionCommand): Decision => {
  if (command.type === 'SubmitPrescription') return submit(state, command);
  if (command.type === 'DoInOneStep') return doInOneStep(state, command);
  if (state.status === 'ABSENT') return refuse({ code: 'not-found' });
  switch (command.type) {
    case 'RevisePrescription':
      return revise(state, command);
    case 'ReviewPrescription':
      return review(state, command);
    case 'SignPrescription':
      return sign(state, command);
    case 'ActivatePrescription':
      return activate(state, command);
    case 'CancelPrescription':
      return cancel(state, command);
    case 'ConfirmPrescription':
      return confirm(state, command);
    case 'ClaimPrescription':
      return claim(state, command);
    case 'ApprovePrescription':
      return approve(state, command);
    case 'DoubtPrescription':
      return doubt(state, command);
    case 'ReleasePrescription':
      return release(state, command);
    case 'DispensePrescription':
      return dispense(state, command);
    case 'ReverseSale':
      return reverse(state, command);
    case 'CompleteFill':
      return complete(state, command);
    case 'LapseClaim':
      return lapse(state, command);
    case 'ExpirePrescription':
      return expire(state, command);
    case 'OpenNextFill':
      return openNextFill(state, command);
    default:
      return unreachable(command);
  }
};

const doInOneStep = (initial: Prescription, { steps }: DoInOneStep): Decision => {
  const events: PrescriptionEvent[] = [];
  let state = initial;
  for (const step of steps) {
    const decision = decide(state, step);
    if (!decision.ok) return decision;
    events.push(...decision.value);
    state = decision.value.reduce(evolve, state);
  }
  return ok(events);
};
