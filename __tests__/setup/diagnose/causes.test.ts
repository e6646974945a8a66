import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REFUSALS } from '../../../simulator/org/refusals/index.ts';
import {
  causesOf,
  createStory,
  PRODUCTION,
  type SignInAttempt,
  suspectsOf,
} from './refused-sign-in.ts';

const SHARED_HOST: SignInAttempt = { ...PRODUCTION, loginUrl: 'https://login.salesforce.com' };

interface Expectation {
  /** Expected cause IDs, in the order of the report. */
  readonly causes: readonly string[];
  /** Expected IDs of possible causes, which the org does not prove. */
  readonly suspects?: readonly string[];
  /** Matches the sentence that states the first cause or, if there is none, the first possible one. */
  readonly says: RegExp;
  readonly attempt?: SignInAttempt;
}

/** Causes that the command must report, keyed by the name of the refusal. */
const EXPECTED: Readonly<Record<string, Expectation>> = {
  'user-frozen': { causes: ['user-frozen'], says: /is frozen, by admin@acme\.com at 2/ },
  'user-inactive': { causes: ['user-inactive'], says: /is not active, by admin@acme\.com at 2/ },
  'user-missing': { causes: ['user-missing'], says: /has no user ci@acme\.com$/ },
  'user-with-space': { causes: ['username-with-space'], says: /“ci@acme\.com ”, with a space/ },
  'user-with-suffix': { causes: ['user-missing'], says: /there is ci@acme\.com\.full/ },
  'api-disabled': { causes: ['api-disabled'], says: /gives ci@acme\.com API Enabled/ },
  'ip-ranges': { causes: ['ip-ranges'], says: /203\.0\.113\.7 is outside the Login IP Ranges/ },
  'login-hours': { causes: ['login-hours'], says: /Login Hours of the profile forbid this time/ },
  'app-missing': { causes: ['app-missing'], says: /no app in this org has the consumer key 3MVG9/ },
  'app-with-other-key': { causes: ['app-missing'], says: /no app in this org/ },
  'app-not-installed': {
    causes: ['app-missing'],
    suspects: ['app-not-installed'],
    says: /no app in this org/,
  },
  'app-disabled': { causes: ['app-disabled'], says: /“Embedded App” is disabled/ },
  'oauth-plugin-disabled': { causes: ['oauth-disabled'], says: /OAuth plugin/ },
  'policies-missing': {
    causes: [],
    suspects: ['policies-missing'],
    says: /did not return all policies of the app “Embedded App”: either the app lacks them, or/,
  },
  'app-blocked': { causes: ['app-blocked'], says: /is blocked/ },
  'high-assurance': { causes: ['high-assurance'], says: /High Assurance/ },
  'certificate-missing': { causes: ['certificate-missing'], says: /Signature Invalid/ },
  'certificate-of-other-key': {
    causes: ['certificate-of-other-key'],
    says: /the certificate of another key: its SHA-256 is [0-9a-f]{64}/,
  },
  'refresh-token-scope-missing': {
    causes: ['refresh-token-scope-missing'],
    says: /lacks the scope refresh_token/,
  },
  'api-scope-missing': { causes: ['api-scope-missing'], says: /lacks the scope api/ },
  'connected-app-blocked': { causes: ['app-blocked'], says: /“CI” is blocked/ },
  'connected-app-self-authorized': { causes: ['self-authorized'], says: /“CI” leaves it/ },
  'api-access-control': {
    causes: ['api-access-control', 'self-authorized'],
    says: /no administrator has approved the app “CI”/,
  },
  'self-authorized': { causes: ['self-authorized'], says: /this user has no approval/ },
  'nobody-selected': { causes: ['nobody-selected'], says: /lets nobody in/ },
  'profile-not-selected': {
    causes: ['user-not-selected'],
    says: /only the profile System Administrator, and ci@acme\.com has none/,
  },
  'permission-set-not-assigned': {
    causes: ['user-not-selected'],
    says: /only the permission set CI access, and/,
  },
  'permission-set-expired': {
    causes: ['assignment-expired'],
    says: /permission set CI access to ci@acme\.com expired on 2/,
  },
  'permission-set-not-activated': {
    causes: ['permission-set-needs-activation'],
    says: /requires session activation/,
  },
  'my-domain-only': {
    causes: ['my-domain-only'],
    says: /Restricted domain/,
    attempt: SHARED_HOST,
  },
  'login-rate': { causes: ['login-rate'], says: /^Login History says “Login rate exceeded” at 2/ },
  'maximum-logins': { causes: ['maximum-logins'], says: /Maximum logins exceeded/ },
  'activation-secret': { causes: ['platform'], says: /Activation secret invalid/ },
  clock: { causes: ['clock'], says: /Invalid Timestamp/ },
};

describe('npm run setup -- --diagnose', { concurrency: 4 }, () => {
  it('is tested with every refusal of the simulator', () => {
    assert.deepEqual(Object.keys(EXPECTED).sort(), REFUSALS.map(({ name }) => name).sort());
  });

  for (const [name, { causes, suspects, says, attempt = PRODUCTION }] of Object.entries(EXPECTED)) {
    it(`reports ${[...causes, ...(suspects ?? [])].join(' and ')} if the org rejects the sign-in because of ${name}`, async (t) => {
      const story = await createStory(t, name);
      const { status } = await story.signIn(attempt);
      // The API permission is checked only after the sign-in.
      assert.equal(status, name === 'api-disabled' ? 200 : 400);
      const isShared = attempt === SHARED_HOST;
      const diagnosis = await story.diagnose(...story.options(isShared ? { org: 'prod' } : {}));
      assert.deepEqual(causesOf(diagnosis), causes);
      if (suspects !== undefined) {
        assert.deepEqual(suspectsOf(diagnosis), suspects);
      }
      const [first] = [...diagnosis.causes, ...diagnosis.suspects];
      assert.match(first?.text ?? '', says);
      assert.match(first?.link ?? '', /^https:\/\/acme\.my\.salesforce\.com\/lightning\/setup\//);
      assert.equal(diagnosis.output.exitCode, 0);
    });
  }
});
