// Loaded before each test file of a mutation run, to make it fast. One failing test is enough there.
import { dirname } from 'node:path';
import fc from 'fast-check';

// Property tests run fewer cases and do not shrink counterexamples.
fc.configureGlobal({ numRuns: 20, endOnFailure: true });
// Tests that run openssl or keytool are skipped if these are not on the PATH. They would take most
// of the time and kill few mutants that other tests do not.
process.env['PATH'] = dirname(process.execPath);
