import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { HELP, OPTIONS } from '../../setup/option-list.ts';
import { shellQuote } from '../../setup/options.ts';
import { ROOT } from '../../support/runner/action.ts';

describe('setup/README.md', () => {
  const readme = readFileSync(join(ROOT, 'setup/README.md'), 'utf8');
  const section = /^## Options\n(.*?)^## /ms.exec(readme)?.[1] ?? '';
  // Each row of the table begins with the options that it describes.
  const rows = section.split('\n').filter((line) => line.startsWith('| `--'));

  for (const [name, option] of Object.entries(OPTIONS)) {
    // The list of options is what `--help` prints, so the page does not describe `--help`.
    if (name === 'help') continue;
    it(`documents --${name} with the same value and default as the help`, () => {
      if ('help' in option && option.help === 'for --check') {
        assert.match(section, new RegExp(`^\`--check\` takes .*\`--${name}\``, 'm'));
        return;
      }
      const usage = 'value' in option ? `--${name} ${option.value}` : `--${name}`;
      const row = rows.find((line) => new RegExp(`${usage}[\` ]`).test(line.split('|')[1] ?? ''));
      assert.ok(row !== undefined, `no row for ${usage}`);
      if ('default' in option && typeof option.default === 'string')
        assert.ok(row.includes(option.default), `no default ${option.default} in: ${row}`);
    });
  }

  it('documents no option that does not exist', () => {
    const documented = section.match(/(?<=`|\s)--[a-z][a-z-]*/g)?.map((name) => name.slice(2));
    // The page also mentions `--silent`, which is an option of npm, not of the command.
    const known = [...Object.keys(OPTIONS), 'silent'];
    assert.deepEqual(
      documented?.filter((name) => !known.includes(name)),
      [],
    );
  });
});

describe('npm run setup -- --help', () => {
  it('aligns the descriptions of all options', () => {
    const lines = HELP.split('\n').filter((line) => line.startsWith('  --'));
    assert.equal(lines.length, Object.keys(OPTIONS).length);
    for (const line of lines) assert.match(line, /^ {2}--.{25}\S/);
    assert.match(HELP, /^ {2}--bits N {19}size of the RSA key \(2048\)$/m);
  });

  it('names every variable that --check reads', () => {
    const source = readFileSync(join(ROOT, 'setup/check.ts'), 'utf8');
    const names = [...source.matchAll(/env\['(SF_\w+)'\]/g)].map(([, name = '']) => name);
    assert.ok(names.includes('SF_SIGNING_CONSUMER_KEY'));
    for (const name of names) assert.match(HELP, new RegExp(`\\b${name}\\b`));
  });
});

describe('a quoted argument', () => {
  for (const arg of ['Pat\'s $(id) `x` \\ "CI" !', '--x y', 'a\nb']) {
    it(`is passed unchanged by a POSIX shell: ${JSON.stringify(arg)}`, {
      skip: process.platform === 'win32',
    }, () => {
      const printed = execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(arg, 'linux')}`]);
      assert.equal(printed.toString(), arg);
    });
  }

  it('has doubled single quotes for PowerShell', () => {
    assert.equal(shellQuote("Pat's CI", 'win32'), "'Pat''s CI'");
    // PowerShell reads each of these characters as a single quote.
    assert.equal(shellQuote('‘a’ ‚b‛', 'win32'), "'‘‘a’’ ‚‚b‛‛'");
  });
});
