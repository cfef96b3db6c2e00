/** Nesting that any of our documents needs is under 10; beyond this a body is an attack. */
export const JSON_DEPTH_MAX = 32;

export type ReadJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Reads UTF-8 JSON. Never throws, and keeps nothing of what it refused: an error's message would quote the input. */
export const readJson = (bytes: Uint8Array): ReadJson => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (depthOf(text) > JSON_DEPTH_MAX) return { ok: false };
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
};

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
