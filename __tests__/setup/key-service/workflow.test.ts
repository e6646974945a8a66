import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { SLUG } from '../../../scripts/own/identity.ts';
import { SERVICE_WORDS } from '../../../setup/key-service/services.ts';
import { withSigningKey } from '../../../setup/key-service/workflow.ts';
import { createSigningHarness, VAULT_ADDRESS } from './harness.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface WorkflowJob {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const expression = (name: string): string => `\${{ ${name} }}`;
const isSignIn = ({ uses = '' }: Step): boolean => uses.startsWith(`${SLUG}@`);
/**
 * Returns true if the action is pinned to a commit. Also returns true for a local action and for a
 * step without an action, because they need no pin.
 */
const isPinned = (uses: string): boolean => /^$|@[\da-f]{40}$|^\.\//.test(uses);
const exampleText = (name: string): string => readFileSync(join(EXAMPLES, name), 'utf8');
const jobsOf = (text: string): WorkflowJob[] =>
  Object.values(parse(text).jobs as Record<string, WorkflowJob>);

const withPrivateKey = readdirSync(EXAMPLES).filter((name) =>
  exampleText(name).includes('secrets.SF_PRIVATE_KEY'),
);

describe('a workflow for a key in a key service', () => {
  for (const service of Object.values(SERVICE_WORDS)) {
    const [signIn] = jobsOf(exampleText(`${service.example}.yml`)).flatMap(({ steps }) =>
      steps.filter(isSignIn),
    );
    const login = jobsOf(exampleText(`${service.example}.yml`))
      .flatMap(({ steps }) => steps.slice(0, steps.findIndex(isSignIn)))
      .filter(({ uses = '' }) => !uses.includes('actions/checkout@'));

    it(`logs in to ${service.title} with a pinned action before each sign-in, and may request the token of the job`, () => {
      assert.ok(withPrivateKey.length > 15);
      for (const name of withPrivateKey) {
        const text = withSigningKey(exampleText(name), { service, consumerKey: 'SF_CONSUMER_KEY' });
        for (const { steps, permissions = {} } of jobsOf(text)) {
          for (const [index, step] of steps.entries()) {
            if (!isSignIn(step) || step.with?.['private-key']?.includes('UAT_')) continue;
            assert.equal(step.with?.['signing-key'], expression('vars.SF_SIGNING_KEY'), name);
            assert.equal(step.with['certificate'], expression('vars.SF_CERTIFICATE'), name);
            assert.equal(step.with['private-key'], undefined, name);
            assert.deepEqual(step.env, signIn?.env, name);
            assert.deepEqual(steps.slice(index - login.length, index), login, name);
            assert.equal(permissions['id-token'], 'write', name);
            const usesCheckout = steps.some(({ uses = '' }) => uses.includes('actions/checkout@'));
            if (usesCheckout) assert.equal(permissions['contents'], 'read', name);
          }
          for (const { uses = '' } of steps)
            assert.ok(isPinned(uses) || uses.startsWith(`${SLUG}@`), `${name}: ${uses}`);
        }
      }
    });

    it(`is the unchanged example for ${service.title}, except for the name of the secret with the Consumer Key`, () => {
      const text = exampleText(`${service.example}.yml`);
      const consumerKey = 'SF_SIGNING_CONSUMER_KEY';
      assert.equal(
        withSigningKey(text, { service, consumerKey }),
        text.replace('secrets.SF_CONSUMER_KEY', `secrets.${consumerKey}`),
      );
    });
  }

  it('is written by setup for the app beside the private key', async (t) => {
    const { harness, run } = await createSigningHarness(t);
    await run();
    const { exitCode, stderr } = await run(
      '--signing-key',
      VAULT_ADDRESS,
      '--workflow',
      'deploy',
      '--workflow-dir',
      '.',
    );
    assert.equal(exitCode, 0, stderr);
    const text = readFileSync(join(harness.folder, 'salesforce-deploy.yml'), 'utf8');
    assert.match(text, /consumer-key: \$\{\{ secrets\.SF_SIGNING_CONSUMER_KEY \}\}/);
    assert.match(text, /hashicorp\/vault-action@[\da-f]{40} # v/);
    assert.match(text, /id-token: write/);
  });
});
