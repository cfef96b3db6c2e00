import { routesOf } from '../../../shared/kernel/route.ts';
import { directoryProblems } from '../contract/problems.ts';

export const route = routesOf(directoryProblems);
