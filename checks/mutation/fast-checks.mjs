// This file is loaded before each test file of a mutation run, to shorten the run: one failing test
// is enough to kill a mutant.
import { dirname } from 'node:path';
import fc from 'fast-check';

// Property tests run fewer cases and do not shrink counterexamples.
fc.configureGlobal({ numRuns: 20, endOnFailure: true });
// Tests that run openssl or keytool are skipped if these are not on the PATH. They would use most
// of the time and kill few mutants that other tests do not.
process.env['PATH'] = dirname(process.execPath);
