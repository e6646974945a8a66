/**
 * Creates what the end-to-end tests with real key services share: an org, a step that runs the
 * built action, and a search for secrets.
 */
import assert from 'node:assert/strict';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { runStep, type StepResult } from '../../support/runner/step.ts';

export interface KeyServiceFixture {
  readonly org: Org;
  /** Runs the step as a job would after its login step. */
  signIn(
    signingKey: string,
    certificate: string,
    variables: Readonly<Record<string, string>>,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<StepResult>;
  /** Returns everything that the steps printed or wrote. */
  texts(): string[];
  close(): Promise<void>;
}

export async function startFixture(): Promise<KeyServiceFixture> {
  const org = await startOrg();
  const texts: string[] = [];
  return {
    org,
    texts: () => texts,
    close: () => org.close(),
    async signIn(signingKey, certificate, variables, inputs = {}) {
      const step = await runStep('main', {
        env: { ...org.environment(), ...variables },
        inputs: {
          'consumer-key': org.app.consumerKey,
          'signing-key': signingKey,
          certificate,
          username: 'ci@acme.com',
          'login-url': 'https://acme.my.salesforce.com',
          'job-summary': 'always',
          'max-attempts': '2',
          ...inputs,
        },
      });
      texts.push(step.log, step.stderr, step.summary, ...Object.values(step.outputs));
      texts.push(...Object.values(step.files), ...Object.values(step.env));
      return step;
    },
  };
}

export function assertSignedIn({ exitCode, log, outputs }: StepResult): void {
  assert.equal(exitCode, 0, log);
  assert.match(outputs['access-token'] ?? '', /^00D/);
}

export function assertFailed({ exitCode, log, outputs }: StepResult, ...texts: RegExp[]): void {
  assert.equal(exitCode, 1, log);
  assert.deepEqual(outputs, {});
  for (const text of texts) assert.match(log, text);
}

/**
 * Asserts that the steps printed and wrote no private key and none of the secrets, except in
 * commands that mask them.
 */
export function assertNoSecrets(fixture: KeyServiceFixture, secrets: readonly string[]): void {
  for (const text of fixture.texts()) {
    assert.doesNotMatch(text, /PRIVATE KEY/);
    // The runner reads commands that mask a value, but does not print them.
    const visible = text.replace(/^::add-mask::.*$/gm, '');
    for (const secret of secrets) assert.ok(!visible.includes(secret), 'a secret was printed');
  }
}
