import type { RegionProfile } from '../../regions/region-profile.ts';
import { type Html, html } from './html.ts';
import type { Journey } from './journey.ts';
import type { RegionState } from './region-state.ts';
import { agenciesSection, countsSection, journeySection, latestSection, type Setting } from './sections.ts';
import { type Language, words } from './words.ts';

export interface HomeContent {
  readonly profile: RegionProfile;
  readonly state: RegionState;
  readonly journey: Journey | undefined;
  readonly setting: Setting;
}

/** Three lines under one seal: 三联. */
const SEAL = html`<svg class="seal" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"><rect width="40" height="40" rx="9"/><path d="M11 12.5h18M13.5 20h13M9.5 27.5h21"/></svg>`;

/** The one page of a region, whole without any script. */
export const homePage = ({ profile, state, journey, setting }: HomeContent): string => {
  const { language, pinned } = setting;
  const said = words[language];
  const status = state.latest.find(({ prescriptionId }) => prescriptionId === journey?.id)?.status;
  const page = html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${profile.name[language]} · Sanlian 三联</title><link rel="icon" href="/assets/seal.svg" type="image/svg+xml"><link rel="stylesheet" href="/assets/page.css"><script src="/assets/page.js" defer></script></head>
<body><a class="skip" href="#main">${said.skip}</a>
<header class="top"><div class="brand">${SEAL}<div><h1>${language === 'zh' ? '三联' : 'Sanlian'}<span class="region">${profile.name[language]}</span></h1><p>${said.tagline}</p></div></div>
<nav><span class="live" id="live" role="status" data-on="${said.live}" data-off="${said.offline}" hidden></span><a href="/docs">${said.docs}</a><a href="/docs/problems?lang=${language}">${said.problems}</a><a href="/healthz">${said.health}</a>${languageLink(language, pinned)}</nav></header>
<main id="main">${countsSection(state.counts, setting)}${journeySection(journey, status, setting)}<div class="columns">${latestSection(state, journey?.id, setting)}${agenciesSection(state, setting)}</div></main>
<footer><p>${profile.region} · <time datetime="${state.day}">${state.day}</time> · ${profile.timeZone}</p></footer></body></html>`;
  return page.markup;
};

const languageLink = (language: Language, pinned: string | undefined): Html => {
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const rest = pinned === undefined ? '' : `&journey=${encodeURIComponent(pinned)}`;
  return html`<a class="language" id="language" rel="alternate" hreflang="${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" href="/?lang=${other}${rest}">${words[language].otherLanguage}</a>`;
};
