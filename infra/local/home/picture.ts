import { eventWord, mainEvent } from './event-words.ts';
import { type Html, html } from './html.ts';
import type { Journey } from './journey.ts';
import type { Lane } from './lanes.ts';
import { AXIS_HEIGHT, LANE_HEIGHT, type Layout, layoutOf } from './layout.ts';
import { durationText } from './times.ts';
import { type Language, words } from './words.ts';
import { wrap } from './wrap.ts';

const LABEL_WIDTH = 156;
const DOT_RADIUS = 7;
const LINE_HEIGHT = 12.5;
/** Of the labels under the dots; what touches its neighbour is broken into lines before. */
const LETTER_WIDTH = 7;
const LABEL_LINES_MAX = 3;
const LANE_LETTERS = 18;

/** A journey as swim lanes: one row for every agency and context, a dot for every step, arrows in the order of time. */
export const pictureOf = (journey: Journey, lanes: readonly Lane[], language: Language): Html => {
  const layout = layoutOf(journey, lanes);
  const { width, height } = layout;
  return html`<div class="picture">
<svg class="lane-names" preserveAspectRatio="xMinYMin slice" width="${LABEL_WIDTH}" height="${height}" viewBox="0 0 ${LABEL_WIDTH} ${height}" aria-hidden="true">${layout.lanes.map(laneName)}</svg>
<div class="scroll" id="picture-scroll" tabindex="0" role="group" aria-label="${words[language].journey}">
<svg class="lanes" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="picture-title">
<title id="picture-title">${titleOf(journey, language)}</title>
<defs>${KINDS.map(marker)}</defs>
${layout.lanes.map(({ y }, index) => laneBand(y, index, width))}
${layout.dots.map(({ at }) => html`<line class="grid" x1="${at.x}" x2="${at.x}" y1="${AXIS_HEIGHT - 6}" y2="${height}"/>`)}
${layout.arrows.map(arrow)}
${layout.bells.map((bell) => notice(bell, language))}
${layout.dots.map((dot) => stepDot(dot, layout.stride, labelOf(journey, dot.step, language)))}
</svg></div></div>`;
};

const KINDS = ['platform', 'hospital', 'pharmacy', 'patient-app', 'other'];
const kindClass = (kind: string): string => (KINDS.includes(kind) ? kind : 'other');

const titleOf = ({ id, steps }: Journey, language: Language): string =>
  `${words[language].journey} ${id}: ${steps.length} ${words[language].steps}`;

const marker = (kind: string): Html =>
  html`<marker id="tip-${kind}" class="tip ${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0.5 0.8 7.5 4 0.5 7.2z"/></marker>`;

const laneName = ({ lane, y }: Layout['lanes'][number]): Html => {
  const title = wrap(lane.title, LANE_LETTERS, 2);
  const top = y - (LINE_HEIGHT * title.length) / 2 + 3;
  return html`<g class="lane-name ${kindClass(lane.kind)}"><title>${lane.title}</title><rect class="swatch" x="0" y="${y - LANE_HEIGHT / 2 + 12}" width="4" height="${LANE_HEIGHT - 24}" rx="2"/>
${title.map((line, index) => html`<text class="name" x="14" y="${top + LINE_HEIGHT * 1.15 * index}">${line}</text>`)}
<text class="kind" x="14" y="${top + LINE_HEIGHT * 1.15 * title.length + 1}">${lane.subtitle}</text></g>`;
};

const laneBand = (y: number, index: number, width: number): Html =>
  html`<rect class="band${index % 2 === 0 ? '' : ' odd'}" x="0" y="${y - LANE_HEIGHT / 2}" width="${width}" height="${LANE_HEIGHT}"/><line class="rail" x1="0" x2="${width}" y1="${y}" y2="${y}"/>`;

/** Leaves and arrives level, so that an arrow between lanes reads as a flow from left to right. */
const curve = (from: { x: number; y: number }, to: { x: number; y: number }, gap: number): string => {
  const endX = to.x - gap;
  const bend = Math.max(14, Math.abs(endX - from.x) * 0.8);
  return `M${round(from.x)} ${round(from.y)}C${round(from.x + bend)} ${round(from.y)} ${round(endX - bend)} ${round(to.y)} ${round(endX)} ${round(to.y)}`;
};
const round = (value: number): number => Math.round(value * 10) / 10;

const arrow = ({ from, to, kind, isRequest }: Layout['arrows'][number]): Html => {
  const name = kindClass(kind);
  const start = isRequest ? html`<circle class="origin ${name}" cx="${round(from.x)}" cy="${from.y}" r="4"/>` : undefined;
  return html`<path class="arrow ${name}" d="${curve(from, to, DOT_RADIUS + 2)}" marker-end="url(#tip-${name})"/>${start}`;
};

const notice = ({ from, at, kind, isDelivered, tookMs }: Layout['bells'][number], language: Language): Html => {
  const { delivered, notDelivered } = words[language];
  const said = `${isDelivered ? delivered : notDelivered}, ${durationText(tookMs)}`;
  const x = round(at.x);
  const mark = isDelivered
    ? html`<circle class="bell ${kindClass(kind)}" cx="${x}" cy="${at.y}" r="4.5"/>`
    : html`<path class="bell failed" d="M${x - 4} ${at.y - 4}l8 8m0 -8l-8 8"/>`;
  return html`<g><title>${said}</title><path class="wire ${kindClass(kind)}" d="${curve(from, at, 5)}"/>${mark}<text class="took" x="${x}" y="${at.y + 18}">${durationText(tookMs)}</text></g>`;
};

const labelOf = ({ steps }: Journey, step: number, language: Language): string => {
  const { events = [], commits = 1 } = steps[step] ?? {};
  const event = eventWord(mainEvent(events), language);
  return commits > 1 ? `${event} ×${commits}` : event;
};

const stepDot = ({ at, step, sinceMs, kind, isNewest }: Layout['dots'][number], stride: number, label: string): Html => {
  const lines = wrap(label, Math.floor(stride / LETTER_WIDTH), LABEL_LINES_MAX);
  return html`<g class="step ${kindClass(kind)}${isNewest ? ' newest' : ''}"><title>${step + 1}. ${label}</title>
<text class="since" x="${at.x}" y="${AXIS_HEIGHT - 14}">${step === 0 ? '0' : `+${durationText(sinceMs)}`}</text>
<circle class="halo" cx="${at.x}" cy="${at.y}" r="${DOT_RADIUS}"/><circle class="dot" cx="${at.x}" cy="${at.y}" r="${DOT_RADIUS}"/>
${lines.map((line, index) => html`<text class="label" x="${at.x}" y="${at.y + 20 + index * LINE_HEIGHT}">${line}</text>`)}</g>`;
};
