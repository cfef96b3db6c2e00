import { defineProblems } from '../../../shared/kernel/problem.ts';

/** What a FHIR message may say that is not taken; `errors` names the elements. */
export const fhirProblems = defineProblems({
  'element-unsupported': {
    status: 422,
    title: 'The message says something that a prescription here cannot hold',
    remedy: 'Leave the elements out that errors points at, say them in another way, or send two messages.',
  },
  'reference-unresolved': {
    status: 422,
    title: 'A reference of the message leads nowhere, or to two things',
    remedy: 'Send the resource with the message, each under its own fullUrl, or contain it.',
  },
  'code-system-unsupported': {
    status: 422,
    title: 'The region takes no codes of that system',
    remedy: 'Send a code of one of the systems in wanted.',
  },
  'message-too-large': {
    status: 413,
    title: 'The FHIR message is too large to be kept with its prescription',
    remedy: 'Send at most 200 KiB; leave narratives and attachments out.',
  },
});
