import { defineProblems } from '../../../shared/kernel/problem.ts';

export const prescriptionProblems = defineProblems({
  'too-many-drugs': { status: 400, title: 'More than five drugs on one prescription', remedy: 'Split it into several prescriptions.' },
});
