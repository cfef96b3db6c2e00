import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import { fitToEmulator } from './fit-to-emulator.ts';

export interface Front {
  readonly port: number;
  /** Passes on to that port of this machine from now on. */
  passTo(port: number): void;
  /** What is different in the templates that came by. */
  changes(): readonly string[];
  close(): void;
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return address.port;
};

/** As CDK puts a template into its bucket: `/cdk-…-assets-…/HASH.json`. */
const isTemplate = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'PUT' && /^\/cdk-[^/]+-assets-[^/]+\/\w+\.json(\?|$)/.test(url);

/** The emulator trusts its first key whatever the signature; the rest of the credential is as it came. */
const asOwner = ({ headers: { authorization = '' } }: IncomingMessage): string =>
  authorization.replace(/Credential=[^/]+/, 'Credential=test');
const OVER_TLS = { 'x-forwarded-proto': 'https' };

/** A template that lies in the bucket, signed and whole, is put there once more as the emulator takes it. */
const refit = async (url: string, authorization: string): Promise<readonly string[]> => {
  const headers = { authorization, ...OVER_TLS };
  const uploaded = await fetch(url, { headers });
  const { text, changes } = fitToEmulator(await uploaded.text());
  const stored = await fetch(url, { method: 'PUT', headers, body: text });
  if (!uploaded.ok || !stored.ok) throw new Error(`the emulator did not take a template: ${uploaded.status}, ${stored.status}`);
  return changes;
};

/**
 * Stands before the emulator as a proxy that ends TLS does, and says so: our queues and CDK's bucket refuse whoever comes without TLS,
 * and a certificate of this machine would need more programs than Python. Templates it fits to the emulator as they come by, so that
 * every command runs as it would against AWS.
 */
export const startFront = async (): Promise<Front> => {
  const agent = new Agent({ keepAlive: true });
  const changes = new Set<string>();
  let target = 0;
  const server = createServer((incoming, outgoing) => {
    const passed = request({
      agent,
      host: '127.0.0.1',
      port: target,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, ...OVER_TLS },
    });
    const fail = (): void => void (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end());
    const answer = (answered: IncomingMessage): void => {
      outgoing.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(outgoing);
    };
    passed.once('response', (answered) => {
      if (!isTemplate(incoming) || answered.statusCode !== 200) return answer(answered);
      const [path = ''] = (incoming.url ?? '').split('?');
      refit(`http://127.0.0.1:${target}${path}`, asOwner(incoming)).then((made) => {
        for (const change of made) changes.add(change);
        answer(answered);
      }, fail);
    });
    passed.once('error', fail);
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    passTo: (port) => {
      target = port;
    },
    changes: () => [...changes],
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
};
