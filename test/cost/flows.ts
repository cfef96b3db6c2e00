import type { Line } from './ledger.ts';

export const FLOWS = {
  requests: 'requests of hospital, pharmacy and patient',
  keys: 'who calls (authorizer)',
  relay: 'commits out to bus and timers (relay)',
  views: 'commits into read models (projector)',
  reactions: 'contexts react to each other',
  webhooks: 'webhooks: fan-out and delivery',
  overview: 'overview of the region',
} as const;
export type Flow = keyof typeof FLOWS;

/** Which part of a journey a function serves. */
export const flowOf = ({ by }: Pick<Line, 'by'>): Flow => {
  if (by === 'platform-authorizer') return 'keys';
  if (by === 'platform-relay') return 'relay';
  if (by === 'platform-project') return 'views';
  if (by === 'partners-react') return 'webhooks';
  if (by === 'overview-react') return 'overview';
  return by.endsWith('-api') ? 'requests' : 'reactions';
};
