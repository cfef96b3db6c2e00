import { describe, expect, it } from 'vitest';
import { problemsPage } from '../../infra/local/docs/problems-page.ts';
import { contexts } from '../../infra/regions/contexts.ts';
import { edgeProblems } from '../../shared/kernel/problem.ts';
import { refuse } from '../../shared/kernel/result.ts';
import { expectProblem } from '../support/problem.ts';
import { directoryChapter } from '../support/provocations/directory.ts';
import { edgeChapter, UNSPEAKABLE } from '../support/provocations/edge.ts';
import { fulfilmentChapter } from '../support/provocations/fulfilment.ts';
import { partnersChapter } from '../support/provocations/partners.ts';
import { prescriptionChapter } from '../support/provocations/prescriptions.ts';
import { routingChapter } from '../support/provocations/routing.ts';
import { createWorld } from '../support/world.ts';

const chapters = [edgeChapter, prescriptionChapter, routingChapter, fulfilmentChapter, directoryChapter, partnersChapter];
const page = problemsPage(contexts);

describe('the catalogue of problems', () => {
  it('has a provocation for every code of every context that a region runs, and of the edge', () => {
    const tables = [{ name: 'edge', problems: edgeProblems }, ...contexts];
    const codes = tables.flatMap(({ name, problems }) => Object.keys(problems).map((code) => `${name} ${code}`));
    const provoked = chapters.flatMap(({ name, codes: known }) => known.map((code) => `${name} ${code}`));
    expect(provoked.sort()).toEqual(codes.sort());
    expect(codes.length).toBeGreaterThan(100);
  });

  it('names every problem that a route declares, and has a route for every problem of a context', () => {
    for (const { name, routes, problems } of contexts) {
      const declared = new Set(routes.flatMap((route) => route.problems));
      expect([...declared].sort(), name).toEqual(Object.keys(problems).sort());
    }
  });

  it.each(chapters.flatMap((chapter) => chapter.codes.map((code) => ({ name: chapter.name, code, chapter }))))(
    'is met at $name: $code',
    async ({ chapter, code }) => {
      const spec = chapter.problems[code];
      if (spec === undefined) throw new Error(`${code} is not in the catalogue`);
      const { answer, logged } = await chapter.provoke(code);
      expectProblem(answer, code, spec);
      expect(page).toContain(`id="${code}"`);
      expect(page).toContain(`<p class="remedy">${spec.remedy}</p>`);
      // A refusal is the caller's own business; a fault of ours is told to the log, by its place.
      expect(logged).toHaveLength(code === 'internal-error' ? 1 : 0);
      expect(answer.text).not.toContain(UNSPEAKABLE);
    },
  );

  it('has one anchor a code', () => {
    const anchors = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(anchors).size).toBe(anchors.length);
  });
});

describe('a code that is not in the catalogue', () => {
  // The compiler refuses it first (types.test.ts); this route got past the compiler.
  it('reaches nobody: the caller sees a fault of ours, and the log which route it was', async () => {
    const [context] = contexts.filter(({ name }) => name === 'directory');
    const [route] = context?.routes.filter(({ operationId }) => operationId === 'findDrugs') ?? [];
    if (context === undefined || route === undefined) throw new Error('the directory has changed');
    const smuggling = { ...route, invoke: async () => refuse({ code: 'made-up', name: '张秀英' }) };
    const world = await createWorld({ contexts: [{ ...context, routes: [smuggling] }] });
    const answer = await world.call('GET', '/v1/drugs', { as: 'platform:ag_platform1' });
    await world.close();
    expectProblem(answer, 'internal-error', edgeProblems['internal-error']);
    expect(answer.text).not.toMatch(/made-up|张秀英/);
    expect(world.logged).toEqual([expect.stringContaining('"routeKey":"GET /v1/drugs"')]);
  });
});
