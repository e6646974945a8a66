import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ProcessOptions } from '../../../setup/process.ts';
import {
  addLogin,
  answerQueries,
  createStory,
  type DiagnosisOutput,
  type DiagnosisStory,
  hideFiles,
} from './refused-sign-in.ts';

const PROFILE = 'Minimum Access - API Only Integrations';

interface PartialCase {
  /** Name of the refusal, whose sign-in is sent. */
  readonly refusal?: string;
  arrange?(story: DiagnosisStory): void;
}

const CASES: Readonly<Record<string, PartialCase>> = {
  'in which everything is right': {
    arrange: ({ harness }) => harness.org.faults.set('audience-invalid'),
  },
  'in which a setting was corrected after the rejection': {
    arrange: (story) => addLogin(story, { status: 'User is frozen' }),
  },
  'in which the address was added to Login IP Ranges after the rejection': {
    arrange(story) {
      story.harness.org.directory.profileLimits.set(PROFILE, {
        ipRanges: [{ startAddress: '203.0.113.0', endAddress: '203.0.113.255' }],
      });
      addLogin(story, { status: 'Restricted IP' });
    },
  },
  'in which the user has approved the app': {
    refusal: 'self-authorized',
    arrange({ harness: { org } }) {
      const userId = org.users.get('ci@acme.com')?.userId18 ?? '';
      org.records.approvals.push({ tenant: 'production', userId, appName: 'Embedded App' });
    },
  },
  ...Object.fromEntries(
    [
      'user-missing',
      'user-frozen',
      'app-with-other-key',
      'app-blocked',
      'certificate-of-other-key',
      'self-authorized',
      'permission-set-not-assigned',
      'permission-set-expired',
      'api-access-control',
      'ip-ranges',
      'login-hours',
    ].map((refusal) => [`that rejects the sign-in because of ${refusal}`, { refusal }]),
  ),
};

const queriedObjects = ({ args }: ProcessOptions): readonly string[] => {
  const file = args.find((arg) => arg.startsWith('@'))?.slice(1);
  if (file === undefined) return [];
  const { batchRequests } = JSON.parse(readFileSync(file, 'utf8'));
  return batchRequests.map(({ url }: { url: string }) => /FROM(?:%20|\+)(\w+)/.exec(url)?.[1]);
};

const EXTENSIONS = [
  ...['eca', 'ecaGlblOauth', 'ecaOauth', 'ecaOauthPlcy', 'ecaPlcy'],
  ...['connectedApp', 'settings', 'profileSessionSetting'],
];

/**
 * Objects whose rows the administrator can see with Manage Users, so that an empty result is an
 * answer. Without rows of Organization, there is no report.
 */
const ANSWERS_IF_EMPTY = ['OauthToken', 'Organization'];

const failure = { exitCode: 1, stdout: '{"status":1,"name":"UNKNOWN","message":"no"}', stderr: '' };

/** Diagnoses once for each reading that fails, is empty, or is missing. */
async function* diagnosePartially(
  story: DiagnosisStory,
): AsyncGenerator<readonly [missing: string, diagnosis: DiagnosisOutput]> {
  const objects = new Set<string>();
  story.harness.intercept = (command) => {
    for (const object of queriedObjects(command)) objects.add(object);
    return undefined;
  };
  await story.diagnose();
  assert.ok(objects.size >= 5, [...objects].join());
  for (const object of objects) {
    if (object !== 'Organization') {
      answerQueries(story, { [object]: { errorCode: 'INSUFFICIENT_ACCESS' } });
      yield [`the query on ${object} fails`, await story.diagnose()];
    }
    if (!ANSWERS_IF_EMPTY.includes(object)) {
      answerQueries(story, { [object]: [] });
      yield [`no row of ${object} is returned`, await story.diagnose()];
    }
  }
  for (const part of ['ExternalClientApplication', '--metadata ConnectedApp', 'tooling-api']) {
    story.harness.intercept = ({ args: [topic = '', ...args] }) =>
      topic !== 'api' && args.join(' ').includes(part) ? failure : undefined;
    yield [`the command with ${part} fails`, await story.diagnose()];
  }
  for (const extension of EXTENSIONS) {
    hideFiles(story, extension);
    yield [`no file .${extension} is returned`, await story.diagnose()];
  }
  hideFiles(story, ...EXTENSIONS);
  yield ['no file is returned', await story.diagnose()];
}

const wrongFindings = ({ findings }: DiagnosisOutput): string[] =>
  findings
    .filter(({ state }) => state === 'wrong')
    .map(({ check, cause }) => `${check}: ${cause}`)
    .sort();

function assertConsistent({ findings }: DiagnosisOutput, title: string): void {
  const excluded = findings.flatMap(({ excludes = [] }) => excludes);
  const contradicted = findings.filter(
    ({ state, cause }) => state === 'wrong' && cause !== undefined && excluded.includes(cause),
  );
  assert.deepEqual(contradicted, [], title);
}

describe('npm run setup -- --diagnose with a reading less', { concurrency: 2 }, () => {
  for (const [title, { refusal, arrange }] of Object.entries(CASES)) {
    it(`never adds a cause in an org ${title}, whichever reading fails, is empty or is missing`, async (t) => {
      const story = await createStory(t, refusal);
      arrange?.(story);
      await story.signIn();
      const complete = await story.diagnose();
      assertConsistent(complete, 'complete');
      const known = new Set(wrongFindings(complete));
      let count = 0;
      for await (const [missing, diagnosis] of diagnosePartially(story)) {
        count += 1;
        const added = wrongFindings(diagnosis).filter((finding) => !known.has(finding));
        assert.deepEqual(added, [], missing);
        assertConsistent(diagnosis, missing);
      }
      assert.ok(count > 15, String(count));
    });
  }
});
