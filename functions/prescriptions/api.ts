import { kmsVault } from '../../shared/adapters/aws/equipment.ts';
import { httpApi } from '../../shared/lambda/handlers.ts';
import { prescriptionsContext } from './context.ts';

export const handler = httpApi(prescriptionsContext, { vault: kmsVault });
