import type { CodeableConcept, Quantity } from './datatypes.ts';
import { as, type Element, each, first, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import { ownExtension } from './own-extension.ts';
import type { Dosage, MedicationRequest } from './resources.ts';

/** 遵医嘱: what is said only in words stands in the note. */
export const AS_DIRECTED = 'as-directed';

export const wordsOf = ({ text, coding }: CodeableConcept): string | undefined => text ?? coding?.[0]?.display ?? coding?.[0]?.code;

const amountOf = ({ value, unit, code }: Quantity): string | undefined =>
  value === undefined ? undefined : [String(value), unit ?? code].filter((part) => part !== undefined).join(' ');

type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

/** Times per period as doctors write them. */
const abbreviations: Readonly<Record<string, string>> = {
  '1 per 1 d': 'qd',
  '2 per 1 d': 'bid',
  '3 per 1 d': 'tid',
  '4 per 1 d': 'qid',
  '1 per 2 d': 'qod',
  '1 per 1 wk': 'qw',
};

const timesOf = ({ frequency = 1, frequencyMax, period, periodUnit }: Repeat): string | undefined => {
  if (period === undefined || periodUnit === undefined) return undefined;
  if (periodUnit === 'h' && frequency === 1 && frequencyMax === undefined) return `q${period}h`;
  const times = `${frequencyMax === undefined ? frequency : `${frequency}-${frequencyMax}`} per ${period} ${periodUnit}`;
  return abbreviations[times] ?? times;
};

const repeatWords = (repeat: Repeat): string | undefined => {
  const { when = [], timeOfDay = [], dayOfWeek = [] } = repeat;
  const words = [timesOf(repeat), when.join(','), timeOfDay.join(','), dayOfWeek.join(',')].filter(
    (part) => part !== undefined && part !== '',
  );
  return words.length === 0 ? undefined : words.join(' ');
};

/** A timing's own words first; then its abbreviation (BID); then what its numbers say. */
const frequencyOf = (dosage: Element<Dosage>): Maybe<string> => {
  const timing = member(dosage, 'timing');
  const code = member(timing, 'code');
  const often = firstThere(
    member(code, 'text'),
    as(member(first(member(code, 'coding')), 'code'), (abbreviation) => abbreviation.toLowerCase()),
    as(member(timing, 'repeat'), repeatWords),
  );
  const isAsNeeded = dosage.value.asNeededBoolean === true || dosage.value.asNeededCodeableConcept !== undefined;
  return isAsNeeded ? { value: [often.value, 'prn'].filter((part) => part !== undefined).join(' '), path: often.path } : often;
};

const doseOf = (message: Message, dosage: Element<Dosage>): Maybe<string> => {
  const doses = member(dosage, 'doseAndRate');
  const [dose, other] = each(doses);
  if (dose === undefined) return { value: undefined, path: [...doses.path, 0, 'doseQuantity'] };
  if (other !== undefined) message.unsupported(other.path);
  const range = member(dose, 'doseRange');
  const found = firstThere(
    member(ownExtension(dose, 'dose'), 'valueString'),
    as(member(dose, 'doseQuantity'), amountOf),
    as(range, ({ low, high }) => [low, high].flatMap((end) => (end === undefined ? [] : (amountOf(end) ?? []))).join(' - ')),
  );
  // A rate alone is an infusion.
  if (!isThere(found)) message.unsupported(dose.path);
  return found;
};

const structured = (message: Message, dosage: Element<Dosage>) => ({
  dose: doseOf(message, dosage),
  route: as(member(dosage, 'route'), wordsOf),
  frequency: frequencyOf(dosage),
});

/** What a dosage says in words, beside what its parts say. */
const remarksOn = (dosage: Element<Dosage>): readonly Maybe<string>[] => [
  member(dosage, 'text'),
  member(dosage, 'patientInstruction'),
  ...each(member(dosage, 'additionalInstruction')).map((instruction) => as(instruction, wordsOf)),
  as(member(dosage, 'asNeededCodeableConcept'), wordsOf),
];

const joined = (texts: readonly Maybe<string>[]): Maybe<string> | undefined => {
  const said = texts.filter(isThere);
  const [one] = said;
  return one === undefined ? undefined : { value: said.map(({ value }) => value).join('; '), path: one.path };
};

/**
 * 用法用量. One dosage in parts goes into the parts of the line; several, or one in words, go into its note, so that the pharmacist
 * reads all of them. Nothing that is said is left out.
 */
export const dosageOf = (message: Message, request: Element<MedicationRequest>) => {
  const dosages = member(request, 'dosageInstruction');
  const [one, ...others] = each(dosages);
  const notes = each(member(request, 'note')).map((note) => member(note, 'text'));
  const nothing: Maybe<string> = { value: undefined, path: [...dosages.path, 0, 'text'] };
  if (one === undefined) return { dose: nothing, route: nothing, frequency: nothing, note: joined(notes) };

  const directed = (part: Maybe<string>): Element<string> => ({ value: part.value ?? AS_DIRECTED, path: part.path });
  if (others.length > 0) {
    const all = [one, ...others].map((dosage): Maybe<string> => {
      const { dose, route, frequency } = structured(message, dosage);
      return (
        joined(remarksOn(dosage)) ?? { value: [dose, route, frequency].flatMap(({ value }) => value ?? []).join(' '), path: dosage.path }
      );
    });
    const place = { value: AS_DIRECTED, path: dosages.path };
    return { dose: place, route: place, frequency: place, note: joined([...notes, ...all]) };
  }
  const { dose, route, frequency } = structured(message, one);
  const note = joined([...notes, ...remarksOn(one)]);
  const isSaid = [dose, route, frequency, ...remarksOn(one)].some(isThere);
  if (!isSaid) return { dose: nothing, route: nothing, frequency: nothing, note };
  return { dose: directed(dose), route: directed(route), frequency: directed(frequency), note };
};
