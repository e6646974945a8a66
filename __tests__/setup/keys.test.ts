import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeId } from '../../simulator/org/salesforce-id.ts';
import { certificateOf, rsaPair } from '../helpers/crypto.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes'];

const storedKey = (harness: SetupHarness): string =>
  harness.githubValues().secrets.get('SF_PRIVATE_KEY')?.sealed ?? '';

function writeOwnKey({ folder }: SetupHarness): void {
  const pair = rsaPair();
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(folder, 'own.key'), pem);
  writeFileSync(join(folder, 'own.crt'), certificateOf(pair));
}

function addUser({ org }: SetupHarness, username: string): void {
  const userId18 = makeId('005');
  const user = org.users.get('ci@acme.com') ?? assert.fail();
  org.users.set(username, { ...user, username, userId18 });
  org.directory.profiles.set(userId18, 'Minimum Access - API Only Integrations');
}

describe('setup with an existing key', () => {
  it('stores the key of --use-key and the certificate of --use-certificate', async (t) => {
    const harness = await createHarness(t);
    writeOwnKey(harness);
    const options = ['--use-key', 'own.key', '--use-certificate', 'own.crt'];
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    assert.equal(storedKey(harness), readFileSync(join(harness.folder, 'own.key'), 'utf8'));
    const certificate = harness.githubValues().variables.get('SF_CERTIFICATE');
    assert.equal(certificate, readFileSync(join(harness.folder, 'own.crt'), 'utf8'));
  });

  it('says that the key is in memory only unless a file has it', async (t) => {
    const harness = await createHarness(t);
    writeOwnKey(harness);
    const own = await harness.run(...YES_ARGS, '--use-key', 'own.key');
    assert.match(own.stdout, /✓ Key +from own\.key, certificate until \d{4}-\d\d-\d\d\n/);
    const written = await harness.run(...YES_ARGS, '--key-file', 'ci.key');
    assert.match(written.stdout, /✓ Key +RSA 2048, certificate until \d{4}-\d\d-\d\d\n/);
    const made = await harness.run(...YES_ARGS);
    assert.match(made.stdout, /✓ Key +RSA 2048, certificate until .*, in memory only\n/);
  });

  it('rejects a certificate that belongs to another key', async (t) => {
    const harness = await createHarness(t);
    writeOwnKey(harness);
    writeFileSync(join(harness.folder, 'other.crt'), certificateOf(rsaPair(3072)));
    const options = ['--use-key', 'own.key', '--use-certificate', 'other.crt'];
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 1);
    assert.match(stderr, /other\.crt has no certificate of the key in own\.key/);
  });

  it('adopts an app: signs in and stores the values without a deployment', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS, '--key-file', 'first.key');
    harness.githubValues().secrets.clear();
    harness.githubValues().variables.clear();
    const options = ['--adopt', '--use-key', 'first.key'];
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /sign in with the key of first\.key to GitHub_Actions .*; deploy nothing/);
    assert.ok(!harness.commands.some(({ args }) => args[1] === 'deploy' || args[1] === 'create'));
    assert.ok(harness.storedKeyMatches());
  });

  it('does not adopt an app that has the certificate of another key', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    writeOwnKey(harness);
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--adopt', '--use-key', 'own.key');
    assert.equal(exitCode, 1);
    assert.match(stderr, /GitHub_Actions has the certificate of another key than own\.key/);
  });
});

