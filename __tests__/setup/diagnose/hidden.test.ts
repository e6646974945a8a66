import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fakeSf } from '../fake-sf.ts';
import { TENANT_BY_ALIAS } from '../harness.ts';
import {
  answerQueries,
  causesOf,
  createStory,
  type DiagnosisOutput,
  type DiagnosisStory,
  findingsWith,
  hideFiles,
} from './refused-sign-in.ts';

const REFUSED = { errorCode: 'INSUFFICIENT_ACCESS' } as const;

const assignment = (changes = {}, permissionSet = {}): Record<string, unknown> => ({
  Assignee: { Username: 'ci@acme.com' },
  PermissionSetId: '0PS000000000009AAA',
  PermissionSetGroupId: null,
  IsActive: true,
  ...changes,
  PermissionSet: {
    Label: 'Integration',
    IsOwnedByProfile: false,
    PermissionsApiEnabled: true,
    ...permissionSet,
  },
});

const IN_GROUP = assignment({ PermissionSetGroupId: '0PG000000000001AAA' });

const approve = ({ harness: { org } }: DiagnosisStory): void => {
  const userId = org.users.get('ci@acme.com')?.userId18 ?? '';
  org.records.approvals.push({ tenant: 'production', userId, appName: 'Embedded App' });
};

interface HiddenCase {
  readonly refusal?: string;
  arrange(story: DiagnosisStory): void;
  /** State of the finding that must match, and its text with the name of its check. */
  readonly finds: readonly (readonly [DiagnosisOutput['findings'][number]['state'], RegExp])[];
}

const CASES: Readonly<Record<string, HiddenCase>> = {
  'the org returns no global OAuth settings of the app': {
    arrange: (story) => hideFiles(story, 'ecaGlblOauth'),
    finds: [['unseen', /App: cannot see which app .* the consumer keys of Embedded_App\./]],
  },
  'the org returns no file of the app, but a query lists it': {
    arrange: (story) =>
      hideFiles(story, 'eca', 'ecaGlblOauth', 'ecaOauth', 'ecaOauthPlcy', 'ecaPlcy'),
    finds: [['unseen', /App: cannot see which app .* the consumer keys of Embedded_App\./]],
  },
  'no External Client App is returned, and the query on them fails': {
    refusal: 'app-missing',
    arrange: (story) => answerQueries(story, { ExternalClientApplication: REFUSED }),
    finds: [
      ['unseen', /App: cannot see which app .*: of External Client Apps, the signed-in user/],
    ],
  },
  'a Connected App is listed but cannot be retrieved': {
    refusal: 'app-missing',
    arrange: (story) =>
      answerQueries(story, {
        ConnectedApplication: [{ Id: '0H4000000000001AAA', Name: 'Salesforce CLI' }],
      }),
    finds: [['open', /App: no app that the org shows has .*Connected Apps Salesforce CLI, which/]],
  },
  'the org returns no policies of the app': {
    arrange: (story) => hideFiles(story, 'ecaOauthPlcy', 'ecaPlcy'),
    finds: [
      ['open', /App: the org did not return all policies .* or this org does not show them/],
      ['unseen', /Grant: cannot see whom the app lets in: .* Permitted Users/],
    ],
  },
  'the org returns no label of an app that leaves it to the users to authorize it': {
    refusal: 'self-authorized',
    arrange(story) {
      approve(story);
      hideFiles(story, 'eca');
    },
    finds: [['open', /Grant: .*cannot be seen: the org did not return the label of the app/]],
  },
  'the org refuses the query on the permission sets of a group': {
    refusal: 'permission-set-not-assigned',
    arrange: (story) =>
      answerQueries(story, {
        PermissionSetAssignment: [IN_GROUP],
        PermissionSetGroupComponent: REFUSED,
      }),
    finds: [
      ['unseen', /Grant: cannot see the permission sets in .* groups of the user: the signed/],
    ],
  },
  'the org returns no permission sets of a group': {
    refusal: 'permission-set-not-assigned',
    arrange: (story) =>
      answerQueries(story, {
        PermissionSetAssignment: [IN_GROUP],
        PermissionSetGroupComponent: [],
      }),
    finds: [['unseen', /Grant: cannot see .*: the org returned none for Integration/]],
  },
  'the org refuses the query on users, and the user has approved the app': {
    refusal: 'self-authorized',
    arrange(story) {
      approve(story);
      answerQueries(story, { User: REFUSED });
    },
    finds: [
      ['open', /Grant: .*the approvals cannot be seen: the signed-in user may not see it/],
      ['unseen', /Login History: cannot see the rows of the user: the signed-in user may not/],
    ],
  },
  'the org shows no approval to an administrator who may not manage users': {
    refusal: 'self-authorized',
    arrange: (story) =>
      answerQueries(story, { PermissionSetAssignment: [assignment()], OauthToken: [] }),
    finds: [['open', /Grant: .*cannot be seen: none is shown, and no permission set of admin@/]],
  },
  'the user has given more approvals than the query returns': {
    refusal: 'self-authorized',
    arrange: (story) =>
      answerQueries(story, { OauthToken: Array.from({ length: 500 }, () => ({ AppName: 'X' })) }),
    finds: [['open', /Grant: .*cannot be seen: the user has given more than 500 of them/]],
  },
  'the org shows no user to an administrator who may not manage users': {
    refusal: 'user-missing',
    arrange: (story) => answerQueries(story, { PermissionSetAssignment: [] }),
    finds: [['open', /User: Acme shows no user ci@acme\.com; no permission set of admin@/]],
  },
  'the org shows the permission sets of the user, but not the user': {
    arrange: (story) => answerQueries(story, { User: [] }),
    finds: [
      ['unseen', /User: cannot see the user ci@acme\.com: .*permission sets of the user, but/],
    ],
  },
  'the query on users returns as many rows as it may': {
    refusal: 'user-missing',
    arrange: (story) =>
      answerQueries(story, {
        User: Array.from({ length: 2000 }, (_, id) => ({ Id: id, Username: `ci@acme.co.${id}` })),
      }),
    finds: [['unseen', /User: cannot see the user ci@acme\.com: .*only the first 2000 users/]],
  },
  'the policies of the app select a permission set, but no record of SetupEntityAccess does': {
    refusal: 'permission-set-not-assigned',
    arrange: (story) => answerQueries(story, { SetupEntityAccess: [] }),
    finds: [['unseen', /Grant: cannot see whether .* its policies select CI_access, for which/]],
  },
  'the settings of the profile lack Login IP Ranges and Login Hours': {
    arrange: (story) => {
      const stdout = JSON.stringify({ status: 0, result: { records: [{ Metadata: {} }] } });
      story.harness.intercept = ({ args }) =>
        args.includes('--use-tooling-api') ? { exitCode: 0, stdout, stderr: '' } : undefined;
    },
    finds: [
      ['unseen', /User: cannot see Login IP Ranges: the org returned the settings of the profile/],
      ['unseen', /User: cannot see Login Hours: the org returned the settings of the profile/],
    ],
  },
  'the response to a query contains only a part of the rows': {
    refusal: 'permission-set-not-assigned',
    arrange({ harness }) {
      harness.intercept = (command) => {
        if (command.args[0] !== 'api') return undefined;
        const original = fakeSf(harness.org, TENANT_BY_ALIAS, command);
        const { results } = JSON.parse(original.stdout);
        for (const { result } of results)
          if (result.records?.some((row: object) => 'Parent' in row)) result.done = false;
        return { ...original, stdout: JSON.stringify({ results }) };
      };
    },
    finds: [['unseen', /Grant: cannot see whom .*: the org returned only the first 1 rows/]],
  },
};

