import { OfferId, PrescriptionId } from '../../../events/vocabulary/ids.ts';

const FILL_DIGITS = 2;
const NUMBER_DIGITS = 3;

/** The stream of one fill: `rx_….1`. */
export const routingIdOf = (prescriptionId: string, fill: number): string => `${prescriptionId}.${fill}`;

/**
 * An offer's id carries its prescription's, the fill and its number there, so that it leads to its stream without a lookup
 * that could lag behind. It is no secret: an offer answers only to the pharmacy that it was made to.
 */
export const offerIdOf = (prescriptionId: string, fill: number, number: number): OfferId =>
  OfferId.parse(
    `ofr_${prescriptionId.slice('rx_'.length)}${String(fill).padStart(FILL_DIGITS, '0')}${String(number).padStart(NUMBER_DIGITS, '0')}`,
  );

export interface OfferPlace {
  readonly prescriptionId: PrescriptionId;
  readonly fill: number;
}

/** Where an offer belongs; undefined for an id that is none of ours. */
export const placeOfOffer = (offerId: string): OfferPlace | undefined => {
  // Stryker disable next-line ArrayDeclaration: what has no parts and what is no match end alike, on the next line
  const [, rest, fill] = /^ofr_([A-Za-z0-9]{4,59})(\d{2})\d{3}$/.exec(offerId) ?? [];
  // Stryker disable next-line ConditionalExpression,LogicalOperator: a match has both parts, which the compiler cannot know
  return rest === undefined || fill === undefined ? undefined : { prescriptionId: PrescriptionId.parse(`rx_${rest}`), fill: Number(fill) };
};
