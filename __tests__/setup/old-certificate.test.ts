import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { certificateOf, rsaPair } from '../helpers/crypto.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness } from './harness.ts';

const YES_ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'];
const OPTION = ['--old-certificate', 'old.crt'];

/** Sets up an app with the key in ci.key. */
async function setUpApp(t: Parameters<typeof createHarness>[0]): Promise<SetupHarness> {
  const harness = await createHarness(t);
  const { exitCode, stderr } = await harness.run(...YES_ARGS, '--key-file', 'ci.key');
  assert.equal(exitCode, 0, stderr);
  return harness;
}

const writeOld = ({ folder }: SetupHarness, text: string): void =>
  writeFileSync(join(folder, 'old.crt'), text);

describe('setup with --old-certificate', { concurrency: 4 }, () => {
  const FILES: readonly (readonly [string, (harness: SetupHarness) => string, RegExp])[] = [
    ['some text', () => 'hello\n', /old\.crt is not a certificate in PEM format\.\n/],
    [
      'a private key',
      ({ folder }) => readFileSync(join(folder, 'ci.key'), 'utf8'),
      /old\.crt is not a certificate in PEM format\.\n/,
    ],
    [
      'two certificates',
      () => certificateOf(rsaPair()) + certificateOf(rsaPair(3072)),
      /old\.crt has 2 certificates: leave only that of the app in it\.\n/,
    ],
  ];
  for (const [name, textOf, message] of FILES) {
    it(`rejects a file with ${name} before it runs sf or gh`, async (t) => {
      const harness = await setUpApp(t);
      harness.org.metadata.rules.exposesCertificate = false;
      writeOld(harness, textOf(harness));
      const { exitCode, stderr } = await harness.run(...YES_ARGS, ...OPTION);
      assert.equal(exitCode, 1);
      assert.match(stderr, message);
      assert.match(stderr, /\nNothing was changed\.\nNext: .* --old-certificate FILE/);
      assert.deepEqual(harness.commands, []);
    });
  }

  it('rejects a certificate other than the one that the org shows', async (t) => {
    const harness = await setUpApp(t);
    writeOld(harness, certificateOf(rsaPair()));
    const { exitCode, stderr } = await harness.run(...YES_ARGS, ...OPTION);
    assert.equal(exitCode, 1);
    assert.match(stderr, /old\.crt is not the certificate of GitHub_Actions\. The org shows that/);
    assert.match(stderr, /\nNothing was changed\.\nNext: npm run setup -- (?!.*--old-certificate)/);
    assert.ok(harness.storedKeyMatches());
  });

  it('restores only the certificate of a file that also has the private key', async (t) => {
    const harness = await setUpApp(t);
    harness.org.metadata.rules.exposesCertificate = false;
    const key = readFileSync(join(harness.folder, 'ci.key'), 'utf8');
    writeOld(harness, `${key}${harness.githubValues().variables.get('SF_CERTIFICATE')}`);
    harness.org.faults.set('ip-restricted');
    const { exitCode, stdout } = await harness.run(...YES_ARGS, ...OPTION);
    assert.equal(exitCode, 1);
    assert.match(stdout, /✓ Undo +the old certificate is restored/);
    assert.ok(harness.storedKeyMatches());
    const [, line = ''] = key.split('\n');
    assert.ok(!harness.files.some((text) => text.includes(line)), 'sf has received the key');
  });
});
