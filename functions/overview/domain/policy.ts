import * as z from 'zod/mini';
import { definePolicy } from '../../../shared/kernel/policy.ts';

/** Whose midnight ends a day of the overview: an IANA time zone, `Asia/Shanghai`. */
export const OverviewPolicy = definePolicy('overview', z.strictObject({ timeZone: z.string().check(z.maxLength(64)) }));
