import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProcessOptions, ProcessResult } from '../../../setup/process.ts';
import {
  answerQueries,
  causesOf,
  createStory,
  type DiagnosisStory,
  findingsWith,
  KEY,
  suspectsOf,
} from './refused-sign-in.ts';

const REFUSED = { errorCode: 'INSUFFICIENT_ACCESS' } as const;
const NO_OBJECT = { errorCode: 'INVALID_TYPE' } as const;

interface Obstacle {
  readonly refusal?: string;
  arrange(story: DiagnosisStory): void;
  /**
   * Each pattern matches a finding about something that the command cannot see, with the reason.
   */
  readonly says: readonly RegExp[];
}

const replaceCommand =
  (part: string, result: Partial<ProcessResult>) =>
  ({ harness }: DiagnosisStory): void => {
    harness.intercept = ({ args }: ProcessOptions) =>
      args.join(' ').includes(part)
        ? { exitCode: 0, stdout: '', stderr: '', ...result }
        : undefined;
  };

const failure = (name: string, message: string): Partial<ProcessResult> => ({
  exitCode: 1,
  stdout: JSON.stringify({ status: 1, name, message }),
});

/** sf exits with 0 and prints `status: 0` even if the org could not retrieve anything. */
const FAILED_RETRIEVE = {
  stdout: JSON.stringify({
    status: 0,
    result: {
      success: false,
      status: 'Failed',
      files: [],
      messages: [{ problem: 'You do not have the permission to retrieve this' }],
    },
  }),
};

const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  'the org refuses the query on Login History': {
    arrange: (story) => answerQueries(story, { LoginHistory: REFUSED }),
    says: [
      /Login History: cannot see the rows of the user: .*may not see it.*Manage Users or Monitor/,
    ],
  },
  'Login History is empty, and the administrator may not manage users': {
    arrange({ harness: { org } }) {
      const admin = org.users.get('admin@acme.com');
      assert.ok(admin !== undefined);
      org.directory.profiles.set(admin.userId18, 'Minimum Access - API Only Integrations');
    },
    says: [
      /Login History: cannot see the rows .* no permission set of admin@acme\.com is known to have Manage/,
    ],
  },
  'the org has no object that shows who is frozen': {
    arrange: (story) => answerQueries(story, { UserLogin: NO_OBJECT }),
    says: [/User: cannot see whether the user is frozen: the org has no such object.*Manage Users/],
  },
  'the org has no record of the logins of the user': {
    arrange: (story) => answerQueries(story, { UserLogin: [] }),
    says: [/User: cannot see whether the user is frozen: the org returned no record/],
  },
  'the org refuses the query on users': {
    arrange: (story) => answerQueries(story, { User: { errorCode: 'UNKNOWN_EXCEPTION' } }),
    says: [/User: cannot see the users of the org: User is refused\. .* Manage Users$/],
  },
  'the org refuses the query on permission sets': {
    arrange: (story) => answerQueries(story, { PermissionSetAssignment: REFUSED }),
    says: [
      /User: cannot see whether the user has API Enabled: .*View Setup and Configuration/,
      /Grant: cannot see the permission sets of the user: /,
    ],
  },
  'the query on permission sets returns no rows': {
    arrange: (story) => answerQueries(story, { PermissionSetAssignment: [] }),
    says: [
      /User: cannot see whether the user has API Enabled/,
      /Grant: cannot see whether the app/,
    ],
  },
  'an old org has no object for External Client Apps': {
    arrange: (story) => answerQueries(story, { ExternalClientApplication: NO_OBJECT }),
    says: [/Grant: cannot see whom the app lets in: the org did not return the ID of the app/],
  },
  'the org refuses the query on who may use the app': {
    arrange: (story) => answerQueries(story, { SetupEntityAccess: REFUSED }),
    says: [/Grant: cannot see whom the app lets in: the signed-in user may not see it/],
  },
  'sf exits with 0, but the retrieve failed': {
    arrange: replaceCommand('project retrieve', FAILED_RETRIEVE),
    says: [
      /App: cannot see which app has the consumer key: .*You do not have the permission/,
      /Org: cannot see My Domain, API Access Control and session settings: You do not have/,
    ],
  },
  'the retrieve failed without a reason': {
    arrange: replaceCommand('project retrieve', {
      stdout: JSON.stringify({ status: 0, result: { success: false } }),
    }),
    says: [/App: cannot see which app has .*, the retrieve failed without a reason/],
  },
  'the session of sf allows no SOAP': {
    arrange: replaceCommand('project retrieve', failure('INVALID_SESSION_ID', 'Illegal Session')),
    says: [/App: cannot see .*the session of the Salesforce CLI does not allow it/],
  },
  'Connected Apps cannot be retrieved, and no External Client App has the key': {
    refusal: 'app-with-other-key',
    arrange: replaceCommand('--metadata ConnectedApp', failure('UNKNOWN', 'no access')),
    says: [/App: cannot see which app has the consumer key: of Connected Apps, .*no access/],
  },
  'the org shows neither the consumer key nor the certificate': {
    arrange({ harness }) {
      harness.org.metadata.rules.exposesConsumerKey = false;
      harness.org.metadata.rules.exposesCertificate = false;
    },
    says: [/App: cannot see .*does not show the consumer keys of Embedded_App.*To see it, give/],
  },
  'the org returns no OAuth settings of the app': {
    arrange({ harness }) {
      const { metadata } = harness.org;
      const retrieve = metadata.retrieve.bind(metadata);
      Object.assign(metadata, {
        retrieve: (...args: Parameters<typeof retrieve>) => {
          const result = retrieve(...args);
          const components = result.components.filter(
            ({ type }) => type !== 'ExtlClntAppOauthSettings' && type !== 'Settings',
          );
          return { ...result, components };
        },
      });
    },
    says: [
      /App: cannot see the scopes/,
      /Org: cannot see the login policy of My Domain/,
      /Org: cannot see API Access Control/,
    ],
  },
  'the Tooling API refuses the query on the profile': {
    arrange: replaceCommand('--use-tooling-api', failure('INSUFFICIENT_ACCESS', 'no')),
    says: [/User: cannot see Login IP Ranges and Login Hours of the profile: the signed-in user/],
  },
  'the Tooling API returns the profile without its settings': {
    arrange: replaceCommand('--use-tooling-api', {
      stdout: JSON.stringify({ status: 0, result: { records: [{ Metadata: null }] } }),
    }),
    says: [
      /User: cannot see Login IP Ranges and .*the org returned the profile without its settings/,
    ],
  },
};

