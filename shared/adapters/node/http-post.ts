import { lookup } from 'node:dns/promises';
import type { Agent, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { getBuiltinModule } from 'node:process';
import type { OutgoingAnswer, OutgoingRequest, Post } from '../../kernel/runtime.ts';
import { type DestinationRules, hostOf, judgeAddress, judgeUrl } from '../../webhook/ssrf.ts';

/** Not imported: an import takes every export of `node:http`, and one of these loads a second HTTP client, 20 ms of a cold start. */
const { Agent: HttpAgent, request: httpRequest } = getBuiltinModule('node:http');

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface PostOptions extends DestinationRules {
  /** All addresses of a name. @default the system's resolver */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
}

/** What is read of an answer's body before the connection is cut; only the status counts. */
const ANSWER_BYTES_MAX = 64 * 1024;
const SOCKETS_PER_HOST_MAX = 16;
const SOCKETS_IDLE_MAX = 64;
const IDLE_MS = 15_000;

const resolveBySystem = (host: string): Promise<readonly ResolvedAddress[]> => lookup(host, { all: true, verbatim: true });

/**
 * The outgoing HTTP of webhooks. A name is resolved once, all its addresses are judged, and the connection goes to the judged
 * one, so that a second resolution cannot lead elsewhere (DNS rebinding). Redirects are answers like any other.
 */
export const createPost = (options: PostOptions): Post => {
  const { resolve = resolveBySystem } = options;
  const pool = { keepAlive: true, maxSockets: SOCKETS_PER_HOST_MAX, maxFreeSockets: SOCKETS_IDLE_MAX, timeout: IDLE_MS };
  const agents = { 'http:': new HttpAgent(pool), 'https:': new HttpsAgent(pool) };

  const pin = async (host: string): Promise<ResolvedAddress | 'unknown-host' | 'address-refused'> => {
    const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
    const [first] = found;
    if (first === undefined) return 'unknown-host';
    // One bad address among good ones is how a rebinding begins.
    return found.every(({ address }) => judgeAddress(address, options).ok) ? first : 'address-refused';
  };

  const postTo = async (request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingAnswer> => {
    const judged = judgeUrl(request.url, options);
    if (!judged.ok) return { kind: 'refused', reason: judged.reason };
    const pinned = await pin(hostOf(judged.url));
    if (pinned === 'address-refused') return { kind: 'refused', reason: pinned };
    if (pinned === 'unknown-host') return { kind: 'failed', reason: pinned };
    signal.throwIfAborted();
    return send({ request, url: judged.url, pinned, signal, agent: agents[judged.url.protocol === 'https:' ? 'https:' : 'http:'] });
  };

  return async (request) => {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), request.timeoutMs);
    try {
      // The race covers name resolution too, which cannot be aborted.
      return await Promise.race([postTo(request, timeout.signal), whenAborted(timeout.signal)]);
    } catch (thrown) {
      return { kind: 'failed', reason: timeout.signal.aborted ? 'timeout' : reasonOf(thrown) };
    } finally {
      clearTimeout(timer);
    }
  };
};

interface Sending {
  readonly request: OutgoingRequest;
  readonly url: URL;
  readonly pinned: ResolvedAddress;
  readonly signal: AbortSignal;
  /** False: a connection of its own. */
  readonly agent: Agent | HttpsAgent | false;
}

const send = (sending: Sending): Promise<OutgoingAnswer> =>
  new Promise((answer, fail) => {
    const { request, url, pinned, signal, agent } = sending;
    const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
      agent,
      signal,
      lookup: (_host, { all }, found) => {
        if (all === true) return found(null, [{ address: pinned.address, family: pinned.family }]);
        found(null, pinned.address, pinned.family);
      },
    });
    sent.once('error', (thrown) => {
      // The receiver closed an idle connection while we took it up: the request never got there.
      if (sent.reusedSocket && reasonOf(thrown) === 'connection-reset') return answer(send({ ...sending, agent: false }));
      fail(thrown);
    });
    sent.once('response', (response) => {
      discardBody(response);
      const retryAfter = response.headers['retry-after'];
      const status = response.statusCode ?? 0;
      answer(retryAfter === undefined ? { kind: 'answered', status } : { kind: 'answered', status, retryAfter });
    });
    sent.end(request.body);
  });

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(new Error('timeout')), { once: true });
  });

/** Reads the rest so that the connection can be used again; cuts it when there is too much or it takes too long. */
const discardBody = (response: IncomingMessage): void => {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) response.destroy();
  });
  const cut = setTimeout(() => response.destroy(), IDLE_MS);
  response.on('error', () => response.destroy());
  response.once('close', () => clearTimeout(cut));
};

/** A closed set: an error's own message may name hosts and files of ours. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  CERT_HAS_EXPIRED: 'certificate-refused',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-refused',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-refused',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-refused',
};

const reasonOf = (thrown: unknown): string => {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : '';
  return REASONS[code] ?? 'connection-failed';
};
