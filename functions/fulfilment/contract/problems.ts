import { defineProblems } from '../../../shared/kernel/problem.ts';

export const fulfilmentProblems = defineProblems({
  'pickup-not-ready': {
    status: 409,
    title: 'The medicine does not wait at the counter',
    remedy: 'See currentStatus: it was collected, was not collected in time, or went back to stock.',
  },
  'pickup-code-not-issued': {
    status: 409,
    title: 'The patient has no pick-up code yet',
    remedy: 'The patient asks for one in the app; then type that code.',
  },
  'pickup-code-wrong': {
    status: 403,
    title: 'This is not the pick-up code',
    remedy: 'Let the patient show the newest code again; attemptsLeft says how often it may still be typed.',
  },
  'pickup-code-locked': {
    status: 403,
    title: 'The pick-up code was typed wrongly too often',
    remedy: 'The patient asks for a fresh code in the app; hand nothing over before.',
  },
  'pickup-codes-exhausted': {
    status: 409,
    title: 'This pick-up has had all the codes that it may have',
    remedy: 'The pharmacy takes the sale back (reverse-sale); or ask the platform.',
  },
});
