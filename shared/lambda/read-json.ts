/** Nesting that any of our documents needs is under 10; beyond this a body is an attack. */
export const JSON_DEPTH_MAX = 32;

export type ReadJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Reads UTF-8 JSON. Never throws, and keeps nothing of what it refused: an error's message would quote the input. */
export const readJson = (bytes: Uint8Array): ReadJson => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const { depth, members } = shapeOf(text);
    if (depth > JSON_DEPTH_MAX) return { ok: false };
    const value: unknown = JSON.parse(text);
    // I-JSON (RFC 7493): of two members of one name, signer and reader might each take another one.
    if (membersOf(value) !== members) return { ok: false };
    return hasUnstorable(text, value) ? { ok: false } : { ok: true, value };
  } catch {
    return { ok: false };
  }
};

/**
 * I-JSON forbids half a character: it has no UTF-8, so nobody could hash or sign the document that holds it. A NUL is no text either:
 * XML has none, and whatever is written in C ends at it.
 */
const hasUnstorable = (text: string, value: unknown): boolean =>
  // Whole pairs come out of stringify as characters, halves stay escapes; an even run of backslashes before is text.
  /\\u(?:[dD][89a-fA-F]|0000)/.test(text) && /(?<!\\)(?:\\\\)*\\u(?:d[89a-f]|0000)/.test(JSON.stringify(value));

interface Shape {
  /** The deepest nesting of brackets. */
  readonly depth: number;
  /** Members of all objects, as they are written: in JSON, what stands before a colon. */
  readonly members: number;
}

/** What stands outside of strings, found without recursion and without a word about what is no JSON. */
const shapeOf = (text: string): Shape => {
  let open = 0;
  let depth = 0;
  let members = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (isInString) {
      if (char === '\\') index += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === ':') members += 1;
    else if (char === '{' || char === '[') {
      open += 1;
      depth = Math.max(depth, open);
    } else if (char === '}' || char === ']') open -= 1;
  }
  return { depth, members };
};

/** Members of all objects, as they were read: of two of one name, one is left. Recursion ends at `JSON_DEPTH_MAX`. */
const membersOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const items: readonly unknown[] = Object.values(value);
  return items.reduce((sum: number, item) => sum + membersOf(item), Array.isArray(value) ? 0 : items.length);
};