describe('npm run setup -- --diagnose in an org that does not show everything', {
  concurrency: 4,
}, () => {
  for (const [title, { refusal, arrange, says }] of Object.entries(OBSTACLES)) {
    it(`reports what it cannot see, and names no cause, if ${title}`, async (t) => {
      const story = await createStory(t, refusal);
      // Salesforce rejects the audience, and no setting of the org shows the reason.
      story.harness.org.faults.set('audience-invalid');
      await story.signIn();
      arrange(story);
      const diagnosis = await story.diagnose();
      assert.deepEqual(causesOf(diagnosis), []);
      const unseen = findingsWith(diagnosis, 'unseen');
      for (const pattern of says)
        assert.ok(
          unseen.some((text) => pattern.test(text)),
          unseen.join('\n'),
        );
      assert.doesNotMatch(diagnosis.output.stdout, /\bat .*\.ts:\d+|undefined|\[object/);
    });
  }

  it('finds the app by its certificate if the org does not show consumer keys', async (t) => {
    const story = await createStory(t, 'app-blocked');
    story.harness.org.metadata.rules.exposesConsumerKey = false;
    await story.signIn();
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), ['app-blocked']);
    assert.match(findingsWith(diagnosis, 'right').join('\n'), /has this run’s certificate/);
  });

  it('names no cause if the org shows no certificate', async (t) => {
    const story = await createStory(t);
    story.harness.org.faults.set('audience-invalid');
    story.harness.org.metadata.rules.exposesCertificate = false;
    await story.signIn();
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.deepEqual(suspectsOf(diagnosis), ['certificate-missing']);
  });

  it('names the person who froze the user only if Setup Audit Trail shows that person', async (t) => {
    const story = await createStory(t, 'user-frozen');
    await story.signIn();
    answerQueries(story, { SetupAuditTrail: [] });
    assert.match(
      (await story.diagnose()).causes[0]?.text ?? '',
      /Salesforce Security notification/,
    );
    answerQueries(story, { SetupAuditTrail: REFUSED });
    assert.match((await story.diagnose()).causes[0]?.text ?? '', /by whom cannot be seen/);
  });

  it('does not name a person who froze another user, whose username is longer', async (t) => {
    const story = await createStory(t, 'user-frozen');
    const audit = {
      Action: 'frozeuser',
      CreatedDate: '2026-11-27T03:48:45.000+0000',
      CreatedBy: { Username: 'admin@acme.com' },
    };
    for (const username of ['ci@acme.com.uat', 'the-ci@acme.com']) {
      answerQueries(story, { SetupAuditTrail: [{ ...audit, Display: `Froze user ${username}.` }] });
      assert.match((await story.diagnose()).causes[0]?.text ?? '', /does not say by whom/);
    }
    answerQueries(story, { SetupAuditTrail: [{ ...audit, Display: 'Froze user CI@acme.com.' }] });
    assert.match((await story.diagnose()).causes[0]?.text ?? '', /, by admin@acme\.com at 2026/);
  });

  it('sends its queries one by one if the Salesforce CLI cannot send a batch', async (t) => {
    const story = await createStory(t, 'permission-set-expired');
    await story.signIn();
    replaceCommand('composite/batch', {
      exitCode: 2,
      stderr: 'Error: api request rest is not a sf command',
    })(story);
    assert.deepEqual(causesOf(await story.diagnose()), ['assignment-expired']);
  });

  it('ends with an error message if the session of the Salesforce CLI has expired', async (t) => {
    const story = await createStory(t);
    const expired = failure('INVALID_SESSION_ID', 'Session expired or invalid');
    story.harness.intercept = ({ args }) =>
      args[0] === 'api' || args[0] === 'data' || args[0] === 'project'
        ? { exitCode: 1, stdout: '', stderr: '', ...expired }
        : undefined;
    const { exitCode, stderr } = await story.harness.run('--diagnose', ...story.options());
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /session for admin@acme\.com does not work: .*\n.*\nNext: sf org login web/,
    );
  });

  it('uses no private key', async (t) => {
    const story = await createStory(t, 'certificate-of-other-key');
    await story.signIn();
    const { output } = await story.diagnose();
    assert.ok(!output.stdout.includes(KEY.privateKeyPem.slice(40, 80)));
    assert.deepEqual([...story.harness.secrets], []);
  });
});
