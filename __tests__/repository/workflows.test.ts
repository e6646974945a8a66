/** The workflows and examples, held against GitHub's own schema and expression checker. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { ROOT } from '../../support/runner/action.ts';

// The package imports its schemas as JSON without the attribute that Node asks for.
registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(
      url,
      url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context,
    ),
});
const { validate } = await import('@actions/languageservice');
const { TextDocument } = await import('vscode-languageserver-textdocument');

interface WorkflowStep {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

async function problems(name: string, text: string): Promise<string[]> {
  const diagnostics = await validate(TextDocument.create(`file:///${name}`, 'yaml', 1, text));
  return diagnostics.map(({ range, message }) => `${name}:${range.start.line + 1} ${message}`);
}

const files = ['.github/workflows', 'examples'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((file) => join(folder, file)),
);

it('the checker finds a wrong expression, so that its silence means something', async () => {
  const text = readFileSync(join(ROOT, 'examples/deploy.yml'), 'utf8');
  assert.equal((await problems('broken.yml', text.replace('secrets.', 'secretz.'))).length, 1);
  assert.notDeepEqual(await problems('broken.yml', text.replace('runs-on:', 'run-on:')), []);
});

for (const file of files) {
  const text = readFileSync(join(ROOT, file), 'utf8');

  describe(file, () => {
    it('is a workflow that GitHub accepts', async () => {
      assert.deepEqual(await problems(file, text), []);
    });

    it('pins every action by its commit, with the version beside it', () => {
      for (const [line] of text.matchAll(/^\s*(?:- )?uses:.*$/gm)) {
        const local = /uses: \.\//.test(line);
        const isThisAction = /uses: salesforce-jwt-auth\/salesforce-jwt-auth@v1$/.test(line);
        const pinned = /uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line);
        assert.ok(
          local || (isThisAction && file.startsWith('examples')) || pinned,
          `not pinned: ${line}`,
        );
      }
    });

    it('starts from no permissions, and limits the time of every job', () => {
      const workflow = parse(text);
      assert.deepEqual(workflow.permissions, {});
      for (const [name, job] of Object.entries<Record<string, unknown>>(workflow.jobs)) {
        assert.ok(job['uses'] || job['timeout-minutes'], `the job ${name} has no timeout-minutes`);
      }
    });

    it('leaves no credentials behind after a checkout', () => {
      const { jobs } = parse(text);
      for (const job of Object.values<{ steps?: Record<string, unknown>[] }>(jobs)) {
        for (const step of job.steps ?? []) {
          if (!String(step['uses']).startsWith('actions/checkout@')) continue;
          const inputs = step['with'] as Record<string, unknown> | undefined;
          assert.equal(inputs?.['persist-credentials'], false);
        }
      }
    });

    // An example signs in late, so that what it installs never sees the token. Here nothing that is
    // installed shall see the key either.
    it('installs nothing before its own action gets the key', () => {
      for (const { steps = [] } of Object.values<{ steps?: WorkflowStep[] }>(parse(text).jobs)) {
        const signIn = steps.findIndex(
          ({ uses, with: inputs }) =>
            uses === './' && inputs?.['private-key']?.includes('secrets.'),
        );
        for (const { run = '' } of steps.slice(0, Math.max(0, signIn)))
          assert.doesNotMatch(run, /\b(npm (i|ci|install)|npx|yarn|pnpm|pip3?|apt-get)\b/);
      }
    });

    it('puts no expression into a script, where its value would be run', () => {
      for (const job of Object.values<{ steps?: { run?: string }[] }>(parse(text).jobs)) {
        for (const { run } of job.steps ?? []) assert.doesNotMatch(run ?? '', /\$\{\{/);
      }
    });
  });
}
