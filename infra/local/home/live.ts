import type { ServerResponse } from 'node:http';
import type { Database } from '../../../shared/adapters/sqlite/database.ts';
import { SAFE_HEADERS } from '../respond.ts';
import type { Page } from '../server.ts';

/** Listeners at once; a browser that finds no place comes back after a while. */
const LISTENERS_MAX = 64;
/** How soon a listener hears of a change. The look costs one statement that reads no table, and nobody looks when nobody listens. */
const LOOK_EVERY_MS = 150;
/** A word now and then, so that proxies keep the line and the server finds out who left. */
const KEEP_ALIVE_LOOKS = 100;
const RECONNECT_MS = 2_000;

/** Server-Sent Events: `moved` whenever this process wrote something. What moved, the page asks for itself. */
export const livePage = (database: Database): Page => {
  const listeners = new Set<ServerResponse>();
  const writes = (): number => Number(database.get('SELECT total_changes() AS writes')?.['writes'] ?? 0);
  let seen = 0;
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;

  const tell = (text: string): void => {
    for (const listener of listeners) listener.write(text);
  };
  const look = (): void => {
    looks += 1;
    const now = writes();
    if (now !== seen) tell(`event: moved\ndata: ${now}\n\n`);
    else if (looks % KEEP_ALIVE_LOOKS === 0) tell(':\n\n');
    seen = now;
  };
  const leave = (listener: ServerResponse): void => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return (request, response) => {
    if (listeners.size >= LISTENERS_MAX) {
      response.writeHead(503, { ...SAFE_HEADERS, 'retry-after': '5' }).end();
      return;
    }
    response.writeHead(200, {
      ...SAFE_HEADERS,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    listeners.add(response);
    response.on('close', () => leave(response));
    if (timer !== undefined) return;
    seen = writes();
    timer = setInterval(look, LOOK_EVERY_MS);
    timer.unref();
  };
};
