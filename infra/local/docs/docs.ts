import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalog } from '../../../events/catalog.ts';
import type { Context } from '../../../shared/kernel/context.ts';
import { asyncApiOf } from '../../contract/asyncapi.ts';
import { openApiOf } from '../../contract/openapi.ts';
import type { Names } from '../../contract/placeholders.ts';
import { html } from '../home/html.ts';
import { filePage, STRICT_POLICY } from '../respond.ts';
import type { Page } from '../server.ts';
import { problemsPage } from './problems-page.ts';

/** The reference draws with inline styles; its scripts are held as strictly as ours. */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const REFERENCE = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Reference · Sanlian 三联</title><link rel="icon" href="/assets/seal.svg" type="image/svg+xml"></head>
<body><div id="reference"></div><noscript>The documents themselves: <a href="/openapi.json">OpenAPI</a>, <a href="/asyncapi.json">AsyncAPI</a>, <a href="/docs/problems">problems</a>.</noscript><script src="/docs/assets/standalone.js"></script><script src="/docs/assets/reference.js"></script></body></html>`
  .markup;

const own = (name: string, type: string): Page => filePage({ type, load: () => readFile(join(import.meta.dirname, 'assets', name)) });

/** The bundle that the package ships for browsers; served from where npm put it. */
const standalone = (): Promise<Buffer> => {
  const entry = fileURLToPath(import.meta.resolve('@scalar/api-reference'));
  return readFile(join(dirname(entry), 'browser', 'standalone.js'));
};

const SCRIPT = 'text/javascript; charset=utf-8';
const MARKUP = 'text/html; charset=utf-8';

/** The contract as documents and as pages. Every address is one file that is named here, so none leads elsewhere. */
export const docsPages = (contexts: readonly Context[], names: Names): Readonly<Record<string, Page>> => ({
  '/openapi.json': filePage({ type: 'application/json', load: () => JSON.stringify(openApiOf(contexts, { names })) }),
  '/asyncapi.json': filePage({ type: 'application/json', load: () => JSON.stringify(asyncApiOf(catalog)) }),
  '/docs': filePage({ type: MARKUP, load: () => REFERENCE, headers: { 'content-security-policy': REFERENCE_POLICY } }),
  '/docs/problems': filePage({ type: MARKUP, load: () => problemsPage(contexts), headers: { 'content-security-policy': STRICT_POLICY } }),
  '/docs/assets/standalone.js': filePage({ type: SCRIPT, load: standalone }),
  '/docs/assets/reference.js': own('reference.js', SCRIPT),
  '/docs/assets/problems.css': own('problems.css', 'text/css; charset=utf-8'),
});
