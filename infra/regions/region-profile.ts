import type { RegionPolicies } from '../../shared/kernel/policy.ts';

/** All that makes one region different from another. A region is one file beside this one. */
export interface RegionProfile {
  readonly region: string;
  /** In Chinese and English, for people. */
  readonly name: { readonly zh: string; readonly en: string };
  /** IANA name; opening hours and days are local. */
  readonly timeZone: string;
  readonly aws: { readonly partition: 'aws' | 'aws-cn'; readonly region: string };
  /**
   * How long Lambda waits for more before it calls a function, 0 to 300 seconds: what comes together is paid for once. Each hop of a
   * journey waits so long at most: a commit to its events (`readers`), an event to its reactions (`inboxes`).
   */
  readonly batchingSeconds: { readonly readers: number; readonly inboxes: number };
  readonly policies: RegionPolicies;
  /** Where its own requests may go. @default nowhere within this machine: only a run beside its receivers, as a test's, says otherwise */
  readonly outgoing?: { readonly allowLoopback: boolean };
}
