import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OAUTH_ERROR_FAULTS } from '../../../simulator/org/faults/oauth-errors.ts';
import { causesOf, createStory } from './refused-sign-in.ts';

/**
 * Maps each fault whose response leaves a row in Login History to the cause that the row proves.
 */
const PROVEN_BY_ROW: Readonly<Record<string, string>> = {
  // The rows of these six faults point to a setting that is correct now, so it was changed since.
  'inactive-user': 'fixed-since',
  'inactive-user-as-grant': 'fixed-since',
  'invalid-client-credentials': 'fixed-since',
  'app-must-be-installed': 'fixed-since',
  'ip-restricted': 'fixed-since',
  'ip-or-hours': 'fixed-since',
  'login-rate-exceeded': 'login-rate',
  'maximum-logins': 'maximum-logins',
  'activation-secret': 'platform',
  expired: 'clock',
};

describe('npm run setup -- --diagnose, if the settings of the org do not explain the response', {
  concurrency: 4,
}, () => {
  for (const { name } of OAUTH_ERROR_FAULTS) {
    const cause = PROVEN_BY_ROW[name];
    it(`reports ${cause ?? 'no cause'} for the response ${name}`, async (t) => {
      const story = await createStory(t);
      story.harness.org.faults.set(name);
      await story.signIn();
      assert.deepEqual(causesOf(await story.diagnose()), cause === undefined ? [] : [cause]);
    });
  }
});
