import * as z from 'zod/mini';

const Resource = z.object({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
});
const Template = z.object({ Resources: z.record(z.string(), Resource) });

/** One resource of a template that is about to be deployed. */
export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly isRetained: boolean;
}

export interface TemplateStack {
  /** `jinan-Routing`. */
  readonly name: string;
  readonly bytes: number;
  readonly resources: readonly TemplateResource[];
}

/** What a guard found: it says what is wrong, where. */
export interface Finding {
  readonly guard: string;
  readonly stack: string;
  readonly resource: string;
  readonly what: string;
}

export type Guard = (stacks: readonly TemplateStack[]) => readonly Finding[];

export const readStack = (name: string, template: unknown): TemplateStack => ({
  name,
  bytes: Buffer.byteLength(JSON.stringify(template)),
  resources: Object.entries(Template.parse(template).Resources).map(([id, resource]) => ({
    id,
    type: resource.Type,
    properties: resource.Properties ?? {},
    isRetained: resource.DeletionPolicy === 'Retain' && resource.UpdateReplacePolicy === 'Retain',
  })),
});

/** A guard that looks at one resource at a time: what is wrong with it, if anything. */
export const guardOf =
  (guard: string, wrongWith: (resource: TemplateResource, stack: TemplateStack) => readonly string[]): Guard =>
  (stacks) =>
    stacks.flatMap((stack) =>
      stack.resources.flatMap((resource) =>
        wrongWith(resource, stack).map((what): Finding => ({ guard, stack: stack.name, resource: resource.id, what })),
      ),
    );

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
/** A list, or the one value that CloudFormation lets stand for it. */
export const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** Every text in a value, keys left out. */
export const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : [];
};

/** The logical id that a reference within the template leads to: of `Ref` and `Fn::GetAtt`. */
export const referenceOf = (value: unknown): string | undefined => {
  const { Ref: ref, 'Fn::GetAtt': attribute } = recordOf(value);
  const target = ref ?? listOf(attribute)[0];
  return typeof target === 'string' ? target : undefined;
};
