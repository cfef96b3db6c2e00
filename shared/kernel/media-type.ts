import type { ZodMiniType } from 'zod/mini';

export const JSON_TYPE = 'application/json';

/** A problem's members as they stand in `application/problem+json`. */
export interface ProblemMembers {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly remedy: string;
  /** The request's id. */
  readonly instance: string;
  readonly [member: string]: unknown;
}

/** A form other than JSON in which a context speaks. The kernel knows no such form: it stands in the manifest. */
export interface MediaType {
  readonly name: `application/${string}`;
  /** Of a parameter that the caller gives, the one value that is spoken here. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** How a problem reads in this form. */
  readonly problem: { readonly schema: ZodMiniType; readonly of: (problem: ProblemMembers, bodyType: string) => unknown };
}

/** What an operation reads and answers in another form than JSON. */
export interface Representation<Body = unknown, Reply = unknown> {
  readonly type: MediaType;
  /** What a body of this type is; without it, the operation takes none of this type. */
  readonly body?: ZodMiniType<Body>;
  /** A body that a person could send, with the placeholders of `RouteExample`. */
  readonly example?: unknown;
  readonly reply: ZodMiniType<Reply>;
  /** What the reply holds, in the form's own words. */
  readonly holds: readonly string[];
  /** Successes that only this form has, by status. */
  readonly successes?: Readonly<Record<number, string>>;
}
