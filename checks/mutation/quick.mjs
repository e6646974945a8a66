// Loaded before each test file of a mutation run: property tests try less, and do not look for the
// smallest counterexample, since any one kills the mutant.
import fc from 'fast-check';

fc.configureGlobal({ numRuns: 20, endOnFailure: true });
