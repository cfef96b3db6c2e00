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

export interface WantedWebhook {
  readonly type: string;
  readonly prescriptionId: string;
  readonly receiver?: string;
}

export interface WebhookReceivers {
  readonly url: (receiver: string) => string;
  /** Tells the secret of a receiver's endpoint; until then its webhooks are refused, and come again. */
  trust(receiver: string, secret: string): void;
  /** The first webhook of this type about this prescription, at that receiver or at any, also one that came before. Throws after `timeoutMs`. */
  waitFor(wanted: WantedWebhook, timeoutMs?: number): Promise<ReceivedWebhook>;
  readonly counts: { received: number; repeated: number; forged: number };
  close(): void;
}

/** Webhooks and ids remembered; the oldest go first. */
const KEPT_MAX = 40_000;
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

const subjectOf = ({ receiver = '*', type, prescriptionId }: WantedWebhook): string => `${receiver} ${type} ${prescriptionId}`;

const dropOldest = (memory: Map<string, unknown> | Set<string>): void => {
  const [oldest] = memory.keys();
  if (memory.size > KEPT_MAX && oldest !== undefined) memory.delete(oldest);
};
const remember = (memory: Set<string>, id: string): void => {
  memory.add(id);
  dropOldest(memory);
};

const header = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

/** One small server for all sandbox pharmacies: `/webhooks/<receiver>`. */
export const startReceivers = async (port = 0): Promise<WebhookReceivers> => {
  const secrets = new Map<string, string>();
  const kept = new Map<string, ReceivedWebhook>();
  const seen = new Set<string>();
  const waiting = new Map<string, (webhook: ReceivedWebhook) => void>();
  const counts = { received: 0, repeated: 0, forged: 0 };

  const receive = (receiver: string, id: string, payload: unknown): void => {
    if (!isRecord(payload)) return;
    counts.received += 1;
    // At least once: a partner's system drops what it has seen by the webhook's id.
    if (seen.has(id)) {
      counts.repeated += 1;
      return;
    }
    remember(seen, id);
    const data = isRecord(payload['data']) ? payload['data'] : {};
    const webhook = { receiver, id, type: String(payload['type']), data, receivedAt: performance.now() };
    const prescriptionId = String(data['prescriptionId']);
    for (const subject of [
      subjectOf({ type: webhook.type, prescriptionId }),
      subjectOf({ type: webhook.type, prescriptionId, receiver }),
    ]) {
      waiting.get(subject)?.(webhook);
      if (kept.has(subject)) continue;
      kept.set(subject, webhook);
      dropOldest(kept);
    }
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
    waitFor: async (wanted, timeoutMs = WAIT_MS) => {
      const subject = subjectOf(wanted);
      const early = kept.get(subject);
      if (early !== undefined) return early;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(subject);
          reject(new Error(`no webhook ${subject} came within ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.set(subject, (webhook) => {
          clearTimeout(timer);
          waiting.delete(subject);
          resolve(webhook);
        });
      });
    },
    counts,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
