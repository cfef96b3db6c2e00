import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** A webhook as a pharmacy's own system gets it, signature checked with the public library that any partner would take. */
export interface ReceivedWebhook {
  readonly receiver: string;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly receivedAt: number;
}

export interface WebhookReceivers {
  readonly url: (receiver: string) => string;
  /** Tells the secret of a receiver's endpoint; until then its webhooks are refused, and come again. */
  trust(receiver: string, secret: string): void;
  /** The first webhook that fits, also one that came before. Throws after `timeoutMs`. */
  waitFor(what: string, fits: (webhook: ReceivedWebhook) => boolean, timeoutMs?: number): Promise<ReceivedWebhook>;
  /** Called for each genuine webhook. */
  onReceived(listener: (webhook: ReceivedWebhook) => void): void;
  readonly counts: { received: number; forged: number };
  close(): void;
}

const KEPT_MAX = 1_000;
const BODY_BYTES_MAX = 256 * 1024;
const WAIT_MS = 10_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const header = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

/** One small server for all sandbox pharmacies: `/webhooks/<receiver>`. */
export const startReceivers = async (port = 0): Promise<WebhookReceivers> => {
  const secrets = new Map<string, string>();
  const kept: ReceivedWebhook[] = [];
  const listeners = new Set<(webhook: ReceivedWebhook) => void>();
  const counts = { received: 0, forged: 0 };

  const receive = (receiver: string, id: string, payload: unknown): void => {
    if (!isRecord(payload)) return;
    const data = isRecord(payload['data']) ? payload['data'] : {};
    const webhook = { receiver, id, type: String(payload['type']), data, receivedAt: performance.now() };
    counts.received += 1;
    kept.push(webhook);
    if (kept.length > KEPT_MAX) kept.shift();
    for (const listener of listeners) listener(webhook);
  };

  const server = createServer(async (request, response) => {
    const receiver = (request.url ?? '').replace('/webhooks/', '');
    const secret = secrets.get(receiver);
    const text = await readText(request);
    const headers = {
      'webhook-id': header(request, 'webhook-id'),
      'webhook-timestamp': header(request, 'webhook-timestamp'),
      'webhook-signature': header(request, 'webhook-signature'),
    };
    try {
      if (secret === undefined) throw new Error('not trusted yet');
      receive(receiver, headers['webhook-id'], new Webhook(secret).verify(text, headers));
      response.writeHead(204).end();
    } catch {
      counts.forged += 1;
      response.writeHead(401).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const ownPort = address !== null && typeof address === 'object' ? address.port : 0;

  return {
    url: (receiver) => `http://127.0.0.1:${ownPort}/webhooks/${receiver}`,
    trust: (receiver, secret) => void secrets.set(receiver, secret),
    onReceived: (listener) => void listeners.add(listener),
    waitFor: async (what, fits, timeoutMs = WAIT_MS) => {
      const early = kept.find(fits);
      if (early !== undefined) return early;
      return new Promise((resolve, reject) => {
        const listener = (webhook: ReceivedWebhook): void => {
          if (!fits(webhook)) return;
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(webhook);
        };
        const timer = setTimeout(() => {
          listeners.delete(listener);
          reject(new Error(`no webhook "${what}" came within ${timeoutMs} ms`));
        }, timeoutMs);
        listeners.add(listener);
      });
    },
    counts,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
