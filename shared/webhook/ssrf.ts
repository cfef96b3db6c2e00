import ipaddr from 'ipaddr.js';

/** Where outgoing requests may go. */
export interface DestinationRules {
  /** Lets http and this machine's own addresses through, on any port: for a laptop, whose receivers run beside it. */
  readonly allowLoopback: boolean;
  /** Ports of public receivers. @default 443 and 8443 */
  readonly ports?: readonly number[];
}

export type DestinationRefusal =
  | 'url-malformed'
  | 'url-too-long'
  | 'scheme-refused'
  | 'credentials-refused'
  | 'port-refused'
  | 'host-refused'
  | 'address-refused';

export type JudgedUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: DestinationRefusal };
export type JudgedAddress = { readonly ok: true } | { readonly ok: false; readonly reason: 'address-refused' };

const URL_CHARS_MAX = 2_048;
const PORTS_DEFAULT: readonly number[] = [443, 8443];
/** Names that resolve inside some network only; a dot-less name does too. */
const INNER_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)$/;
/** Public by range, yet a cloud's own: Azure's wire server (168.63.129.16) tells its callers the machine's secrets. */
const CLOUD_OWN: readonly string[] = ['168.63.129.16'];

/**
 * Judges what can be told from the URL alone; the address behind a name is judged when it is known (`judgeAddress`).
 * The platform's URL reader has already turned `0x7f.1`, `2130706433` and full-width digits into plain addresses.
 */
export const judgeUrl = (text: string, rules: DestinationRules): JudgedUrl => {
  const refuse = (reason: DestinationRefusal): JudgedUrl => ({ ok: false, reason });
  if (text.length > URL_CHARS_MAX) return refuse('url-too-long');
  if (!URL.canParse(text)) return refuse('url-malformed');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('scheme-refused');
  if (url.username !== '' || url.password !== '') return refuse('credentials-refused');

  const host = hostOf(url);
  const isLoopback = isLoopbackHost(host);
  if (isLoopback && rules.allowLoopback) return { ok: true, url };
  if (url.protocol !== 'https:') return refuse('scheme-refused');
  if (!(rules.ports ?? PORTS_DEFAULT).includes(url.port === '' ? 443 : Number(url.port))) return refuse('port-refused');
  if (ipaddr.isValid(host)) return judgeAddress(host, rules).ok ? { ok: true, url } : refuse('address-refused');
  if (isLoopback || !host.includes('.') || INNER_NAME.test(host)) return refuse('host-refused');
  return { ok: true, url };
};

/** The host without brackets and a trailing dot, in lower case. */
export const hostOf = ({ hostname }: URL): string =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');

/** Global unicast (RFC 4291); what IPv6 has beyond it is private, special or not yet given out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Judges an address that a name resolved to. Only plainly public ones pass; an address that carries another inside it
 * (IPv4-mapped, NAT64, 6to4, Teredo) is refused, whatever it carries.
 */
export const judgeAddress = (address: string, { allowLoopback }: Pick<DestinationRules, 'allowLoopback'>): JudgedAddress => {
  const refused: JudgedAddress = { ok: false, reason: 'address-refused' };
  // A zone (`fe80::1%eth0`) names an interface of this machine.
  if (!ipaddr.isValid(address) || address.includes('%')) return refused;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback ? { ok: true } : refused;
  if (range !== 'unicast' || CLOUD_OWN.includes(parsed.toString())) return refused;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return refused;
  return { ok: true };
};
