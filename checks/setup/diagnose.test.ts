import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  fingerprintOf,
  KEY,
  PRODUCTION,
  postAssertion,
} from '../../__tests__/setup/diagnose/refused-sign-in.ts';
import { refuseSignIns } from '../../simulator/org/refusals/index.ts';
import { createHarness } from './harness.ts';

/**
 * The sentence about the cause, for some refusals. For these refusals together, the real sf reads
 * each source: queries, a profile, Setup Audit Trail, and the metadata of both kinds of apps.
 */
const CAUSES = {
  'user-frozen': /^The cause: ci@acme\.com is frozen, by admin@acme\.com at 2/m,
  'permission-set-expired': /^The cause: the assignment of the permission set CI access to/m,
  'certificate-of-other-key': /^The cause: the app “Embedded App” has the certificate of another/m,
  'connected-app-blocked': /^The cause: the app “CI” is blocked by its session policy/m,
  'ip-ranges': /^The cause: 203\.0\.113\.7 is outside the Login IP Ranges of the profile/m,
  'app-missing': /^The cause: no app in this org has the consumer key 3MVG9…/m,
} as const;

/**
 * Matches requests that change nothing although their method is POST: a batch of queries, and the
 * retrieval of metadata.
 */
const READING = /composite\/batch|SOAP (describeMetadata|retrieve|checkRetrieveStatus)/;

describe('npm run setup -- --diagnose with the real sf', {
  concurrency: 2,
}, () => {
  for (const [name, sentence] of Object.entries(CAUSES)) {
    it(`states the cause of the refusal ${name}, and sends only requests that read`, async () => {
      const harness = await createHarness();
      try {
        const { org } = harness;
        await harness.signIn('production', 'prod');
        org.uploadCertificate(KEY.certificatePem);
        const { consumerKey } = org.app;
        refuseSignIns(org, name);
        const at = new Date().toISOString();
        const { status } = await postAssertion(org, consumerKey, PRODUCTION);
        assert.equal(status, 400);
        const before = org.requests.length;
        const { exitCode, stdout, stderr } = await harness.run([
          '--diagnose',
          ...['--login-url', PRODUCTION.loginUrl, '--user', PRODUCTION.username],
          ...['--consumer-key', `${consumerKey.slice(0, 5)}…${consumerKey.slice(-4)}`],
          ...['--at', at, '--fingerprint', fingerprintOf(KEY)],
        ]);
        assert.equal(exitCode, 0, stdout + stderr);
        assert.match(stdout, sentence);
        const changing = org.requests
          .slice(before)
          .filter(({ method, path, outcome }) => method !== 'GET' && !READING.test(path + outcome));
        assert.deepEqual(
          changing.map(({ method, path }) => `${method} ${path}`),
          [],
        );
      } finally {
        await harness.close();
      }
    });
  }
});
