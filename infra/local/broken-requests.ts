import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EdgeCode } from '../../shared/kernel/problem.ts';
import type { HttpAnswer } from '../../shared/lambda/problem-json.ts';

const CODES: Readonly<Record<string, EdgeCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

const textOf = ({ statusCode, headers, body }: HttpAnswer): string => {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  // The reason phrase means nothing (RFC 9112), so there is none.
  return [`HTTP/1.1 ${statusCode} `, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
};

/** What Node's parser refuses gets a problem like any other, and the connection ends. */
export const answerBrokenRequests = (server: Server, problemOf: (code: EdgeCode) => HttpAnswer): void => {
  const open = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => open.set(request.socket, response));
  server.on('clientError', (thrown: NodeJS.ErrnoException, socket: Duplex) => {
    const response = open.get(socket);
    const isAnswering = response?.headersSent === true && !response.writableFinished;
    if (!socket.writable || thrown.code === 'ECONNRESET' || isAnswering) {
      socket.destroy();
      return;
    }
    socket.end(textOf(problemOf(CODES[thrown.code ?? ''] ?? 'request-malformed')), () => socket.destroy());
  });
  // A tunnel to elsewhere: nobody builds one here.
  server.on('connect', (_request, socket: Duplex) => socket.end(textOf(problemOf('request-malformed')), () => socket.destroy()));
  // We expect nothing but the body; what else a client expects it does not get, and asks again if it minds.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
};
