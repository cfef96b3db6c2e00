import { defineView } from '../../../shared/kernel/views.ts';
import { OwnStock } from '../contract/replies.ts';

/** The feed from the pharmacy's side. Partition: pharmacy id, sorted by drug code. It stays when the published row expires. */
export const OwnStockView = defineView('directory.own-stock', OwnStock);
