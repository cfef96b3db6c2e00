import type { Agency } from '../../../events/partners.ts';
import type { Journey } from './journey.ts';
import { type Language, laneWord } from './words.ts';

/** One row of the picture: a context of the platform, or an agency. */
export interface Lane {
  readonly key: string;
  /** What colours it: an agency's role, or `platform`. */
  readonly kind: string;
  readonly title: string;
  readonly subtitle: string;
}

const CONTEXTS_IN_ORDER = ['prescriptions', 'routing', 'fulfilment', 'directory', 'partners'];
/** From where a prescription comes to where it goes; the platform's contexts stand between. */
const ROLES_ABOVE = ['insurer', 'regulator', 'platform', 'hospital'];
const ROLES_BELOW = ['pharmacy', 'courier', 'patient-app'];
/** More agencies than this in one journey share no picture that a person can read. */
const AGENCY_LANES_MAX = 10;

const placeIn = (order: readonly string[], name: string): number => {
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
};

/** The lanes of a journey from top to bottom: who acted or was told, and where it happened. */
export const lanesOf = (journey: Journey, agencies: ReadonlyMap<string, Agency>, language: Language): readonly Lane[] => {
  const roles = new Map<string, string>();
  for (const { actor } of journey.steps) if (actor.agencyId) roles.set(actor.agencyId, actor.role);
  for (const { agencyId } of journey.deliveries) roles.set(agencyId, agencies.get(agencyId)?.role ?? roles.get(agencyId) ?? 'pharmacy');

  const people = [...roles].slice(0, AGENCY_LANES_MAX).map(([agencyId, role]): Lane => {
    const agency = agencies.get(agencyId);
    const name = language === 'zh' ? agency?.name : agency?.englishName;
    const word = laneWord(role, language);
    return { key: agencyId, kind: role, title: name ?? word, subtitle: name === undefined ? agencyId.slice(0, 12) : word };
  });
  const contexts = [...new Set(journey.steps.map(({ context }) => context))]
    .sort((left, right) => placeIn(CONTEXTS_IN_ORDER, left) - placeIn(CONTEXTS_IN_ORDER, right))
    .map((context): Lane => {
      const other: Language = language === 'zh' ? 'en' : 'zh';
      return { key: context, kind: 'platform', title: laneWord(context, language), subtitle: laneWord(context, other) };
    });
  const inOrder = (order: readonly string[], lanes: readonly Lane[]): readonly Lane[] =>
    lanes.toSorted((left, right) => placeIn(order, left.kind) - placeIn(order, right.kind));
  const above = inOrder(
    ROLES_ABOVE,
    people.filter(({ kind }) => ROLES_ABOVE.includes(kind)),
  );
  const below = inOrder(
    ROLES_BELOW,
    people.filter(({ kind }) => !ROLES_ABOVE.includes(kind)),
  );
  return [...above, ...contexts, ...below];
};
