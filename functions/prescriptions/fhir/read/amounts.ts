import type { Quantity, Range, Ratio } from './datatypes.ts';

/** `5 mg`: the unit in the sender's words, else its code. */
export const amountOf = ({ value, unit, code }: Quantity): string | undefined =>
  value === undefined ? undefined : [String(value), unit ?? code].filter((part) => part !== undefined).join(' ');

/** `1 tab - 2 tab`; a range that is open says so. */
export const rangeWords = ({ low, high }: Range): string | undefined => {
  const [least, most] = [low && amountOf(low), high && amountOf(high)];
  if (least === undefined) return most === undefined ? undefined : `<= ${most}`;
  return most === undefined ? `>= ${least}` : `${least} - ${most}`;
};

/** `8 tab per 1 d` */
export const ratioWords = ({ numerator, denominator }: Ratio): string | undefined => {
  const [amount, per] = [numerator && amountOf(numerator), denominator && amountOf(denominator)];
  return amount === undefined || per === undefined ? undefined : `${amount} per ${per}`;
};