describe('setup with a key file', () => {
  it('continues with the same key if the previous run did not wait long enough', async (t) => {
    const harness = await createHarness(t);
    harness.org.faults.set('client-id-invalid');
    const options = ['--wait', '0', '--key-file', 'ci.key'];
    const late = await harness.run(...YES_ARGS, ...options);
    assert.equal(late.exitCode, 1);
    const key = readFileSync(join(harness.folder, 'ci.key'), 'utf8');
    harness.org.faults.clear();
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /sign in with the key of .*ci\.key, whose certificate GitHub_Actions/);
    assert.equal(storedKey(harness), key);
  });

  it('stores another user, and updates SF_USERNAME, if everything else has been stored', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS, '--key-file', 'ci.key');
    addUser(harness, 'ci2@acme.com');
    const other = ['--user', 'ci2@acme.com', '--key-file', 'ci.key'];
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, ...other);
    assert.equal(exitCode, 0, stderr);
    assert.doesNotMatch(stdout, /leave acme\/crm as it is/);
    assert.match(stdout, /this overwrites .*SF_USERNAME \(now ci@acme\.com\)/);
    assert.equal(harness.githubValues().variables.get('SF_USERNAME'), 'ci2@acme.com');
  });

  for (const name of ['SF_USERNAME', 'SF_LOGIN_URL', 'SF_ORG_ID'])
    it(`stores ${name} again if it is missing`, async (t) => {
      const harness = await createHarness(t);
      await harness.run(...YES_ARGS, '--key-file', 'ci.key');
      const { variables } = harness.githubValues();
      const before = variables.get(name) ?? assert.fail();
      variables.delete(name);
      await harness.run(...YES_ARGS, '--key-file', 'ci.key');
      assert.equal(variables.get(name), before);
    });

  it('stores only SF_AUDIENCE, or removes it, if the sign-in requires nothing else', async (t) => {
    const harness = await createHarness(t);
    const args = [...YES_ARGS, '--key-file', 'ci.key'];
    await harness.run(...args);
    const { secrets, variables } = harness.githubValues();
    const before = Object.fromEntries(secrets);
    harness.org.faults.set('audience-invalid', { times: 1 });
    const found = await harness.run(...args);
    assert.equal(found.exitCode, 0, found.stderr);
    assert.match(
      found.stdout,
      /leave acme\/crm as it is: it has this key; only SF_AUDIENCE changes, if the sign-in requires it\n/,
    );
    assert.match(found.stdout, /✓ GitHub +SF_AUDIENCE in acme\/crm\n/);
    assert.equal(variables.get('SF_AUDIENCE'), 'https://acme.my.salesforce.com');
    const kept = await harness.run(...args);
    assert.doesNotMatch(kept.stdout, /SF_AUDIENCE in acme/);
    const skipped = await harness.run(...args, '--skip-sign-in');
    assert.match(skipped.stdout, /leave acme\/crm as it is: it has this key\n/);
    assert.equal(variables.get('SF_AUDIENCE'), 'https://acme.my.salesforce.com');
    harness.org.faults.set('audience-invalid', { times: 1 });
    const removed = await harness.run(...args);
    assert.match(removed.stdout, /✓ GitHub +SF_AUDIENCE removed from acme\/crm\n/);
    assert.equal(variables.get('SF_AUDIENCE'), undefined);
    assert.deepEqual(Object.fromEntries(secrets), before);
  });

  it('leaves no empty file behind if the disk is full', async (t) => {
    const harness = await createHarness(t);
    harness.isDiskFull = () =>
      harness.commands.some(({ input }) => input?.includes('SF_SETUP_LOCK') === true);
    const { stderr } = await harness.run(...YES_ARGS, '--key-file', 'ci.key');
    assert.match(stderr, /Cannot write .*ci\.key: ENOSPC/);
    assert.throws(() => readFileSync(join(harness.folder, 'ci.key')), /ENOENT/);
  });
});

