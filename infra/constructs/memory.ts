/** What a person waits for. CPU comes with memory: at 1,024 MB a cold start takes half as long as at 512, for the same price a request. */
export const MEMORY_MB = 1_024;
/** Behind the stream and the queues: there a function waits for AWS and for receivers, which needs no CPU and is paid for by memory. */
export const BEHIND_MEMORY_MB = 512;
