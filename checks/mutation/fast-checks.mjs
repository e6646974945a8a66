// Loaded before each test file of a mutation run, where any one failure counts, and time does.
import { dirname } from 'node:path';
import fc from 'fast-check';

// Property tests try less, and do not look for the smallest counterexample.
fc.configureGlobal({ numRuns: 20, endOnFailure: true });
// Tests that compare with openssl or keytool are skipped where these are not to be found. They would
// take most of the time, and notice little that others do not.
process.env['PATH'] = dirname(process.execPath);
