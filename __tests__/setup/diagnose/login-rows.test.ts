import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addLogin,
  answerQueries,
  causesOf,
  createStory,
  findingsWith,
  suspectsOf,
} from './refused-sign-in.ts';

const loginRow = (LoginTime: string, changes = {}): Record<string, unknown> => ({
  LoginTime,
  Status: 'Success',
  LoginType: 'Remote Access 2.0',
  LoginSubType: null,
  Application: 'Embedded App',
  LoginUrl: 'acme.my.salesforce.com',
  SourceIp: '203.0.113.7',
  ...changes,
});

describe('the row of Login History', { concurrency: 4 }, () => {
  it('is awaited if the sign-in was rejected just now and no setting shows the cause', async (t) => {
    const story = await createStory(t);
    let pauses = 0;
    story.harness.onPause = () => {
      pauses += 1;
      if (pauses === 2) addLogin(story, { status: 'Login rate exceeded' });
    };
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), ['login-rate']);
    assert.equal(pauses, 2);
  });

  it('is awaited for at most one minute', async (t) => {
    const story = await createStory(t);
    let pauses = 0;
    story.harness.onPause = () => {
      pauses += 1;
    };
    const diagnosis = await story.diagnose();
    assert.ok(pauses > 3 && pauses <= 6, String(pauses));
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /Login History: no row near 2/);
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /no status is documented/);
  });

  for (const [title, refusal, at] of [
    ['a setting shows the cause', 'self-authorized', undefined],
    ['the sign-in was rejected ten minutes ago', undefined, -600_000],
  ] as const) {
    it(`is not awaited if ${title}`, async (t) => {
      const story = await createStory(t, refusal);
      story.harness.onPause = () => assert.fail('the command waited');
      const time = at === undefined ? {} : { at: new Date(Date.now() + at).toISOString() };
      await story.diagnose(...story.options(time));
    });
  }

  it('is found if it is from before midnight and --at is after midnight in another time zone', async (t) => {
    const story = await createStory(t);
    addLogin(story, {
      status: 'Maximum logins exceeded',
      time: Date.parse('2026-03-28T23:59:30Z'),
    });
    const diagnosis = await story.diagnose(...story.options({ at: '2026-03-29T01:01:00+01:00' }));
    assert.deepEqual(causesOf(diagnosis), ['maximum-logins']);
    assert.match(diagnosis.causes[0]?.text ?? '', /at 2026-03-28 23:59:30 UTC/);
    assert.equal(diagnosis.time, '2026-03-29 00:01:00 UTC');
  });

  it('is found among 2,000 rows, even if its status is in capital letters', async (t) => {
    const story = await createStory(t);
    const at = '2026-11-27T03:48:45Z';
    const successes = Array.from({ length: 1999 }, (_, index) =>
      loginRow(`2026-11-27T03:${String(43 + (index % 5))}:00.000+0000`),
    );
    const refused = loginRow('2026-11-27T03:48:44.000+0000', { Status: 'LOGIN RATE EXCEEDED' });
    answerQueries(story, { LoginHistory: [...successes, refused] });
    assert.deepEqual(causesOf(await story.diagnose(...story.options({ at }))), ['login-rate']);
  });

  it('is never a row of another login type or of another OAuth flow', async (t) => {
    const story = await createStory(t);
    const at = '2026-11-27T03:48:45Z';
    const time = '2026-11-27T03:48:45.000+0000';
    answerQueries(story, {
      LoginHistory: [
        loginRow(time, { Status: 'Invalid Password', LoginType: 'Application' }),
        loginRow(time, { Status: 'User is Inactive', LoginSubType: 'OauthRefreshToken' }),
      ],
    });
    const diagnosis = await story.diagnose(...story.options({ at }));
    assert.deepEqual(causesOf(diagnosis), []);
  });

  it('proves no cause if its status is missing or its time is invalid', async (t) => {
    const story = await createStory(t);
    const at = '2026-11-27T03:48:45Z';
    const time = '2026-11-27T03:48:45.000+0000';
    answerQueries(story, {
      LoginHistory: [loginRow('soon', { Status: null }), loginRow(time, { Status: null })],
    });
    const diagnosis = await story.diagnose(...story.options({ at }));
    assert.deepEqual(causesOf(diagnosis), []);
    assert.match(JSON.stringify(diagnosis), /“no status” at 2026-11-27 03:48:45 UTC/);
  });

  it('is quoted if its status is unknown, such as a status in another language', async (t) => {
    const story = await createStory(t);
    addLogin(story, { status: 'Benutzer ist inaktiv' });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    const open = findingsWith(diagnosis, 'open').join('\n');
    assert.match(open, /“Benutzer ist inaktiv” at 2.*does not know what that status means/);
  });

  it('is quoted with a possible explanation if no source ties its status to a setting', async (t) => {
    const story = await createStory(t);
    addLogin(story, { status: 'Missing Consumer Key Parameter' });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /perhaps the org has no app/);
  });

  it('is reported with the status Success if there is no other row', async (t) => {
    const story = await createStory(t);
    await story.signIn();
    const open = findingsWith(await story.diagnose(), 'open').join('\n');
    assert.match(open, /a row says Success at 2/);
  });

  for (const status of ['User is frozen', 'User is inactive', 'Failed: Signature Invalid']) {
    it(`with the status “${status}” results in the fix “Rerun the job.” if the org was changed since`, async (t) => {
      const story = await createStory(t);
      addLogin(story, { status });
      const diagnosis = await story.diagnose();
      assert.deepEqual(causesOf(diagnosis), ['fixed-since']);
      assert.equal(diagnosis.causes[0]?.fix, 'Rerun the job.');
    });
  }
});

describe('the IP address in a row of Login History', { concurrency: 4 }, () => {
  const RANGES = {
    'inside an IPv4 range': ['203.0.113.7', '203.0.113.0', '203.0.113.255', 'right'],
    'outside an IPv4 range': ['203.0.113.7', '10.0.0.0', '10.255.255.255', 'wrong'],
    'inside an IPv6 range': ['2001:db8::7', '2001:db8::', '2001:db8::ff', 'right'],
    'outside a range of the other IP version': ['2001:db8::7', '10.0.0.0', '10.0.0.9', 'wrong'],
    'not an IP address': ['Salesforce.com IP', '10.0.0.0', '10.0.0.9', undefined],
  } as const;
  for (const [title, [sourceIp, startAddress, endAddress, state]] of Object.entries(RANGES)) {
    it(`is ${state ?? 'not checked'} for Login IP Ranges if it is ${title}`, async (t) => {
      const story = await createStory(t);
      const { directory } = story.harness.org;
      directory.profileLimits.set('Minimum Access - API Only Integrations', {
        ipRanges: [{ startAddress, endAddress }],
      });
      addLogin(story, { status: 'Login invalid', sourceIp });
      const diagnosis = await story.diagnose();
      const finding = diagnosis.findings.find(({ text }) => text.startsWith(sourceIp));
      assert.equal(finding?.state, state);
    });
  }

  it('is unknown without a row, so Login IP Ranges are only a possible cause', async (t) => {
    const story = await createStory(t);
    story.harness.org.directory.profileLimits.set('Minimum Access - API Only Integrations', {
      ipRanges: [{ startAddress: '10.0.0.0', endAddress: '10.0.0.9' }],
    });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.deepEqual(suspectsOf(diagnosis), ['ip-ranges']);
  });
});
