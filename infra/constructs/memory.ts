import type { Context } from '../../shared/kernel/context.ts';

/** CPU comes with memory: at 1,024 MB a cold start takes half as long as at 512, for the same price a request. */
export const MEMORY_MB = 1_024;
/** What waits for other people's receivers needs no CPU meanwhile, and its time is most of what a journey pays Lambda for. */
const WAITING_MEMORY_MB = 512;

/** Of the function behind a context's inboxes. */
export const reactMemoryMb = ({ usesPost = false }: Pick<Context, 'usesPost'>): number => (usesPost ? WAITING_MEMORY_MB : MEMORY_MB);
