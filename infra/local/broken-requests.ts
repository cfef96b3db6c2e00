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

/**
 * What Node's parser refuses gets a problem like any other, and the connection ends. Every request gets one answer: what was whole
 * before it is answered first, and what has its answer already gets no second.
 */
export const answerBrokenRequests = (server: Server, problemOf: (code: EdgeCode) => HttpAnswer): void => {
  const last = new WeakMap<Duplex, ServerResponse<IncomingMessage>>();
  server.on('request', (request, response) => last.set(request.socket, response));
  server.on('clientError', (thrown: NodeJS.ErrnoException, socket: Duplex) => {
    const response = last.get(socket);
    const isBefore = response?.req.complete === true;
    const hasAnswer = response?.headersSent === true && !isBefore;
    if (!socket.writable || thrown.code === 'ECONNRESET' || hasAnswer) {
      socket.destroy();
      return;
    }
    const tell = (): void => end(socket, problemOf(CODES[thrown.code ?? ''] ?? 'request-malformed'));
    if (isBefore && !response.writableFinished) response.once('close', tell);
    else tell();
  });
  // A tunnel to elsewhere: nobody builds one here.
  server.on('connect', (_request, socket: Duplex) => end(socket, problemOf('request-malformed')));
  // We expect nothing but the body; what else a client expects it does not get, and asks again if it minds.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
};

const end = (socket: Duplex, answer: HttpAnswer): void => {
  if (socket.writable) socket.end(textOf(answer), () => socket.destroy());
};
