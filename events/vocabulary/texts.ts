import * as z from 'zod/mini';

/**
 * At most so many characters, counted as JSON Schema counts them: by code point. JavaScript's own length counts half characters,
 * so that a rare Han character (生僻字) would count twice.
 */
export const charactersMax = (max: number) =>
  z.check<string>((field) => {
    const { value } = field;
    if (value.length <= max || (value.length <= 2 * max && [...value].length <= max)) return;
    field.issues.push({ code: 'too_big', origin: 'string', maximum: max, inclusive: true, input: value });
  });

/** A text kept as it was written: 1 to `max` characters. */
export const text = (max: number) => z.string().check(z.minLength(1), charactersMax(max), z.meta({ maxLength: max }));

/** A text that may be empty: up to `max` characters. */
export const note = (max: number) => z.string().check(charactersMax(max), z.meta({ maxLength: max }));

/** A text that people read: something to see in it, and nothing around it. */
export const name = (max: number) => z.string().check(z.regex(/\S/), charactersMax(max), z.trim(), z.meta({ maxLength: max }));

/** As JSON writes numbers; 32 characters hold any that a double can. */
const NUMBER = /^(?=.{1,32}$)-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number in a query, where everything is text. The contract shows the number itself, with its bounds. */
export const numberText = <Schema extends z.ZodMiniType<number, number>>(schema: Schema) =>
  z.pipe(
    z.transform((given: string): number => (NUMBER.test(given) ? Number(given) : Number.NaN)),
    schema,
  );

/** How many a page has. */
export const pageLimit = (max: number) => numberText(z.int().check(z.gte(1), z.lte(max)));

/** For `z.meta`: what a refinement asks of one field because of another's value, as JSON Schema says it. */
export const neededWhen = (field: string, value: string, ...needed: readonly string[]) => ({
  if: { properties: { [field]: { const: value } }, required: [field] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word.
  then: { required: needed },
});
