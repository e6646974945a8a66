/** Checks the workflows with actionlint, shellcheck and zizmor. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SLUG } from '../../scripts/own/identity.ts';
import { ROOT } from '../../support/runner/action.ts';

interface Finding {
  readonly ident: string;
  readonly determinations: { readonly severity: string };
  readonly locations: readonly {
    readonly symbolic: {
      readonly kind: string;
      readonly key: { readonly Local?: { readonly verbatim_path: string } };
    };
    readonly concrete: {
      readonly location: { readonly start_point: { readonly row: number } };
      readonly feature: string;
    };
  }[];
}

/** Returns zizmor's findings of medium or high severity, one string for each. */
function zizmor(cwd: string, ...inputs: string[]): string[] {
  const args = ['--offline', '--no-config', '--persona=pedantic', '--format=json', ...inputs];
  const { stdout, stderr } = spawnSync('zizmor', args, { cwd, encoding: 'utf8' });
  assert.ok(stdout.startsWith('['), `zizmor printed no findings: ${stderr}`);
  return (JSON.parse(stdout) as Finding[])
    .filter(({ determinations: { severity } }) => /^(Medium|High)$/.test(severity))
    .map(({ ident, locations }) => {
      const place = locations.find(({ symbolic: { kind } }) => kind === 'Primary');
      const file = place?.symbolic.key.Local?.verbatim_path ?? '';
      const { location, feature = '' } = place?.concrete ?? {};
      return `${ident} ${file}:${(location?.start_point.row ?? 0) + 1} ${feature}`;
    });
}

function actionlint(cwd: string): string {
  const { status, stdout, stderr } = spawnSync('actionlint', ['-no-color'], {
    cwd,
    encoding: 'utf8',
  });
  assert.notEqual(status, null, 'actionlint did not start');
  return stdout + stderr;
}

describe('the workflows and the action.yml of this project', () => {
  it('have no zizmor finding of medium or high severity', () => {
    assert.deepEqual(zizmor(ROOT, '.github/workflows', 'action.yml'), []);
  });

  it('have no actionlint or shellcheck finding', () => {
    assert.equal(actionlint(ROOT), '');
  });
});

describe('the examples, in an empty repository', () => {
  let folder: string;
  let workflows: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lint-check-'));
    workflows = join(folder, '.github/workflows');
    mkdirSync(workflows, { recursive: true });
    spawnSync('git', ['init', '--quiet'], { cwd: folder });
    cpSync(join(ROOT, 'examples'), workflows, { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('have no zizmor finding of medium or high severity except the unpinned reference to this action', () => {
    const own = new RegExp(`^unpinned-uses .* ${SLUG}@v1$`);
    const findings = zizmor(folder, '.');
    assert.deepEqual(
      findings.filter((finding) => !own.test(finding)),
      [],
    );
    const uses = readdirSync(workflows).flatMap(
      (file) => readFileSync(join(workflows, file), 'utf8').match(/uses: .*@v1$/gm) ?? [],
    );
    assert.equal(findings.length, uses.length);
  });

  it('have no actionlint or shellcheck finding', () => {
    assert.equal(actionlint(folder), '');
  });

  it('have findings if they contain a script injection and an unquoted variable', () => {
    const file = join(workflows, 'deploy.yml');
    const text = readFileSync(file, 'utf8');
    const run = 'run: echo ${' + '{ github.event.issue.title }} $UNQUOTED';
    writeFileSync(file, text.replace(/run: sf project deploy.*$/m, run));
    assert.match(zizmor(folder, '.').join('\n'), /template-injection/);
    assert.match(actionlint(folder), /shellcheck reported issue/);
    writeFileSync(file, text);
  });
});
