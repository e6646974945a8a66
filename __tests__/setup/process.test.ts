import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { runProcess } from '../../setup/process.ts';
import { ROOT } from '../../support/runner/action.ts';
import { makeFolder } from '../helpers/folders.ts';

const ARGS = ['--org', 'prod', '--user', 'ci@acme.com', '--yes', '--key-file', 'ci.key'];
const skip = process.platform === 'win32' && 'the fake sf is a shell script';

/** Starts the command as a process, with a fake sf on its PATH if a script is given. */
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
  it('prints its options with --help', async () => {
    const { ended, printed } = start(undefined, ['--help']);
    assert.equal(await ended, 0);
    assert.match(printed(), /^Usage: npm run setup -- /);
  });

  it('reports that sf is not installed', async () => {
    const { ended, printed, temp } = start(undefined);
    assert.equal(await ended, 1);
    assert.match(printed(), /sf\) is not installed\.\nNothing was changed\.\nNext: npm install/);
    assert.deepEqual(readdirSync(temp), []);
  });

  it('hides DEBUG from sf, disables its auto-update, and quotes output that is not JSON', async () => {
    const { ended, printed } = start(
      'if [ "$1" = --version ]; then echo @salesforce/cli/2.150.6; else echo "DEBUG is [$DEBUG], $SF_DISABLE_AUTOUPDATE"; fi',
    );
    assert.equal(await ended, 1);
    assert.match(printed(), /"sf org display" did not return JSON, but: DEBUG is \[\], true/);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    it(`terminates sf and itself on ${signal}, removes its files, and prints the next command if the streams are open`, async () => {
      // If a child process of the fake sf survived, it would write the second file.
      const { child, ended, printed, folder, temp } = start(
        'echo > "$FOLDER/started"; sleep 30; echo > "$FOLDER/outlived"',
      );
      while (!existsSync(join(folder, 'started')))
        await new Promise((resolve) => setTimeout(resolve, 20));
      // Closing a terminal also closes the streams.
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

describe('runProcess', () => {
  it('ends when it is interrupted after the program has exited, even if another process has its streams open', {
    skip,
  }, async (t) => {
    const folder = makeFolder('setup-streams');
    const file = join(folder, 'pid');
    // The fake sf exits at once, and leaves a process of another group that inherits its streams. As
    // soon as the fake sf is gone, this process writes its own ID.
    const wait = 'while kill -0 "$1" 2>&-; do sleep 0.05; done; echo $$ > "$2"; exec sleep 30';
    const script = `const args = ['-c', ${JSON.stringify(wait)}, 'sh', process.pid, process.argv[2]];
require('node:child_process').spawn('sh', args, { detached: true, stdio: 'inherit' }).unref();`;
    writeFileSync(join(folder, 'sf.cjs'), script);
    writeFileSync(join(folder, 'sf'), `#!/bin/sh\nexec "${process.execPath}" "$0.cjs" "$1"\n`);
    chmodSync(join(folder, 'sf'), 0o755);
    const interruption = new AbortController();
    const path = [folder, '/usr/bin', '/bin'].join(delimiter);
    const ended = runProcess({ program: 'sf', args: [file] }, { PATH: path }, interruption.signal);
    while (!existsSync(file) || readFileSync(file, 'utf8') === '')
      await new Promise((resolve) => setTimeout(resolve, 20));
    const pid = Number(readFileSync(file, 'utf8'));
    t.after(() => process.kill(pid));
    interruption.abort();
    assert.equal((await ended).exitCode, 0);
    assert.ok(process.kill(pid, 0), 'the other process has ended');
  });

  it('passes arguments unchanged, even to a batch file on Windows', async () => {
    const folder = makeFolder('setup-arguments');
    const script = join(folder, 'print.mjs');
    writeFileSync(script, 'console.log(JSON.stringify(process.argv.slice(2)));\n');
    if (process.platform === 'win32')
      writeFileSync(join(folder, 'sf.cmd'), `@"${process.execPath}" "${script}" %*\r\n`);
    else {
      writeFileSync(join(folder, 'sf'), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
      chmodSync(join(folder, 'sf'), 0o755);
    }
    const { SystemRoot, PATHEXT } = process.env;
    const path = [folder, dirname(process.execPath)].join(delimiter);
    const env = { PATH: path, SystemRoot, PATHEXT };
    const args = ['%PATH%', 'a & b', '(x) > y', "Name = 'O\\'Neil'", 'two  spaces'];
    const { signal } = new AbortController();
    const { exitCode, stdout } = await runProcess({ program: 'sf', args }, env, signal);
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(stdout), args);
  });
});
