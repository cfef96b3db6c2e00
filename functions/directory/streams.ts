import { defineStreams } from '../../shared/kernel/context.ts';
import { drugs, pharmacies } from './aggregates.ts';

/** What the directory keeps; it tells by its published views. */
export const directoryStreams = defineStreams({
  name: 'directory',
  aggregates: [pharmacies, drugs],
  publishes: [],
});
