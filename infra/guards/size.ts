import type { Finding, Guard } from './template.ts';

/** CloudFormation takes 500 resources and 1 MB; a stack that comes near is too large to reason about. */
export const RESOURCES_MAX = 350;
export const TEMPLATE_BYTES_MAX = 600 * 1024;

export const stacksStaySmall: Guard = (stacks) =>
  stacks.flatMap(({ name, bytes, resources }) => {
    const finding = (what: string): Finding => ({ guard: 'stacks-stay-small', stack: name, resource: 'template', what });
    return [
      ...(resources.length > RESOURCES_MAX ? [finding(`${resources.length} resources, at most ${RESOURCES_MAX}`)] : []),
      ...(bytes > TEMPLATE_BYTES_MAX ? [finding(`${bytes} bytes, at most ${TEMPLATE_BYTES_MAX}`)] : []),
    ];
  });
