import type { Context } from '../../shared/kernel/context.ts';
import { deadLettersRing, everyEdgeHasDeadLetters } from './asynchronous.ts';
import { functionsAreWatched } from './functions.ts';
import { noWildcardGrant } from './grants.ts';
import { nothingBesidesTheManifests } from './manifests.ts';
import { templatesArePortable } from './portable.ts';
import { stacksStaySmall } from './size.ts';
import { stateIsKept } from './stateful.ts';
import type { Finding, TemplateStack } from './template.ts';

/** What may never be synthesized. */
export const findingsIn = (stacks: readonly TemplateStack[], contexts: readonly Context[]): readonly Finding[] =>
  [
    noWildcardGrant,
    everyEdgeHasDeadLetters,
    deadLettersRing,
    functionsAreWatched,
    stateIsKept,
    templatesArePortable,
    nothingBesidesTheManifests(contexts),
    stacksStaySmall,
  ].flatMap((guard) => guard(stacks));
