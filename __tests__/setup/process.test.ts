import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../support/runner/action.ts';
import { makeFolder } from '../helpers/folders.ts';

const ARGS = ['--org', 'prod', '--user', 'ci@acme.com', '--yes', '--key-file', 'ci.key'];
const skip = process.platform === 'win32' && 'the stand-in for sf is a shell script';

/** The command as a process, with a stand-in for sf in its PATH, or with none. */
function start(sf: string | undefined, args: readonly string[] = ARGS) {
  const folder = makeFolder('setup-process');
  const temp = join(folder, 'temp');
  mkdirSync(temp);
  if (sf !== undefined) {
    writeFileSync(join(folder, 'sf'), `#!/bin/sh\n${sf}\n`);
    chmodSync(join(folder, 'sf'), 0o755);
  }
  const child = spawn(process.execPath, [join(ROOT, 'setup/index.ts'), ...args], {
    cwd: ROOT,
    env: { PATH: `${folder}:/usr/bin:/bin`, TMPDIR: temp, INIT_CWD: folder, FOLDER: folder },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { folder, temp, child, ended, printed: () => printed };
}

describe('npm run setup as a process', { skip }, () => {
  it('tells its options', async () => {
    const { ended, printed } = start(undefined, ['--help']);
    assert.equal(await ended, 0);
    assert.match(printed(), /^Usage: npm run setup -- /);
  });

  it('says that sf is not there', async () => {
    const { ended, printed, temp } = start(undefined);
    assert.equal(await ended, 1);
    assert.match(printed(), /sf\) is not installed\.\nNothing was changed\.\nNext: npm install/);
    assert.deepEqual(readdirSync(temp), []);
  });

  it('gives sf no DEBUG, keeps it from updating itself, and says what it answered', async () => {
    const { ended, printed } = start(
      'if [ "$1" = --version ]; then echo @salesforce/cli/2.150.6; else echo "DEBUG is [$DEBUG], $SF_DISABLE_AUTOUPDATE"; fi',
    );
    assert.equal(await ended, 1);
    assert.match(
      printed(),
      /"sf org display" did not answer in JSON, but with: DEBUG is \[\], true/,
    );
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    it(`ends on ${signal} with sf, leaves nothing behind and says how to go on`, async () => {
      // The child of the stand-in must not outlive it: it would write its file.
      const { child, ended, printed, folder, temp } = start(
        'echo > "$FOLDER/started"; sleep 5; echo > "$FOLDER/outlived"',
      );
      while (!existsSync(join(folder, 'started')))
        await new Promise((resolve) => setTimeout(resolve, 20));
      // A terminal that is closed takes its streams with it.
      if (signal === 'SIGHUP') for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      child.kill(signal);
      assert.equal(await ended, 130);
      if (signal !== 'SIGHUP')
        assert.match(
          printed(),
          /Stopped\.\nNothing was changed\.\nNext: npm run setup -- --org prod/,
        );
      assert.ok(!existsSync(join(folder, 'outlived')));
      assert.deepEqual(readdirSync(temp), []);
    });
});
