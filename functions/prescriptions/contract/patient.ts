import * as z from 'zod/mini';
import { name } from '../../../events/vocabulary/texts.ts';

/** 身份证号, or the number of another identity paper; spelled one way, because a person's token is made of it. */
export const IdNumber = z.string().check(z.maxLength(40), z.regex(/^ *[0-9A-Za-z]{6,20} *$/), z.trim(), z.toUpperCase());

/** Who a patient is. It goes into the vault and nowhere else. */
export const PatientIdentity = z.strictObject({
  name: name(100),
  idNumber: IdNumber,
  phone: z.string().check(z.maxLength(40), z.regex(/^ *\+?[0-9][0-9 -]{4,20} *$/), z.trim()),
  address: z.optional(name(300)),
});
export type PatientIdentity = z.infer<typeof PatientIdentity>;
