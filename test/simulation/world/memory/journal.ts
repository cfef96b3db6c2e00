import type { Commit, Journal, JournalTail } from '../../../../shared/kernel/journal.ts';
import { jsonCopy } from './json-copy.ts';

export type MemoryJournal = Journal & JournalTail & { readonly commits: readonly Commit[] };

/** A journal in memory; `first` is what stands in it already. Position n is the nth commit. */
export const createMemoryJournal = (onAppended: () => void = () => {}, first: readonly Commit[] = []): MemoryJournal => {
  const commits = [...first];
  const streams = new Map<string, readonly Commit[]>();
  for (const commit of first) streams.set(commit.stream, [...(streams.get(commit.stream) ?? []), commit]);
  return {
    commits,
    load: async (stream) => streams.get(stream) ?? [],
    append: async (commit) => {
      const before = streams.get(commit.stream) ?? [];
      if (commit.version !== before.length + 1) return 'conflict';
      const kept = jsonCopy(commit);
      streams.set(commit.stream, [...before, kept]);
      commits.push(kept);
      onAppended();
      return 'appended';
    },
    read: async (after, limit) => commits.slice(after, after + limit).map((commit, index) => ({ position: after + index + 1, commit })),
  };
};
