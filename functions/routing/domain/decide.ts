import { unreachable } from '../../../shared/kernel/result.ts';
import { confirmClaim, giveUpClaim, refuseClaim, releaseClaim, suspendClaim } from './claims.ts';
import type { RoutingCommand } from './commands.ts';
import { acceptOffer, declineOffer, lapseOffers } from './offers.ts';
import { retryRouting } from './retry.ts';
import type { Routing } from './routing.ts';
import { chooseAnew, closeRouting, resumeRouting, startRouting } from './search.ts';
import type { Decision } from './withdrawals.ts';

export const decide = (state: Routing, command: RoutingCommand): Decision => {
  switch (command.type) {
    case 'StartRouting':
      return startRouting(state, command);
    case 'ChooseAnew':
      return chooseAnew(state, command);
    case 'AcceptOffer':
      return acceptOffer(state, command);
    case 'DeclineOffer':
      return declineOffer(state, command);
    case 'LapseOffers':
      return lapseOffers(state, command);
    case 'ConfirmClaim':
      return confirmClaim(state, command);
    case 'RefuseClaim':
      return refuseClaim(state, command);
    case 'GiveUpClaim':
      return giveUpClaim(state, command);
    case 'ReleaseClaim':
      return releaseClaim(state, command);
    case 'SuspendClaim':
      return suspendClaim(state, command);
    case 'ResumeRouting':
      return resumeRouting(state, command);
    case 'RetryRouting':
      return retryRouting(state, command);
    case 'CloseRouting':
      return closeRouting(state, command);
    default:
      return unreachable(command);
  }
};
