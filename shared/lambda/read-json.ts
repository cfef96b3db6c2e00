/** Nesting that any of our documents needs is under 10; beyond this a body is an attack. */
export const JSON_DEPTH_MAX = 32;

export type ReadJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Reads UTF-8 JSON. Never throws, and keeps nothing of what it refused: an error's message would quote the input. */
export const readJson = (bytes: Uint8Array): ReadJson => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (depthOf(text) > JSON_DEPTH_MAX) return { ok: false };
    const value: unknown = JSON.parse(text);
    return hasLoneSurrogate(text, value) ? { ok: false } : { ok: true, value };
  } catch {
    return { ok: false };
  }
};

/** I-JSON (RFC 7493) forbids half a character: it has no UTF-8, so nobody could hash or sign the document that holds it. */
const hasLoneSurrogate = (text: string, value: unknown): boolean =>
  // Whole pairs come out of stringify as characters, halves stay escapes; an even run of backslashes before is text.
  /\\u[dD][89a-fA-F]/.test(text) && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(JSON.stringify(value));

/** The deepest nesting of brackets outside of strings, found without recursion. */
const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (isInString) {
      if (char === '\\') index += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
};
