import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { ALL_FAULTS, COMMON_FAULTS, faultList } from '../../scripts/demo/faults.ts';
import { readableSummary, wrap } from '../../scripts/demo/screen.ts';
import { ROOT } from '../../support/runner/action.ts';

/** Runs the demo as a process. */
function demo(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(ROOT, 'scripts/demo/index.ts'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
}

describe('the demo', () => {
  it('shows the title of the annotation, every input that it sets, and a readable summary', () => {
    const { status, stdout, stderr } = demo(['--fault', 'wrong-org', '--summary']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /✖ Salesforce sign-in: The token belongs to another org/);
    for (const input of [
      'login-url: https://acme.my',
      'expected-org-id: 00D',
      'timeout-seconds: 10',
    ])
      assert.ok(stdout.includes(`\n    ${input}`), input);
    assert.match(stdout, /^Username +ci@acme\.com$/m);
    assert.doesNotMatch(stdout, /<br>|<wbr>|&#|\*\*|^\|/m);
  });

  it('shows the log of the post step if the fault is at the end of the job', () => {
    const { stdout } = demo(['--fault', 'revoke-bad-id']);
    assert.match(stdout, /^ {4}revoke-token: true$/m);
    assert.match(stdout, /^Warning: Revoking failed: HTTP 404\./m);
  });

  it('prints colors without a terminal only if FORCE_COLOR is set', () => {
    const args = ['--fault', 'not-approved'];
    assert.ok(!demo(args).stdout.includes('\u001b'));
    assert.ok(demo(args, { FORCE_COLOR: '1' }).stdout.includes('\u001b[1m'));
  });

  it('lists twenty faults by default, and all faults with --faults all', () => {
    const names = ALL_FAULTS.map(({ name }) => name);
    assert.equal(Object.keys(COMMON_FAULTS).length, 20);
    for (const name of Object.keys(COMMON_FAULTS)) assert.ok(names.includes(name), name);
    assert.ok(faultList(false).includes(`lists all ${names.length}`));
    assert.equal(faultList(true).split('\n').length, names.length);
    assert.equal(demo(['--faults', 'all']).stdout.trim(), faultList(true));
  });

  it('rejects an unknown fault and an unexpected argument', () => {
    for (const args of [
      ['--fault', 'x'],
      ['--faults', 'all', 'x'],
    ])
      assert.equal(demo(args).status, 2, args.join(' '));
  });
});

describe('the text that the demo prints', () => {
  it('is wrapped between words and keeps its indentation', () => {
    assert.equal(wrap('Fix: aaa bbb ccc', 10), 'Fix: aaa\n  bbb ccc');
    assert.equal(wrap('  one two', 7), '  one\n    two');
    assert.equal(wrap('https://a.very.long.example', 5), 'https://a.very.long.example');
  });

  it('contains no Markdown from the job summary', () => {
    const summary =
      '### A &amp; B\n\n**Bold** a@<wbr>b<br>next\n\n| This run | |\n|---|---|\n| Login URL | https&#58;//x |';
    assert.equal(
      // The environment of the tests may ask for colors.
      stripVTControlCharacters(readableSummary(summary)),
      'A & B\n\nBold a@b\n   next\n\nThis run\nLogin URL  https://x',
    );
  });
});
