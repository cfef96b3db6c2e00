/** Where something stands in a message, from its root: `['entry', 2, 'resource', 'status']`. */
export type Path = readonly (string | number)[];

/** A value and where it stands; without a value, where it would stand. */
export interface Element<Value = unknown> {
  readonly value: Value;
  readonly path: Path;
}
export type Maybe<Value> = Element<Value | undefined>;

export const member = <Value extends object, Name extends keyof Value & string>(
  { value, path }: Maybe<Value>,
  name: Name,
): Element<Value[Name] | undefined> => ({ value: value?.[name], path: [...path, name] });

/** The members of a list, each with its place; of a list that is not there, none. */
export const each = <Value>({ value, path }: Maybe<readonly Value[]>): readonly Element<Value>[] =>
  (value ?? []).map((item, index) => ({ value: item, path: [...path, index] }));

/** The first member of a list, or where it would stand. */
export const first = <Value>({ value, path }: Maybe<readonly Value[]>): Maybe<Value> => ({ value: value?.[0], path: [...path, 0] });

export const isThere = <Value>(element: Maybe<Value>): element is Element<Value> => element.value !== undefined;

/** The first that is there; otherwise the first, because there it was looked for. */
export const firstThere = <Value>(wanted: Maybe<Value>, ...others: readonly Maybe<Value>[]): Maybe<Value> =>
  [wanted, ...others].find(({ value }) => value !== undefined) ?? wanted;

/** What the value says in our words, at the same place. */
export const as = <Value, Said>({ value, path }: Maybe<Value>, say: (value: Value) => Said | undefined): Maybe<Said> => ({
  value: value === undefined ? undefined : say(value),
  path,
});

/** JSON pointer of a place in the body (RFC 6901), as `errors` name it. */
export const pointerOf = (path: Path): string =>
  ['/body', ...path.map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
