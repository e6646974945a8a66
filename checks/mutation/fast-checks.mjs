// This file is loaded before each test file in a mutation run, and shortens the run. One failing
// test is enough to kill a mutant.
import { dirname } from 'node:path';
import fc from 'fast-check';

// Property tests run fewer cases and do not shrink counterexamples.
fc.configureGlobal({ numRuns: 20, endOnFailure: true });
// Tests that run openssl or keytool are skipped if these programs are not on the PATH. They would take
// up most of the time, but kill few mutants that survive the other tests.
process.env['PATH'] = dirname(process.execPath);
