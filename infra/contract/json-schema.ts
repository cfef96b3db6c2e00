import * as z from 'zod/mini';

export interface JsonObject {
  readonly [key: string]: unknown;
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON Schema (2020-12) of what may be sent; what cannot be said in JSON Schema, such as a transform's outcome, accepts anything. */
export const schemaOf = (schema: z.ZodMiniType): JsonObject => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // The format says it; zod's pattern for it is a page of leap years.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return rest;
};

export interface Property {
  readonly name: string;
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}

/** An object schema's properties, one by one; empty for any other schema. */
export const propertiesOf = (schema: JsonObject): readonly Property[] => {
  const { properties, required } = schema;
  const names = Array.isArray(required) ? required.map(String) : [];
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, property]) => ({
    name,
    schema: isObject(property) ? property : {},
    isRequired: names.includes(name),
  }));
};
