/** How a choice among so many is made. */
export type Choose = (count: number) => number;

const REPEATS_USUAL_MAX = 6;
const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CLASSES: Readonly<Record<string, string>> = { d: DIGITS, w: `${DIGITS}${LETTERS}_`, s: ' \t', S: `${LETTERS}!` };

/**
 * Texts of a pattern made of characters, classes, groups, alternatives and counts: all that our schemas use. fast-check's own
 * `stringMatching` takes time that grows without bound with the count.
 */
export const textOfPattern = (pattern: string, choose: Choose): string => {
  let at = 0;
  const peek = (): string => pattern[at] ?? '';
  const next = (): string => {
    at += 1;
    return pattern[at - 1] ?? '';
  };
  /** A character, or all those that an escape stands for. */
  const char = (): string => {
    const first = next();
    if (first !== '\\') return first;
    const name = next();
    if (name === 'x') return String.fromCharCode(Number.parseInt(next() + next(), 16));
    return CLASSES[name] ?? name;
  };

  const classOf = (): string => {
    let chars = '';
    while (at < pattern.length && peek() !== ']') {
      const first = char();
      const isRange = first.length === 1 && peek() === '-' && pattern[at + 1] !== ']';
      if (!isRange) {
        chars += first;
        continue;
      }
      next();
      const last = char();
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1) chars += String.fromCharCode(code);
    }
    next();
    return chars;
  };

  const oneOf = (chars: string): string => chars[choose(chars.length)] ?? '';

  /** How often, from the pattern; once when it does not say. */
  const times = (): number => {
    const [whole = '', least = '', rest, most] = /^(?:\{(\d+)(,(\d*))?\}|[*+?])/.exec(pattern.slice(at)) ?? [];
    at += whole.length;
    if (whole === '') return 1;
    if (whole === '?') return choose(2);
    if (least === '') return (whole === '+' ? 1 : 0) + choose(REPEATS_USUAL_MAX);
    const min = Number(least);
    const max = rest === undefined ? min : Number(most === '' ? min + REPEATS_USUAL_MAX : most);
    return min + choose(max - min + 1);
  };

  /** What stands at this place, so often: the place is read anew for each time, because each chooses anew. */
  const piece = (): string => {
    const begin = at;
    const one = (): string => {
      const begun = peek();
      const chars = char();
      if (begun === '^' || begun === '$') return '';
      if (begun === '(') return group();
      if (begun === '[') return oneOf(classOf());
      return oneOf(chars);
    };
    const first = one();
    const count = times();
    const end = at;
    let text = count === 0 ? '' : first;
    for (let nth = 1; nth < count; nth += 1) {
      at = begin;
      text += one();
    }
    at = end;
    return text;
  };

  const sequence = (): string => {
    let text = '';
    while (at < pattern.length && peek() !== '|' && peek() !== ')') text += piece();
    return text;
  };
  const alternatives = (): string => {
    const texts = [sequence()];
    while (peek() === '|') {
      next();
      texts.push(sequence());
    }
    return texts[choose(texts.length)] ?? '';
  };
  const group = (): string => {
    const [whole = ''] = /^\?(?:[:=!]|<[=!])/.exec(pattern.slice(at)) ?? [];
    at += whole.length;
    const text = alternatives();
    next();
    // What is only looked at takes no place.
    return whole === '' || whole === '?:' ? text : '';
  };
  return alternatives();
};

/** Choices that a number stands for: a small one makes small choices. */
export const choicesOf = (seed: number): Choose => {
  let state = seed >>> 0;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + (seed === 0 ? 0 : 1_013_904_223)) >>> 0;
    return count <= 1 ? 0 : Math.floor((state / 2 ** 32) * count);
  };
};
