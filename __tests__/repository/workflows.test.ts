/**
 * Tests workflows and examples with GitHub's own schema and expression checker, and tests that they
 * follow the rules of this project, such as pinned actions.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { ROOT } from '../../support/runner/action.ts';

// @actions/languageservice imports JSON schemas without the attribute that Node requires.
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

it('the workflow checker reports an invalid expression and an unknown key', async () => {
  const text = readFileSync(join(ROOT, 'examples/deploy.yml'), 'utf8');
  assert.equal((await problems('broken.yml', text.replace('secrets.', 'secretz.'))).length, 1);
  assert.notDeepEqual(await problems('broken.yml', text.replace('runs-on:', 'run-on:')), []);
});

for (const file of files) {
  const text = readFileSync(join(ROOT, file), 'utf8');

  describe(`the workflow ${file}`, () => {
    it("is accepted by GitHub's workflow checker", async () => {
      assert.deepEqual(await problems(file, text), []);
    });

    it('pins every action to a commit and names its version in a comment', () => {
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

    it('grants no permissions by default, and sets a timeout for every job', () => {
      const workflow = parse(text);
      assert.deepEqual(workflow.permissions, {});
      for (const [name, job] of Object.entries<Record<string, unknown>>(workflow.jobs)) {
        assert.ok(job['uses'] || job['timeout-minutes'], `the job ${name} has no timeout-minutes`);
      }
    });

    it('does not persist credentials after a checkout', () => {
      const { jobs } = parse(text);
      for (const job of Object.values<{ steps?: Record<string, unknown>[] }>(jobs)) {
        for (const step of job.steps ?? []) {
          if (!String(step['uses']).startsWith('actions/checkout@')) continue;
          const inputs = step['with'] as Record<string, unknown> | undefined;
          assert.equal(inputs?.['persist-credentials'], false);
        }
      }
    });

    // In an example, packages are installed before the sign-in, so that they cannot read the token.
    // In this repository's workflows, they also must not be able to read the key that is passed to
    // the local action.
    it('installs nothing before the local action receives the key', () => {
      for (const { steps = [] } of Object.values<{ steps?: WorkflowStep[] }>(parse(text).jobs)) {
        const signIn = steps.findIndex(
          ({ uses, with: inputs }) =>
            uses === './' && inputs?.['private-key']?.includes('secrets.'),
        );
        for (const { run = '' } of steps.slice(0, Math.max(0, signIn)))
          assert.doesNotMatch(run, /\b(npm (i|ci|install)|npx|yarn|pnpm|pip3?|apt-get)\b/);
      }
    });

    it('has no expressions in scripts, because their values would be executed', () => {
      for (const job of Object.values<{ steps?: { run?: string }[] }>(parse(text).jobs)) {
        for (const { run } of job.steps ?? []) assert.doesNotMatch(run ?? '', /\$\{\{/);
      }
    });
  });
}
