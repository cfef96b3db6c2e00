import type { IncomingMessage } from 'node:http';
import { randomId } from '../../shared/adapters/node/ids.ts';
import type { Context } from '../../shared/kernel/context.ts';
import { type EdgeCode, edgeProblems } from '../../shared/kernel/problem.ts';
import { problemFormOf } from '../../shared/lambda/media-types.ts';
import { type HttpAnswer, problemAnswer } from '../../shared/lambda/problem-json.ts';

type Headers = Readonly<Record<string, string>>;

/** What the server answers before it knows who asks, or what. */
export const edgeProblem = (code: EdgeCode, headers: Headers = {}): HttpAnswer =>
  problemAnswer({ code }, edgeProblems[code], { instance: randomId('req'), headers });

/** The same to a request, in the form that suits its sender of those in which the contexts tell problems. */
export const problemTeller = (contexts: readonly Context[]) => {
  const forms = [...new Set(contexts.flatMap(({ problemForms = [] }) => problemForms))];
  return ({ headers: asked }: IncomingMessage, code: EdgeCode, headers: Headers = {}): HttpAnswer => {
    const form = problemFormOf(forms, { accept: asked.accept, 'content-type': asked['content-type'] });
    return problemAnswer({ code }, edgeProblems[code], { instance: randomId('req'), headers, form, bodyType: asked['content-type'] });
  };
};
