import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Page } from './server.ts';

const compress = promisify(gzip);

export const SAFE_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const;

/** Nothing from elsewhere, nothing inline. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface FileSpec {
  /** The media type, with its charset. */
  readonly type: string;
  readonly load: () => Promise<Uint8Array | string> | Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Prepared {
  readonly plain: Buffer;
  readonly zipped: Buffer;
  readonly etag: string;
}

const prepare = async (load: FileSpec['load']): Promise<Prepared> => {
  const plain = Buffer.from(await load());
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { plain, zipped: await compress(plain), etag };
};

/** A file that does not change while the process runs: read and compressed once, at its first request; known again by its ETag. */
export const filePage = ({ type, load, headers = {} }: FileSpec): Page => {
  let ready: Promise<Prepared> | undefined;
  return async (request, response) => {
    ready ??= prepare(load);
    const { plain, zipped, etag } = await ready;
    const common = { ...SAFE_HEADERS, ...headers, etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
    if (isKnown(request, etag)) {
      response.writeHead(304, common).end();
      return;
    }
    const isZipped = takesGzip(request);
    const body = isZipped ? zipped : plain;
    const encoding = isZipped ? { 'content-encoding': 'gzip' } : {};
    response.writeHead(200, { ...common, ...encoding, 'content-type': type, 'content-length': body.length }).end(body);
  };
};

/** A page made for this request. */
export const sendPage = async (request: IncomingMessage, response: ServerResponse, markup: string): Promise<void> => {
  const isZipped = takesGzip(request);
  const body = isZipped ? await compress(markup) : Buffer.from(markup);
  const encoding = isZipped ? { 'content-encoding': 'gzip' } : {};
  const headers = {
    ...SAFE_HEADERS,
    ...encoding,
    'content-security-policy': STRICT_POLICY,
    'cache-control': 'no-store',
    vary: 'accept-encoding, accept-language',
  };
  response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8', 'content-length': body.length }).end(body);
};

const takesGzip = (request: IncomingMessage): boolean => /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));

const isKnown = (request: IncomingMessage, etag: string): boolean =>
  (request.headers['if-none-match'] ?? '').split(/\s*,\s*/).some((known) => known.replace(/^W\//, '') === etag);
