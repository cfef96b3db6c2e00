import fc from 'fast-check';

/** The same values for every mutant, so that two runs give one figure; few, because thousands of runs wait for them. */
fc.configureGlobal({ seed: 1, numRuns: 20 });
