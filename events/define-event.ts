import type * as z from 'zod/mini';
import type { Role } from './vocabulary/roles.ts';

/** Who is told by webhook: the agencies that these fields of the data name, and every agency of these roles. */
export interface Audience<Field extends string> {
  readonly agencies: readonly Field[];
  readonly roles?: readonly Role[];
  /** The fields that a partner sees. Thin: ids, status, times; what more there is, the API tells under the partner's own key. */
  readonly fields: readonly Field[];
  /** Fields that only `roles` see on top. */
  readonly roleFields?: readonly Field[];
}

interface EventSpec<Context extends string, Name extends string, Version extends number, Shape extends z.core.$ZodLooseShape> {
  readonly context: Context;
  readonly name: Name;
  readonly version: Version;
  readonly summary: string;
  readonly data: z.ZodMiniObject<Shape>;
  readonly webhook?: Audience<keyof Shape & string>;
  readonly example: z.input<z.ZodMiniObject<Shape>>;
}

/** The one place an integration event exists: its type, reader, writer, JSON Schema, AsyncAPI message and bus pattern come from this value. */
export const defineEvent = <
  const Context extends string,
  const Name extends string,
  const Version extends number,
  Shape extends z.core.$ZodLooseShape,
>(
  spec: EventSpec<Context, Name, Version, Shape>,
) => {
  const source = `sanlian.${spec.context}` as const;
  const type = `${spec.name}.v${spec.version}` as const;
  return {
    ...spec,
    source,
    type,
    pattern: { source: [source], detailType: [type] },
    /** Only the declared fields leave; anything else that the caller spread in is dropped here. */
    announce: (data: z.output<z.ZodMiniObject<Shape>>) => ({ type, data: spec.data.parse(data) }),
  };
};

/** An event without its types, as the catalogue, the fan-out and the generators see it. */
export interface AnyEvent {
  readonly context: string;
  readonly name: string;
  readonly version: number;
  readonly source: string;
  readonly type: string;
  readonly summary: string;
  readonly data: z.ZodMiniType;
  readonly webhook?: Audience<string>;
  readonly example: unknown;
}
