import * as z from 'zod/mini';

const DIGITS = 6;
const CODES = 10 ** DIGITS;
/** 48 bits: six digits of them lean to no side that anyone could find. */
const MAC_CHARS = 8;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 取药码: what the patient shows at the counter. */
export const PickupCodeText = z.string().check(z.regex(/^\d{6}$/));

/** Six digits from a base64url MAC, each of the million codes as likely as any other. */
export const codeFromMac = (mac: string): string => {
  const number = [...mac.slice(0, MAC_CHARS)].reduce((sum, char) => sum * ALPHABET.length + ALPHABET.indexOf(char), 0);
  return String(number % CODES).padStart(DIGITS, '0');
};
