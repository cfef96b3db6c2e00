import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections at once; one beyond is closed without a word, because even a word takes memory. */
  readonly connectionsMax: number;
  /** Requests that one connection may send before it reads an answer. Hardly anybody pipelines; whoever does it without end fills the memory. */
  readonly unansweredMax: number;
  /** A connection on which nothing moves so long, because its client does not read, is closed. */
  readonly stalledMs: number;
}

export const USUAL_CONNECTIONS: ConnectionLimits = { connectionsMax: 4_096, unansweredMax: 8, stalledMs: 60_000 };

/** Holds a server to its limits; answers whether a request is still worth an answer. */
export const limitConnections = (server: Server, { connectionsMax, unansweredMax, stalledMs }: ConnectionLimits) => {
  server.maxConnections = connectionsMax;
  server.timeout = stalledMs;
  const unanswered = new WeakMap<Socket, number>();
  const count = (socket: Socket, change: 1 | -1): number => {
    const number = (unanswered.get(socket) ?? 0) + change;
    unanswered.set(socket, number);
    return number;
  };
  server.prependListener('request', ({ socket }, response) => {
    response.once('close', () => count(socket, -1));
    // What it had sent in the same breath still comes up, and ends here too.
    if (count(socket, 1) > unansweredMax) socket.destroy();
  });
  return ({ socket }: IncomingMessage): boolean => !socket.destroyed;
};
