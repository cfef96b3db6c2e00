/** Texts for the `{{name}}` of examples: samples in the published document, things of the demo region on a running server. */
export type Names = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/** Replaces every known placeholder, however deep; an unknown one stays. */
export const fillIn = (value: unknown, names: Names): unknown => {
  if (typeof value === 'string') return value.replaceAll(PLACEHOLDER, (whole, name: string) => names[name] ?? whole);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, names)]));
};