describe('setup with --compromised', () => {
  it('works with a frozen user, and says how to end the sessions of the user and unfreeze the user', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const old = storedKey(harness);
    const user = harness.org.users.get('ci@acme.com') ?? assert.fail();
    user.frozen = true;
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, '--compromised');
    assert.equal(exitCode, 0, stderr);
    assert.ok(harness.storedKeyMatches() && !harness.keyMatches(old));
    assert.match(stdout, /✓ Sign-in +skipped: ci@acme\.com is frozen/);
    assert.match(stdout, /Session Management: remove the sessions of ci@acme\.com/);
    assert.match(stdout, /Users → ci@acme\.com → Unfreeze/);
    assert.match(stdout, /Salesforce usually needs 2 to 10 minutes until it accepts the new key/);
    assert.doesNotMatch(stdout, /could not sign in for/);
  });

  it('never restores the old certificate, and stores the new key', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const old = storedKey(harness);
    harness.org.faults.set('not-approved');
    const args = [...YES_ARGS, '--compromised', '--wait', '0'];
    const { exitCode, stdout, stderr } = await harness.run(...args);
    assert.equal(exitCode, 1);
    assert.doesNotMatch(stdout, /Undo/);
    assert.match(stderr, /The new key is stored all the same/);
    assert.ok(harness.storedKeyMatches() && !harness.keyMatches(old));
    assert.equal(harness.commands.filter(({ args: [, verb] }) => verb === 'deploy').length, 1);
  });

  it('stores the new key after Ctrl-C, and says how to end the sessions of the old key', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    const old = storedKey(harness);
    let isInterrupted = false;
    harness.intercept = ({ args }) => {
      if (args[2] !== 'SF_PRIVATE_KEY' || isInterrupted) return undefined;
      isInterrupted = true;
      return 'ctrl-c';
    };
    const { exitCode, stderr } = await harness.run(...YES_ARGS, '--compromised');
    assert.equal(exitCode, 130);
    assert.match(stderr, /The new key is stored all the same/);
    assert.match(stderr, /Session Management: remove the sessions of ci@acme\.com/);
    assert.ok(harness.storedKeyMatches() && !harness.keyMatches(old));
  });

  it('fails if there is no app, or if the app already has the certificate of the key in the file', async (t) => {
    const harness = await createHarness(t);
    const missing = await harness.run(...YES_ARGS, '--compromised');
    assert.match(missing.stderr, /There is no app GitHub_Actions/);
    await harness.run(...YES_ARGS, '--key-file', 'ci.key');
    const same = await harness.run(...YES_ARGS, '--compromised', '--key-file', 'ci.key');
    assert.equal(same.exitCode, 1);
    assert.match(same.stderr, /If this key was leaked, use another file/);
  });

  it('does not deploy the key of a file that the org or GitHub may know, and names another file', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS, '--key-file', 'leaked.key');
    const args = [...YES_ARGS, '--compromised'];
    harness.org.metadata.rules.exposesCertificate = false;
    for (const option of ['--key-file', '--use-key']) {
      const stored = await harness.run(...args, option, 'leaked.key');
      assert.equal(stored.exitCode, 1);
      assert.match(
        stored.stderr,
        /The workflows of acme\/crm already have the key in .*leaked\.key/,
      );
      assert.match(stored.stderr, /Nothing was changed\.\nNext: .* --key-file FILE/);
      assert.doesNotMatch(stored.stderr, /Next: .*--use-key/);
    }
    writeOwnKey(harness);
    const unknown = await harness.run(...args, '--use-key', 'own.key');
    assert.equal(unknown.exitCode, 1);
    assert.match(unknown.stderr, /does not show the certificate of GitHub_Actions, so the command/);
    const created = await harness.run(...args);
    assert.equal(created.exitCode, 0, created.stderr);
    assert.match(
      created.stdout,
      /The app now has the certificate of a new key, and of no other key/,
    );
  });

  it('says that a key in a file may be one that was leaked and replaced before', async (t) => {
    const harness = await createHarness(t);
    await harness.run(...YES_ARGS);
    writeOwnKey(harness);
    const options = ['--compromised', '--use-key', 'own.key'];
    const { exitCode, stdout, stderr } = await harness.run(...YES_ARGS, ...options);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /now has the certificate of the key in own\.key, and of no other key/);
    assert.match(stdout, /- Make sure that the key in own\.key is not the leaked one/);
  });
});
