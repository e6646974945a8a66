import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { ALL_FAULTS, COMMON_FAULTS } from '../../scripts/demo-faults.ts';
import { coloredLog, plainMarkdown, wrapped } from '../../scripts/demo-text.ts';
import { ROOT } from '../../support/runner/action.ts';

const demo = (...options: string[]): string =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/demo.ts'), ...options], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

it('the demo lists about twenty common faults, each of which exists once', () => {
  const names = Object.values(COMMON_FAULTS).flatMap((faults) => faults.map(([name]) => name));
  assert.ok(names.length >= 18 && names.length <= 24);
  for (const name of names)
    assert.equal(ALL_FAULTS.filter((fault) => fault.name === name).length, 1, name);
  const list = demo('--faults');
  assert.ok(names.every((name) => list.includes(`  ${name} `)));
});

it('the demo lists every fault with "--faults all", and rejects another word', () => {
  const list = demo('--faults', 'all');
  assert.ok(ALL_FAULTS.every(({ name }) => list.includes(`  ${name} `)));
  assert.throws(() => demo('--faults', 'everything'), { status: 2 });
});

it('the demo shows the inputs that the step gets, and prints no secret', () => {
  const text = demo('--fault', 'wrong-org', '--summary');
  assert.match(text, /^ {4}expected-org-id: 00D\w{15}\n {4}timeout-seconds: 10$/m);
  assert.match(text, /^Salesforce sign-in: .+\nError: /m);
  assert.doesNotMatch(text, /&#|<wbr>|\*\*|00D\w{12}!|PRIVATE KEY/);
});

it('lines of the demo are broken between words, and fit the terminal', () => {
  const text = wrapped(`Fix: ${'word '.repeat(60)}\n  ${'deeper '.repeat(30)}`);
  const lines = text.split('\n');
  assert.ok(lines.length > 2);
  for (const line of lines) assert.ok(line.length <= (process.stdout.columns || 80), line);
  assert.equal(text.replace(/\s+/g, ' ').trim().split(' ').length, 91);
  assert.equal(wrapped(`a ${'x'.repeat(100)}`), `a\n  ${'x'.repeat(100)}`);
});

it('the title of the annotation stands before the error in the log of the demo', () => {
  assert.equal(
    coloredLog('Attempt 1\nError: It failed.\nFix: this', 'The title'),
    'Attempt 1\nThe title\nError: It failed.\nFix: this',
  );
});

it('the job summary of the demo is plain text', () => {
  const markdown =
    '### A **b**\n\n| This run | |\n| --- | --- |\n| Login URL | `https&#58;//x` |\n\n[More](https://y)';
  assert.equal(plainMarkdown(markdown), 'A b\n\nThis run\nLogin URL: https://x\n\nMore: https://y');
});
