import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { CallAnswer } from './world.ts';

/** A connection on which a test writes what no client would. */
export const openSocket = async (baseUrl: string): Promise<Socket> => {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  // A server that cuts us off is an answer like any other.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

/** Begins a request whose body never ends; resolves when the server has it in work. */
export const holdRequest = async (baseUrl: string, headers: readonly string[], path = '/v1/pharmacies'): Promise<Socket> => {
  const socket = await openSocket(baseUrl);
  // The server asks for the body in the same breath in which it takes the request up.
  const lines = [`POST ${path} HTTP/1.1`, 'host: region', 'content-length: 1000', 'expect: 100-continue', ...headers];
  socket.write(`${lines.join('\r\n')}\r\n\r\n{`);
  await once(socket, 'data');
  return socket;
};

/** Writes exactly this and reads until the server closes: all that it answered. */
export const exchange = async (baseUrl: string, text: string | Uint8Array): Promise<string> => {
  const socket = await openSocket(baseUrl);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(text);
  await closed;
  return Buffer.concat(chunks).toString();
};

/** The status of every answer in it. */
export const statusesIn = (answered: string): readonly number[] =>
  [...answered.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** The first answer in it, as a client would have read it. */
export const answerIn = (answered: string): CallAnswer => {
  const [head = '', text = ''] = answered.split('\r\n\r\n');
  const [, ...fields] = head.split('\r\n');
  const headers = new Headers(
    fields.map((field): [string, string] => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]),
  );
  return { status: statusesIn(answered)[0] ?? 0, headers, body: text === '' ? undefined : JSON.parse(text), text };
};