describe('npm run setup -- --diagnose if something is hidden', { concurrency: 2 }, () => {
  for (const [title, { refusal, arrange, finds }] of Object.entries(CASES)) {
    it(`names no cause if ${title}`, async (t) => {
      const story = await createStory(t, refusal);
      story.harness.org.faults.set('audience-invalid');
      await story.signIn();
      arrange(story);
      const diagnosis = await story.diagnose();
      assert.deepEqual(causesOf(diagnosis), []);
      for (const [state, pattern] of finds)
        assert.match(findingsWith(diagnosis, state).join('\n'), pattern);
    });
  }

  it('names at most five of the Connected Apps that cannot be retrieved', async (t) => {
    const story = await createStory(t, 'app-missing');
    answerQueries(story, {
      ConnectedApplication: Array.from({ length: 7 }, (_, id) => ({ Id: id, Name: `App ${id}` })),
    });
    const open = findingsWith(await story.diagnose(), 'open').join('\n');
    assert.match(open, /Connected Apps App 0, App 1, App 2, App 3, App 4 and 2 more, which/);
  });

  it('reports missing policies as the cause if the org returns the policies of another app', async (t) => {
    const story = await createStory(t, 'policies-missing');
    const { metadata } = story.harness.org;
    metadata.put('production', {
      type: 'ExtlClntAppConfigurablePolicies',
      fullName: 'Other_defaultPolicy',
      xml: '<ExtlClntAppConfigurablePolicies xmlns="http://soap.sforce.com/2006/04/metadata"><externalClientApplication>Other</externalClientApplication></ExtlClntAppConfigurablePolicies>',
    });
    assert.deepEqual(causesOf(await story.diagnose()), ['policies-missing']);
  });

  it('reports API Enabled as missing if only a permission set with session activation has it', async (t) => {
    const story = await createStory(t);
    answerQueries(story, {
      PermissionSetAssignment: [assignment({}, { HasActivationRequired: true })],
    });
    const diagnosis = await story.diagnose();
    const cause = diagnosis.causes.find(({ id }) => id === 'api-disabled');
    assert.match(cause?.text ?? '', /^only the permission set Integration gives ci@acme\.com API/);
  });
});
