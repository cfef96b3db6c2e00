import { kmsVault } from '../../shared/adapters/aws/equipment.ts';
import { inbox } from '../../shared/lambda/handlers.ts';
import { prescriptionsReactions } from './reactions.ts';

export const handler = inbox(prescriptionsReactions, { vault: kmsVault });
