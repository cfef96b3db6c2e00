import * as z from 'zod/mini';

/** 身份证号, or the number of another identity paper; spelled one way, because a person's token is made of it. */
export const IdNumber = z.string().check(z.maxLength(40), z.trim(), z.toUpperCase(), z.regex(/^[0-9A-Z]{6,20}$/));

/** Who a patient is. It goes into the vault and nowhere else. */
export const PatientIdentity = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  idNumber: IdNumber,
  phone: z.string().check(z.trim(), z.regex(/^\+?[0-9][0-9 -]{4,20}$/)),
  address: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(300))),
});
export type PatientIdentity = z.infer<typeof PatientIdentity>;
