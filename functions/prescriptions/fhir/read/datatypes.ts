import * as z from 'zod/mini';

const TEXT_MAX = 4_000;
const LIST_MAX = 100;

/** FHIR knows no empty text and no empty list: what is not said is left out. */
export const Text = z.string().check(z.minLength(1), z.maxLength(TEXT_MAX));
export const list = <Schema extends z.ZodMiniType>(schema: Schema) => z.array(schema).check(z.minLength(1), z.maxLength(LIST_MAX));
const opt = z.optional;

// Of each type, the members that we read. Others are let through unread, so that a message of tomorrow passes.
export const Coding = z.object({ system: opt(Text), code: opt(Text), display: opt(Text) });
export type Coding = z.infer<typeof Coding>;
export const CodeableConcept = z.object({ coding: opt(list(Coding)), text: opt(Text) });
export type CodeableConcept = z.infer<typeof CodeableConcept>;
export const Identifier = z.object({ use: opt(Text), system: opt(Text), value: opt(Text) });
export type Identifier = z.infer<typeof Identifier>;
export const Reference = z.object({ reference: opt(Text), identifier: opt(Identifier) });
export type Reference = z.infer<typeof Reference>;
export const Quantity = z.object({ value: opt(z.number()), comparator: opt(Text), unit: opt(Text), code: opt(Text) });
export type Quantity = z.infer<typeof Quantity>;
export const Range = z.object({ low: opt(Quantity), high: opt(Quantity) });
export type Range = z.infer<typeof Range>;
export const Ratio = z.object({ numerator: opt(Quantity), denominator: opt(Quantity) });
export type Ratio = z.infer<typeof Ratio>;
export const Period = z.object({ start: opt(Text), end: opt(Text) });
export type Period = z.infer<typeof Period>;

const values = {
  valueString: opt(Text),
  valueCode: opt(Text),
  valueBoolean: opt(z.boolean()),
  valueInteger: opt(z.int()),
  valueDecimal: opt(z.number()),
  valueDateTime: opt(Text),
};
/** An extension, and the extensions in it: ours are at most two deep. */
export const Extension = z.object({ url: Text, ...values, extension: opt(list(z.object({ url: Text, ...values }))) });
export type Extension = z.infer<typeof Extension>;
