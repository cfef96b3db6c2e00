import { type Context, inboxesOf } from '../../shared/kernel/context.ts';
import { eventsInto } from '../constructs/manifest.ts';
import { type Finding, type Guard, listOf, recordOf, type TemplateStack, textsOf } from './template.ts';

const ofType = (stack: TemplateStack, type: string) => stack.resources.filter((resource) => resource.type === type);

const routesIn = (stack: TemplateStack): readonly string[] =>
  ofType(stack, 'AWS::ApiGatewayV2::Route').map(({ properties }) => {
    const isOpen = properties['AuthorizationType'] === 'NONE';
    return `${isOpen ? 'open' : 'authorized'} route ${textsOf(properties['RouteKey']).join('')}`;
  });

const rulesIn = (stack: TemplateStack): readonly string[] =>
  ofType(stack, 'AWS::Events::Rule').flatMap(({ properties }) => {
    const pattern = recordOf(properties['EventPattern']);
    return listOf(pattern['detail-type']).map((type) => `rule for ${String(type)} from ${listOf(pattern['source']).join()}`);
  });

const declaredBy = (context: Context): readonly string[] => [
  ...context.routes.map(({ method, path, access }) => `${access === 'anyone' ? 'open' : 'authorized'} route ${method} ${path}`),
  ...inboxesOf(context).flatMap((inbox) =>
    [...eventsInto(context, inbox)].flatMap(([source, types]) => types.map((type) => `rule for ${type} from ${source}`)),
  ),
];

/** What of the first list is not in the second; each stands for itself, so that a copy too many is found too. */
const without = (these: readonly string[], those: readonly string[]): readonly string[] => {
  const left = [...those];
  return these.filter((one) => {
    const at = left.indexOf(one);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
};

/** Every route and rule comes from a manifest, and every manifest's is there. Each region has them all. */
export const nothingBesidesTheManifests =
  (contexts: readonly Context[]): Guard =>
  (stacks) => {
    const regions = [...new Set(stacks.map(({ name }) => name.split('-')[0] ?? ''))];
    const declared = contexts.flatMap(declaredBy);
    return regions.flatMap((region) => {
      const found = stacks.filter(({ name }) => name.startsWith(`${region}-`)).flatMap((stack) => [...routesIn(stack), ...rulesIn(stack)]);
      const finding = (what: string): Finding => ({ guard: 'nothing-besides-the-manifests', stack: region, resource: 'region', what });
      return [
        ...without(found, declared).map((one) => finding(`${one}: no manifest says so`)),
        ...without(declared, found).map((one) => finding(`${one}: missing`)),
      ];
    });
  };
