import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'];
const DAY_MS = 86_400_000;

/** Sets up an app, and lets the assignment of its permission set expire. */
async function setUpExpiring(
  t: Parameters<typeof createHarness>[0],
  expires: number,
): Promise<SetupHarness> {
  const harness = await createHarness(t);
  await harness.run(...YES_ARGS);
  const { assignments } = harness.org.directory;
  const [assignment] = assignments.splice(0);
  assignments.push({ ...(assignment ?? assert.fail()), expires });
  return harness;
}

describe('setup with an assignment of the permission set that expires', { concurrency: 4 }, () => {
  it('fails before it changes the app if the assignment has expired', async (t) => {
    const harness = await setUpExpiring(t, Date.now() - DAY_MS);
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.doesNotMatch(stdout, /has GitHub_Actions_access/);
    assert.match(
      stderr,
      /the assignment of GitHub_Actions_access to ci@acme\.com expired on \d{4}-\d\d-\d\d\.\nNothing was changed\./,
    );
    assert.match(stderr, /\nNext: Setup → Users → ci@acme\.com → .*; then: npm run setup/);
    assert.ok(harness.storedKeyMatches());
  });

  it('replaces a leaked key although the assignment has expired', async (t) => {
    const harness = await setUpExpiring(t, Date.now() - DAY_MS);
    const old = harness.githubValues().secrets.get('SF_PRIVATE_KEY')?.sealed ?? '';
    const { stdout } = await harness.run(...YES_ARGS, '--compromised', '--skip-sign-in');
    assert.match(
      stdout,
      /✗ Permission +the assignment .* expired on .*, so this user cannot sign in/,
    );
    assert.ok(harness.storedKeyMatches() && !harness.keyMatches(old));
  });

  it('prints the date until which the user has the permission set', async (t) => {
    const harness = await setUpExpiring(t, Date.now() + 30 * DAY_MS);
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /ci@acme\.com has GitHub_Actions_access until \d{4}-\d\d-\d\d\n/);
  });

  it('works in an org that does not show when an assignment expires', async (t) => {
    const harness = await setUpExpiring(t, Date.now() + DAY_MS);
    harness.intercept = ({ args }) =>
      args.some((arg) => arg.includes('ExpirationDate FROM PermissionSetAssignment'))
        ? {
            exitCode: 1,
            stdout: JSON.stringify({ status: 1, name: 'INVALID_FIELD', message: 'No such column' }),
            stderr: '',
          }
        : undefined;
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /ci@acme\.com has GitHub_Actions_access\n/);
  });
});
