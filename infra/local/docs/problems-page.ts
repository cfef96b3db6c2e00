import type { Context } from '../../../shared/kernel/context.ts';
import { edgeProblems, type ProblemSpec } from '../../../shared/kernel/problem.ts';
import { contextTitles } from '../../contract/titles.ts';
import { type Html, html } from '../home/html.ts';

interface Section {
  readonly name: string;
  readonly title: string;
  readonly problems: readonly Entry[];
}

type Entry = readonly [code: string, spec: ProblemSpec];

/** The catalogue of everything that may go wrong, an anchor for each code: a problem's `type` leads here. */
export const problemsPage = (contexts: readonly Context[]): string => {
  const ofContexts = contexts.map(({ name, problems }): Section => {
    const title = contextTitles[name];
    return { name, title: title === undefined ? name : `${title.en} ${title.zh}`, problems: Object.entries(problems) };
  });
  const seen = new Set<string>();
  const isFirst = (code: string): boolean => !seen.has(code) && seen.add(code).size > 0;
  const sections = [{ name: 'edge', title: 'Any call 通用', problems: Object.entries(edgeProblems) }, ...ofContexts]
    .filter(({ problems }) => problems.length > 0)
    // Two contexts may each have a word to say on one code; its anchor must be the only one.
    .map((section) => ({ ...section, articles: section.problems.map((problem) => problemOf(problem, isFirst(problem[0]))) }));
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Problems · Sanlian 三联</title>
<link rel="icon" href="/assets/seal.svg" type="image/svg+xml"><link rel="stylesheet" href="/assets/page.css"><link rel="stylesheet" href="/docs/assets/problems.css"></head>
<body><header class="top"><div class="brand"><div><h1>Problems<span class="region">错误目录</span></h1><p>Every error answer is application/problem+json (RFC 9457) with one of these codes. Decide on the code, never on the text.</p></div></div><nav><a href="/">Sanlian 三联</a><a href="/docs">API docs</a></nav></header>
<main class="catalogue"><nav class="contents" aria-label="Contents">${sections.map(({ name, title }) => html`<a href="#of-${name}">${title}</a>`)}</nav>
${sections.map(sectionOf)}</main></body></html>`.markup;
};

const sectionOf = ({ name, title, articles }: Section & { readonly articles: readonly Html[] }): Html =>
  html`<section class="card" aria-labelledby="of-${name}"><h2 id="of-${name}">${title}</h2>${articles}</section>`;

const problemOf = ([code, { status, title, remedy, isRetryable, retryAfterSeconds }]: Entry, hasAnchor: boolean): Html => {
  const article = hasAnchor ? html`<article id="${code}">` : html`<article>`;
  const after = retryAfterSeconds === undefined ? '' : ` after ${retryAfterSeconds} s`;
  const retry = isRetryable === true ? html`<span class="retry">retry${after}</span>` : undefined;
  return html`${article}<h3><a href="#${code}"><code>${code}</code></a><span class="status s${Math.floor(status / 100)}">${status}</span>${retry}</h3><p>${title}.</p><p class="remedy">${remedy}</p></article>`;
};
