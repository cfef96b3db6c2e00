import { JSON_TYPE, type MediaType } from '../kernel/media-type.ts';
import type { Refusal } from '../kernel/problem.ts';
import { ok, type Result, refuse } from '../kernel/result.ts';
import type { MediaTypes, Route } from '../kernel/route.ts';

type Headers = Readonly<Record<string, string | undefined>>;
type Parameters = Readonly<Record<string, string>>;

/** A media range of an Accept header, or a media type (RFC 9110, 8.3.1 and 12.5.1). */
interface Range {
  readonly name: string;
  readonly parameters: Parameters;
}

/** More are not looked at. */
const RANGES_MAX = 32;

const rangeOf = (text: string): Range => {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
  const pairs = parameters.map((parameter): [string, string] => {
    const [key = '', value = ''] = parameter.split('=');
    return [key.trim().toLowerCase(), value.trim().replaceAll('"', '')];
  });
  return { name: name.toLowerCase(), parameters: Object.fromEntries(pairs) };
};

/** What may be spoken: a name, and the parameters whose other values are another language. */
type Offer = Pick<MediaType, 'name' | 'parameters'>;
const JSON_OFFER: Offer = { name: JSON_TYPE };

const hasValues = (parameters: Parameters, wanted: Parameters = {}): boolean =>
  Object.entries(wanted).every(([name, value]) => (parameters[name.toLowerCase()] ?? value) === value);

/** A caller who names only the form of our problems takes our JSON, too. */
const isNamed = (range: Range, { name, parameters }: Offer): boolean =>
  hasValues(range.parameters, parameters) && (range.name === name || (name === JSON_TYPE && range.name === 'application/problem+json'));

/** How much a caller wants an offer: the quality of the most precise range that names it, 0 when none does. */
const qualityOf = (offer: Offer, ranges: readonly Range[]): number => {
  const found =
    ranges.find((range) => isNamed(range, offer)) ??
    ranges.find(({ name }) => name === 'application/*') ??
    ranges.find(({ name }) => name === '*/*');
  const quality = Number(found?.parameters['q'] ?? 1);
  return found === undefined || Number.isNaN(quality) ? 0 : quality;
};

/** The offer that the caller wants most; of equals, the first. */
const preferred = <Offered extends Offer>(offers: readonly Offered[], accept: string): Offered | undefined => {
  const ranges = accept.split(',').slice(0, RANGES_MAX).map(rangeOf);
  const wanted = offers.map((offer) => ({ offer, quality: qualityOf(offer, ranges) })).filter(({ quality }) => quality > 0);
  return wanted.toSorted((left, right) => right.quality - left.quality)[0]?.offer;
};

const acceptOf = (headers: Headers): string => headers['accept'] ?? '*/*';

const isType = (headers: Headers, offer: Offer): boolean => {
  const given = rangeOf(headers['content-type'] ?? '');
  return given.name === offer.name && hasValues(given.parameters, offer.parameters);
};

/** We unpack nothing; what says that it is packed is not read as if it were not. */
const isPacked = ({ 'content-encoding': coding = '' }: Headers): boolean => !/^(identity)?$/i.test(coding);

/** In which forms this request is read and answered. A caller who leaves it open is answered in the form that was sent. */
export const negotiate = ({ body, representations = [] }: Route, headers: Headers): Result<MediaTypes, Refusal> => {
  const forms = representations.map(({ type }) => type);
  const read = representations.flatMap((form) => (form.body === undefined ? [] : [form.type]));
  const readable: readonly Offer[] = isPacked(headers) ? [] : [JSON_OFFER, ...read];
  const sent = body === undefined ? JSON_OFFER : readable.find((offer) => isType(headers, offer));
  const offers = [JSON_OFFER, ...forms].toSorted((left, right) => Number(right.name === sent?.name) - Number(left.name === sent?.name));
  const reply = preferred(offers, acceptOf(headers));
  if (reply === undefined) return refuse({ code: 'not-acceptable' });
  return sent === undefined ? refuse({ code: 'unsupported-media-type' }) : ok({ body: sent.name, reply: reply.name });
};

/** The form in which this caller reads problems: `application/problem+json` unless another one suits better. */
export const problemFormOf = (forms: readonly MediaType[], headers: Headers): MediaType | undefined => {
  const sent = forms.filter((form) => isType(headers, form));
  const found = preferred([...sent, JSON_OFFER, ...forms], acceptOf(headers));
  return forms.find(({ name }) => name === found?.name);
};
