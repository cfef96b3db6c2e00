import type { Element, Path } from './element.ts';

/** A request of ours in the making: its shape, and at each leaf a value with its place in the message. */
export type Tree = Element | readonly Tree[] | { readonly [name: string]: Tree | undefined };

const isElement = (tree: Tree): tree is Element => 'path' in tree && 'value' in tree;

/** The request without the places; what has no value is left out, and what has nothing in it. */
export const plainOf = (tree: Tree | undefined): unknown => {
  if (tree === undefined) return undefined;
  if (isElement(tree)) return tree.value;
  if (Array.isArray(tree)) {
    const items = tree.map(plainOf);
    return items.length === 0 ? undefined : items;
  }
  const members = Object.entries(tree).flatMap(([name, inner]): [string, unknown][] => {
    const value = plainOf(inner);
    return value === undefined ? [] : [[name, value]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
};

const firstPath = (tree: Tree | undefined): Path | undefined => {
  if (tree === undefined) return undefined;
  if (isElement(tree)) return tree.path;
  for (const inner of Object.values(tree)) {
    const path = firstPath(inner);
    if (path !== undefined) return path;
  }
  return undefined;
};

/** Where in the message that part of the request comes from, or the nearest part that comes from somewhere. */
export const placeOf = (tree: Tree, names: readonly PropertyKey[]): Path => {
  const [name, ...rest] = names;
  if (isElement(tree)) return tree.path;
  const inner = Object.entries(tree).find(([key]) => key === String(name))?.[1];
  return inner === undefined ? (firstPath(tree) ?? []) : placeOf(inner, rest);
};
