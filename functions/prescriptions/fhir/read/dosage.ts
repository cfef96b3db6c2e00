import { DIRECTION_CHARS_MAX } from '../../domain/document.ts';
import { amountOf, rangeWords, ratioWords } from './amounts.ts';
import type { CodeableConcept, Quantity } from './datatypes.ts';
import { as, type Element, each, firstThere, isThere, type Maybe, member } from './element.ts';
import type { Message } from './message.ts';
import { ownExtension } from './own-extension.ts';
import type { Dosage, MedicationRequest } from './resources.ts';
import { frequencyOf } from './timing.ts';

/** 遵医嘱: what is said only in words stands in the note. */
export const AS_DIRECTED = 'as-directed';

export const wordsOf = ({ text, coding }: CodeableConcept): string | undefined => text ?? coding?.[0]?.display ?? coding?.[0]?.code;

const doseOf = (message: Message, dosage: Element<Dosage>): Maybe<string> => {
  const doses = member(dosage, 'doseAndRate');
  const [dose, other] = each(doses);
  if (dose === undefined) return { value: undefined, path: [...doses.path, 0, 'doseQuantity'] };
  if (other !== undefined) message.unsupported(other.path);
  // A rate is an infusion.
  const rates = [member(dose, 'rateRatio'), member(dose, 'rateRange'), member(dose, 'rateQuantity')].filter(isThere);
  for (const { path } of rates) message.unsupported(path);
  const amounts = [as(member(dose, 'doseQuantity'), amountOf), as(member(dose, 'doseRange'), rangeWords)];
  message.oneOf(amounts);
  const found = firstThere(member(ownExtension(dose, 'dose'), 'valueString'), ...amounts);
  if (!isThere(found) && rates.length === 0) message.unsupported(dose.path);
  return found;
};

const structured = (message: Message, dosage: Element<Dosage>) => ({
  dose: doseOf(message, dosage),
  route: as(member(dosage, 'route'), wordsOf),
  frequency: frequencyOf(dosage),
});

const limitIn = <Value>(message: Message, limit: Maybe<Value>, say: (value: Value) => string | undefined): Maybe<string> => {
  const words = as(limit, say);
  if (isThere(limit) && !isThere(words)) message.unsupported(limit.path);
  return as(words, (most) => `max ${most}`);
};

/** How much is too much: the model has no place for it but the note. */
const limitsOn = (message: Message, dosage: Element<Dosage>): readonly Maybe<string>[] => {
  const amount = (most: Quantity, occasion: string) => amountOf(most)?.concat(' ', occasion);
  return [
    limitIn(message, member(dosage, 'maxDosePerPeriod'), ratioWords),
    limitIn(message, member(dosage, 'maxDosePerAdministration'), (most) => amount(most, 'at once')),
    limitIn(message, member(dosage, 'maxDosePerLifetime'), (most) => amount(most, 'in a lifetime')),
  ];
};

/** What a dosage says beside its words and what the parts of a line hold. */
const remarksOn = (message: Message, dosage: Element<Dosage>): readonly Maybe<string>[] => [
  member(dosage, 'patientInstruction'),
  ...each(member(dosage, 'additionalInstruction')).map((instruction) => as(instruction, wordsOf)),
  as(member(dosage, 'asNeededCodeableConcept'), wordsOf),
  as(member(dosage, 'site'), wordsOf),
  as(member(dosage, 'method'), wordsOf),
  ...limitsOn(message, dosage),
];

const joined = (texts: readonly Maybe<string>[]): Element<string> | undefined => {
  const said = texts.filter(isThere);
  const [one] = said;
  return one === undefined ? undefined : { value: said.map(({ value }) => value).join('; '), path: one.path };
};

/** One of several dosages, wholly in words: its own, which by R4 say what its parts say, else those of its parts. */
const wholeOf = (message: Message, dosage: Element<Dosage>): Maybe<string> => {
  const { dose, route, frequency } = structured(message, dosage);
  const parts = [dose, route, frequency].flatMap(({ value }) => value ?? []).join(' ');
  const words = firstThere(member(dosage, 'text'), { value: parts === '' ? undefined : parts, path: dosage.path });
  const said = joined([words, ...remarksOn(message, dosage)]);
  if (said === undefined) return message.unsupported(dosage.path) ?? { value: undefined, path: dosage.path };
  const { sequence } = dosage.value;
  return { value: sequence === undefined ? said.value : `${sequence}) ${said.value}`, path: said.path };
};

/** Those of one number are taken together, those of the next one after them. */
const inSequence = (dosages: readonly Element<Dosage>[]): readonly Element<Dosage>[] =>
  dosages.toSorted((left, right) => (left.value.sequence ?? 0) - (right.value.sequence ?? 0));

/**
 * 用法用量. One dosage in parts goes into the parts of the line; several, one in words, or one of long parts go into its note, so that the pharmacist
 * reads all of them. Nothing that is said is left out.
 */
export const dosageOf = (message: Message, request: Element<MedicationRequest>) => {
  const dosages = member(request, 'dosageInstruction');
  const [one, ...others] = each(dosages);
  const notes = each(member(request, 'note')).map((note) => member(note, 'text'));
  const nothing: Maybe<string> = { value: undefined, path: [...dosages.path, 0, 'text'] };
  if (one === undefined) return { dose: nothing, route: nothing, frequency: nothing, note: joined(notes) };

  const directed = (part: Maybe<string>): Element<string> => ({ value: part.value ?? AS_DIRECTED, path: part.path });
  const { dose, route, frequency } = structured(message, one);
  const isLong = [dose, route, frequency].some(({ value = '' }) => value.length > DIRECTION_CHARS_MAX);
  if (others.length > 0 || isLong) {
    const place = { value: AS_DIRECTED, path: dosages.path };
    const all = inSequence([one, ...others]).map((dosage) => wholeOf(message, dosage));
    return { dose: place, route: place, frequency: place, note: joined([...notes, ...all]) };
  }
  const remarks = [member(one, 'text'), ...remarksOn(message, one)];
  const note = joined([...notes, ...remarks]);
  const isSaid = [dose, route, frequency, ...remarks].some(isThere);
  if (!isSaid) return { dose: nothing, route: nothing, frequency: nothing, note };
  return { dose: directed(dose), route: directed(route), frequency: directed(frequency), note };
};
