/** What cannot be counted on one machine, stated. */
export const ASSUMED = {
  /** Of our own code in one warm call, without what it waits for; measured on this repository's bench at 1 to 3 ms. */
  ownMs: 3,
  /** Of one request to an AWS service in the same region, one after the other though some go side by side; those of a batch's records do. */
  awsRequestMs: 5,
  /** Of one webhook: a receiver elsewhere answers, over a connection that is open already. */
  webhookMs: 60,
  /** Of the journal's stream, read apart from each other: a new table that pays by request has four. */
  shards: 4,
  /** One line of the API's access log, with the 26 bytes of an entry. */
  accessLogBytes: 226,
  /** TLS and HTTP headers of an answer or a webhook, beside its body. */
  headerBytes: 700,
} as const;
