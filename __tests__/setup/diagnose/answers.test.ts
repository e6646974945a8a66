import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OAUTH_ERROR_FAULTS } from '../../../simulator/org/faults/oauth-errors.ts';
import { causesOf, createStory } from './refused-sign-in.ts';

/** Answers that leave a row in Login History, by the name of the fault, and what the row proves. */
const PROVEN_BY_ROW: Readonly<Record<string, string>> = {
  // The settings of the org are right now, so each of these was changed after the refusal.
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

describe('an answer of Salesforce for which the settings of the org give no reason', {
  concurrency: 4,
}, () => {
  for (const { name } of OAUTH_ERROR_FAULTS) {
    const cause = PROVEN_BY_ROW[name];
    it(`proves ${cause ?? 'no cause'}: ${name}`, async (t) => {
      const story = await createStory(t);
      story.harness.org.faults.set(name);
      await story.signIn();
      assert.deepEqual(causesOf(await story.diagnose()), cause === undefined ? [] : [cause]);
    });
  }
});
