import type { ProblemTable } from '../../../shared/kernel/problem.ts';
import type { CallAnswer, World } from '../world.ts';

/** What a partner got, and what the region wrote down meanwhile. */
export interface Provoked {
  readonly answer: CallAnswer;
  readonly logged: readonly string[];
}

/** All problems of one table, each with how it is met over HTTP. */
export interface Chapter {
  /** The context, or `edge`. */
  readonly name: string;
  readonly problems: ProblemTable;
  readonly codes: readonly string[];
  provoke(code: string): Promise<Provoked>;
}

interface ChapterSpec<Table extends ProblemTable, Stage extends { readonly world: World }> {
  readonly name: string;
  readonly problems: Table;
  readonly open: (code: keyof Table) => Promise<Stage>;
  /** A code that nobody provokes, and one that the table lacks, do not compile. */
  readonly provocations: Readonly<Record<keyof Table & string, (stage: Stage) => Promise<CallAnswer>>>;
}

/** Every code of a table on a stage of its own. */
export const defineChapter = <const Table extends ProblemTable, Stage extends { readonly world: World }>({
  name,
  problems,
  open,
  provocations,
}: ChapterSpec<Table, Stage>): Chapter => {
  const meetings = new Map<string, (stage: Stage) => Promise<CallAnswer>>(Object.entries(provocations));
  return {
    name,
    problems,
    codes: [...meetings.keys()],
    provoke: async (code) => {
      const stage = await open(code);
      const { world } = stage;
      try {
        const meet = meetings.get(code);
        if (meet === undefined) throw new Error(`nobody provokes ${code}`);
        return { answer: await meet(stage), logged: [...world.logged] };
      } finally {
        await world.close();
      }
    },
  };
};
