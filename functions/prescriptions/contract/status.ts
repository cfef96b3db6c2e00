import * as z from 'zod/mini';
import type { Status as DomainStatus } from '../domain/prescription.ts';

/** What an outsider sees of the state; the type check keeps it equal to the domain's own. */
const statuses = [
  'PRE_VERIFIED',
  'REVIEW_REJECTED',
  'SIGNED',
  'ACTIVE',
  'CLAIMED',
  'APPROVED',
  'SUSPENDED',
  'DISPENSED',
  'COMPLETED',
  'RETURNED',
  'CANCELLED',
  'EXPIRED',
] as const satisfies readonly Exclude<DomainStatus, 'ABSENT'>[];

export const Status = z.enum(statuses);
export type Status = z.infer<typeof Status>;
