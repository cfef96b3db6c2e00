import { extensionUrl } from '../../../../events/fhir/systems.ts';
import type { Extension } from './datatypes.ts';
import { type Element, each, type Maybe, member } from './element.ts';

interface Extended {
  readonly extension?: readonly Extension[] | undefined;
}

/** An extension of ours; where it would stand when it is not there. */
export const ownExtension = <Value extends Extended>(element: Element<Value>, name: string): Maybe<Extension> => {
  const extensions: Maybe<readonly Extension[]> = { value: element.value.extension, path: [...element.path, 'extension'] };
  return each(extensions).find(({ value }) => value.url === extensionUrl(name)) ?? { value: undefined, path: extensions.path };
};

export const integerIn = <Value extends Extended>(element: Element<Value>, name: string): Maybe<number> =>
  member(ownExtension(element, name), 'valueInteger');

type Part = NonNullable<Extension['extension']>[number];

/** The parts of an extension that has parts, by name. */
export const partsOf = (extension: Maybe<Extension>) => {
  const parts: Maybe<readonly Part[]> = member(extension, 'extension');
  const part = (name: string): Maybe<Part> => each(parts).find(({ value }) => value.url === name) ?? { value: undefined, path: parts.path };
  return {
    text: (name: string) => member(part(name), 'valueString'),
    code: (name: string) => member(part(name), 'valueCode'),
    flag: (name: string) => member(part(name), 'valueBoolean'),
    integer: (name: string) => member(part(name), 'valueInteger'),
    decimal: (name: string) => member(part(name), 'valueDecimal'),
    time: (name: string) => member(part(name), 'valueDateTime'),
    texts: (name: string) => each(parts).flatMap((found) => (found.value.url === name ? [member(found, 'valueString')] : [])),
  };
};
