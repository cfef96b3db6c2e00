import { Standing } from '../../../events/overview.ts';
import type { Agency } from '../../../events/partners.ts';
import { type Instant, msBetween } from '../../../shared/kernel/time.ts';
import { eventWord } from './event-words.ts';
import { type Html, html } from './html.ts';
import type { Journey } from './journey.ts';
import { lanesOf } from './lanes.ts';
import { pictureOf } from './picture.ts';
import type { Counts, RegionState } from './region-state.ts';
import { durationText } from './times.ts';
import { type Language, laneWord, standingWords, words } from './words.ts';

/** What every section needs to know of the page that it stands on. */
export interface Setting {
  readonly language: Language;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly clockText: (at: Instant) => string;
  /** The journey that the address names; none when the page follows the newest. */
  readonly pinned: string | undefined;
}

const BAR_WIDTH = 1_000;

export const chip = (status: Standing, language: Language): Html =>
  html`<span class="chip ${status}">${standingWords[status][language]}</span>`;

/** The day in one bar and its numbers. */
export const countsSection = ({ byStatus, total, isWhole }: Counts, { language }: Setting): Html => {
  const { journeysToday, atLeast } = words[language];
  const shown = Standing.options.map((status) => ({ status, count: byStatus.get(status) ?? 0 }));
  let x = 0;
  const parts = shown
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => {
      const width = (BAR_WIDTH * count) / total;
      const part = html`<rect class="${status}" x="${x}" y="0" width="${width}" height="10"><title>${standingWords[status][language]} ${count}</title></rect>`;
      x += width;
      return part;
    });
  return html`<section id="counts" class="counts" data-live aria-labelledby="counts-title">
<div class="total"><h2 id="counts-title">${journeysToday}</h2><p class="number">${isWhole ? '' : html`<small>${atLeast}</small> `}${total}</p></div>
<div class="breakdown"><svg class="bar" viewBox="0 0 ${BAR_WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="empty" width="${BAR_WIDTH}" height="10"/>${parts}</svg>
<dl>${shown.map(({ status, count }) => html`<div class="${count === 0 ? 'none' : 'some'}"><dt><i class="key ${status}"></i>${standingWords[status][language]}</dt><dd>${count}</dd></div>`)}</dl></div></section>`;
};

export const journeySection = (journey: Journey | undefined, status: Standing | undefined, setting: Setting): Html => {
  const { language, pinned, agencies } = setting;
  const said = words[language];
  const first = journey?.steps[0];
  const last = journey?.steps.at(-1);
  if (journey === undefined || first === undefined || last === undefined) {
    return html`<section id="journey" class="card journey" data-live aria-labelledby="journey-title"><h2 id="journey-title">${said.journey}</h2><p class="empty">${pinned === undefined ? said.noJourneys : said.noSteps}</p></section>`;
  }
  const mode = pinned === undefined ? undefined : html`<a class="follow" id="follow" href="/?lang=${language}">${said.follow}</a>`;
  return html`<section id="journey" class="card journey" data-live aria-labelledby="journey-title">
<header><h2 id="journey-title">${said.journey}</h2><code>${journey.id}</code>${status === undefined ? undefined : chip(status, language)}
<p class="facts">${journey.steps.length} ${said.steps} · ${said.took} ${durationText(msBetween(first.at, last.at))}</p>${mode}</header>
${pictureOf(journey, lanesOf(journey, agencies, language), language)}
<details id="steps"><summary>${said.asList}</summary><ol class="steps">${journey.steps.map((_, index) => stepLine(journey, index, setting))}</ol></details></section>`;
};

const stepLine = ({ steps, deliveries }: Journey, index: number, { language, agencies, clockText }: Setting): Html => {
  const step = steps[index];
  if (step === undefined) return html``;
  const nameOf = (agencyId: string, role: string): string => {
    const agency = agencies.get(agencyId);
    return (language === 'zh' ? agency?.name : agency?.englishName) ?? laneWord(role, language);
  };
  const { actor, context, events, commits, at } = step;
  const who = actor.agencyId ? nameOf(actor.agencyId, actor.role) : laneWord(context, language);
  const before = steps[index - 1];
  const told = deliveries
    .filter((delivery) => delivery.step === index)
    .map(({ agencyId, isDelivered }) => {
      const said = isDelivered ? words[language].delivered : words[language].notDelivered;
      return html`<span class="told">${nameOf(agencyId, 'pharmacy')}: ${said}</span>`;
    });
  const what = events.map((event) => eventWord(event, language)).join(language === 'zh' ? '、' : ', ');
  return html`<li><time datetime="${at}">${clockText(at)}</time><span class="since">${before === undefined ? '' : `+${durationText(msBetween(before.at, at))}`}</span><span class="what">${what}${commits > 1 ? ` ×${commits}` : ''}</span><span class="who">${who} → ${laneWord(context, language)}</span>${told}</li>`;
};

export const latestSection = ({ latest }: RegionState, shownId: string | undefined, { language, agencies, clockText }: Setting): Html => {
  const said = words[language];
  const rows = latest.map(({ prescriptionId, status, at, pharmacyId }) => {
    const pharmacy = pharmacyId === undefined ? undefined : agencies.get(pharmacyId);
    const name = language === 'zh' ? pharmacy?.name : pharmacy?.englishName;
    const isShown = prescriptionId === shownId;
    return html`<tr class="${isShown ? 'shown' : ''}"><td><time datetime="${at}">${clockText(at).slice(0, 8)}</time></td><td><a id="row-${prescriptionId}" href="/?lang=${language}&amp;journey=${prescriptionId}"${isShown ? html` aria-current="true"` : undefined}><code>${prescriptionId}</code></a></td><td>${chip(status, language)}</td><td class="pharmacy">${name ?? '—'}</td></tr>`;
  });
  const table = html`<table><thead><tr><th scope="col">${said.time}</th><th scope="col">${said.prescription}</th><th scope="col">${said.status}</th><th scope="col" class="pharmacy">${said.pharmacy}</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<section id="latest" class="card" data-live aria-labelledby="latest-title"><h2 id="latest-title">${said.latest}</h2>${rows.length === 0 ? html`<p class="empty">—</p>` : table}</section>`;
};

export const agenciesSection = ({ agencies }: RegionState, { language }: Setting): Html => {
  const said = words[language];
  const items = agencies.map(({ role, name, englishName, isSuspended }) => {
    const [first, second] = language === 'zh' ? [name, englishName] : [englishName, name];
    return html`<li class="${role}"><span class="names"><b>${first}</b><small lang="${language === 'zh' ? 'en' : 'zh'}">${second}</small></span><span class="role">${laneWord(role, language)}${isSuspended ? ` · ${said.suspended}` : ''}</span></li>`;
  });
  return html`<section id="agencies" class="card" data-live aria-labelledby="agencies-title"><h2 id="agencies-title">${said.agencies}</h2>${items.length === 0 ? html`<p class="empty">${said.noAgencies}</p>` : html`<ul class="agencies">${items}</ul>`}</section>`;
};
