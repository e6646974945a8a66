import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addLogin,
  answerQueries,
  causesOf,
  createStory,
  type DiagnosisStory,
  findingsWith,
  hideFiles,
  suspectsOf,
} from './refused-sign-in.ts';

describe('a row of Login History in a report of --diagnose', { concurrency: 2 }, () => {
  const limit = ({ harness }: DiagnosisStory, limits: Readonly<Record<string, unknown>>): void =>
    void harness.org.directory.profileLimits.set('Minimum Access - API Only Integrations', limits);

  for (const status of [
    'Failed: Signature Invalid',
    'Failed: Consumer Deleted',
    'Login rate exceeded',
  ]) {
    it(`with the status “${status}” is only quoted if it is of another app`, async (t) => {
      const story = await createStory(t);
      const time = Date.now();
      addLogin(story, { status, application: 'Nightly Export', time: time - 1000 });
      const diagnosis = await story.diagnose();
      assert.deepEqual([...causesOf(diagnosis), ...diagnosis.suspects], []);
      assert.match(
        findingsWith(diagnosis, 'open').join('\n'),
        /for the app Nightly Export, which is not “Embedded App”/,
      );
    });
  }

  it('is that of the app, even if a row of another app is closer to the time of the sign-in', async (t) => {
    const story = await createStory(t);
    const at = Date.now();
    addLogin(story, {
      status: 'Failed: Invalid Timestamp',
      application: 'Nightly Export',
      time: at,
    });
    addLogin(story, { status: 'Login rate exceeded', time: at - 60_000 });
    assert.deepEqual(causesOf(await story.diagnose()), ['login-rate']);
  });

  it('is awaited even if there is a row of another app', async (t) => {
    const story = await createStory(t);
    addLogin(story, { status: 'Success', application: 'Nightly Export' });
    let pauses = 0;
    story.harness.onPause = () => {
      pauses += 1;
      addLogin(story, { status: 'Login rate exceeded' });
    };
    assert.deepEqual(causesOf(await story.diagnose()), ['login-rate']);
    assert.equal(pauses, 1);
  });

  for (const [title, arrange] of [
    [
      'names no app',
      (story: DiagnosisStory) =>
        addLogin(story, { status: 'Login rate exceeded', application: '' }),
    ],
    [
      'can belong to any app, because the org does not show which app has the key',
      (story: DiagnosisStory) => {
        addLogin(story, { status: 'Login rate exceeded' });
        hideFiles(story, 'ecaGlblOauth');
      },
    ],
    [
      'cannot be compared with the label of the app, which the org does not return',
      (story: DiagnosisStory) => {
        addLogin(story, { status: 'Login rate exceeded' });
        hideFiles(story, 'eca');
      },
    ],
  ] as const) {
    it(`is only a possible cause if it ${title}`, async (t) => {
      const story = await createStory(t);
      arrange(story);
      const diagnosis = await story.diagnose();
      assert.deepEqual(causesOf(diagnosis), []);
      assert.ok(diagnosis.suspects.some(({ id }) => id === 'login-rate'));
    });
  }

  for (const [title, status, limits] of [
    [
      'Login IP Ranges now contain the address',
      'Restricted IP',
      { ipRanges: [{ startAddress: '203.0.113.0', endAddress: '203.0.113.255' }] },
    ],
    [
      'Login Hours now allow the time',
      'Restricted time',
      { loginHours: { mondayStart: 0, mondayEnd: 1440 } },
    ],
  ] as const) {
    it(`results in the fix “Rerun the job.” if ${title}`, async (t) => {
      const story = await createStory(t);
      limit(story, limits);
      addLogin(story, { status });
      const diagnosis = await story.diagnose();
      assert.deepEqual(causesOf(diagnosis), ['fixed-since']);
    });
  }

  it('results in the fix “Rerun the job.” if the user has API Enabled now', async (t) => {
    const story = await createStory(t);
    addLogin(story, { status: 'Failed: OAuth API access disabled' });
    assert.deepEqual(causesOf(await story.diagnose()), ['fixed-since']);
  });

  it('with the status “Restricted time” names no cause if Login Hours allow the time in some time zones', async (t) => {
    const story = await createStory(t);
    const time = Date.parse('2026-11-27T12:00:00Z');
    // Friday in every time zone. The org of the simulator has the time zone Europe/Berlin.
    limit(story, { loginHours: { fridayStart: 12 * 60, fridayEnd: 14 * 60 } });
    addLogin(story, { status: 'Restricted time', time });
    const diagnosis = await story.diagnose(...story.options({ at: new Date(time).toISOString() }));
    assert.deepEqual(causesOf(diagnosis), []);
    assert.deepEqual(suspectsOf(diagnosis), ['login-hours']);
  });

  it('that appears late is compared with Login IP Ranges, and no line says that there is none', async (t) => {
    const story = await createStory(t);
    limit(story, { ipRanges: [{ startAddress: '203.0.113.0', endAddress: '203.0.113.255' }] });
    story.harness.onPause = () => addLogin(story, { status: 'Login rate exceeded' });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), ['login-rate']);
    assert.match(findingsWith(diagnosis, 'right').join('\n'), /203\.0\.113\.7 is in the Login IP/);
    assert.doesNotMatch(JSON.stringify(diagnosis.findings), /no row of Login History/);
  });

  it('is not compared with Login IP Ranges if Login History cannot be seen', async (t) => {
    const story = await createStory(t);
    limit(story, { ipRanges: [{ startAddress: '10.0.0.0', endAddress: '10.0.0.9' }] });
    answerQueries(story, { LoginHistory: { errorCode: 'INSUFFICIENT_ACCESS' } });
    const diagnosis = await story.diagnose();
    assert.deepEqual(causesOf(diagnosis), []);
    assert.match(findingsWith(diagnosis, 'open').join('\n'), /the runner, cannot be seen/);
  });
});
