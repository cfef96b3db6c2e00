import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';

export interface Front {
  readonly port: number;
  /** Passes on to that port of this machine from now on. */
  passTo(port: number): void;
  close(): void;
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return address.port;
};

/**
 * Stands before the emulator as a proxy that ends TLS does, and says so: our queues and CDK's bucket refuse whoever comes without TLS,
 * and a certificate of this machine would need more programs than Python.
 */
export const startFront = async (): Promise<Front> => {
  const agent = new Agent({ keepAlive: true });
  let target = 0;
  const server = createServer((incoming, outgoing) => {
    const passed = request({
      agent,
      host: '127.0.0.1',
      port: target,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, 'x-forwarded-proto': 'https' },
    });
    passed.once('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.once('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    passTo: (port) => {
      target = port;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
};
