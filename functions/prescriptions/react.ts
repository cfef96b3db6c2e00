import { kmsVault } from '../../shared/adapters/aws/equipment.ts';
import { inbox } from '../../shared/lambda/handlers.ts';
import { prescriptionsContext } from './context.ts';

export const handler = inbox(prescriptionsContext, { vault: kmsVault });
