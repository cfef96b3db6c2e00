import { msBetween } from '../../../shared/kernel/time.ts';
import type { Journey } from './journey.ts';
import type { Lane } from './lanes.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The picture in numbers, all in pixels: the same journey gives the same picture. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** From one step to the next. */
  readonly stride: number;
  readonly lanes: readonly { readonly lane: Lane; readonly y: number }[];
  readonly dots: readonly {
    readonly at: Point;
    readonly step: number;
    readonly sinceMs: number;
    readonly kind: string;
    readonly isNewest: boolean;
  }[];
  readonly arrows: readonly { readonly from: Point; readonly to: Point; readonly kind: string; readonly isRequest: boolean }[];
  readonly bells: readonly {
    readonly from: Point;
    readonly at: Point;
    readonly kind: string;
    readonly isDelivered: boolean;
    readonly tookMs: number;
    readonly agencyId: string;
  }[];
}

export const LANE_HEIGHT = 68;
export const AXIS_HEIGHT = 34;
const EDGE = 44;
const EDGE_RIGHT = 18;
/** Narrow enough that a whole journey of some fifteen steps stands on one screen, wide enough for its words. */
const STEP_MIN = 60;
const STEP_MAX = 120;
/** What a desktop's window leaves beside the lanes' names. */
const ROOM = 1_020;
/** Where in the gap before a step its request leaves the agency's lane, and where after it a notice arrives. */
const REQUEST_LEAD = 0.56;
const NOTICE_LAG = 0.46;

export const layoutOf = (journey: Journey, lanes: readonly Lane[]): Layout => {
  const { steps, deliveries } = journey;
  const stride = Math.round(Math.min(STEP_MAX, Math.max(STEP_MIN, (ROOM - EDGE - EDGE_RIGHT) / (steps.length - 0.5))));
  const yOf = new Map(lanes.map(({ key }, index) => [key, AXIS_HEIGHT + LANE_HEIGHT * (index + 0.5)]));
  const kindOf = new Map(lanes.map(({ key, kind }) => [key, kind]));
  const xOf = (step: number): number => EDGE + stride * step;
  const pointOf = (step: number): Point => ({ x: xOf(step), y: yOf.get(steps[step]?.context ?? '') ?? 0 });

  const dots = steps.map(({ at, actor }, step) => {
    const before = steps[step - 1];
    const kind = kindOf.get(actor.agencyId ?? '') ?? 'platform';
    return {
      at: pointOf(step),
      step,
      sinceMs: before === undefined ? 0 : msBetween(before.at, at),
      kind,
      isNewest: step === steps.length - 1,
    };
  });
  const arrows = steps.flatMap(({ actor, from }, step) => {
    const to = pointOf(step);
    if (from !== undefined) return [{ from: pointOf(from), to, kind: 'platform', isRequest: false }];
    const y = yOf.get(actor.agencyId ?? '');
    if (y === undefined) return [];
    return [{ from: { x: to.x - stride * REQUEST_LEAD, y }, to, kind: actor.role, isRequest: true }];
  });
  const bells = deliveries.flatMap(({ step, agencyId, at, isDelivered }) => {
    const [y, source] = [yOf.get(agencyId), steps[step]];
    if (y === undefined || source === undefined) return [];
    const place = { x: xOf(step) + stride * NOTICE_LAG, y };
    return [{ from: pointOf(step), at: place, kind: kindOf.get(agencyId) ?? '', isDelivered, tookMs: msBetween(source.at, at), agencyId }];
  });
  return {
    width: Math.round(EDGE + stride * (steps.length - 0.5) + EDGE_RIGHT),
    height: AXIS_HEIGHT + LANE_HEIGHT * lanes.length,
    stride,
    lanes: lanes.map((lane) => ({ lane, y: yOf.get(lane.key) ?? 0 })),
    dots,
    arrows,
    bells,
  };
};
