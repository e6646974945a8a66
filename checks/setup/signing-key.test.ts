// Tests the move from a private key to a key service with the real sf, gh, OpenBao and AWS CLI.
// ministack replaces AWS.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../../support/runner/action.ts';
import { runStep, type StepResult } from '../../support/runner/step.ts';
import { filesContaining } from '../interop/traces.ts';
import { type Issuer, startIssuer } from '../key-services/issuer.ts';
import { type Program, startMinistack, startOpenBao, VENV_BIN } from '../key-services/programs.ts';
import { type CliHarness, createHarness, REPO, type SetupRun } from './harness.ts';

const PLACE = ['--repo', REPO, '--environment', 'production'] as const;
const LIVE = ['--org', 'prod', '--user', 'ci@acme.com', ...PLACE, '--yes'] as const;

/** A machine with sf, gh and the programs of the key services. */
interface Machine {
  readonly harness: CliHarness;
  readonly env: Readonly<Record<string, string>>;
}

function makeMachine(harness: CliHarness, env: Readonly<Record<string, string>>): Machine {
  const programs = [join(harness.folder, 'bin'), join(ROOT, 'node_modules/.bin'), VENV_BIN];
  return { harness, env: { PATH: [...programs, '/usr/bin', '/bin'].join(':'), ...env } };
}

async function setup({ harness, env }: Machine, ...args: readonly string[]): Promise<SetupRun> {
  const run = await harness.run([...LIVE, ...args], { env });
  assert.equal(run.exitCode, 0, run.stdout + run.stderr);
  return run;
}

/**
 * Replaces the placeholders in the commands that setup prints, and runs the commands as a user
 * would.
 */
async function create(
  { harness, env }: Machine,
  service: string,
  replacements: Readonly<Record<string, string>>,
): Promise<string> {
  const run = await harness.run(['--signing-key', service, ...PLACE], { env });
  assert.equal(run.exitCode, 0, run.stderr);
  const script = Object.entries(replacements).reduce(
    (text, [word, value]) => text.replaceAll(word, value),
    run.stdout.slice(0, run.stdout.indexOf('\nnpm run setup --')),
  );
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...env, HOME: join(harness.folder, 'home') },
  });
  return stdout;
}

/** Signs in as the workflow does: with the values in GitHub. */
function signIn(
  { harness }: Machine,
  key: 'private-key' | 'signing-key',
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const secrets = harness.openedSecrets('production');
  const { variables } = harness.githubValues('production');
  const read = (name: string): string => variables.get(name) ?? '';
  const keys: Record<string, string> =
    key === 'private-key'
      ? {
          'consumer-key': secrets['SF_CONSUMER_KEY'] ?? '',
          'private-key': secrets['SF_PRIVATE_KEY'] ?? '',
        }
      : {
          'consumer-key': secrets['SF_SIGNING_CONSUMER_KEY'] ?? secrets['SF_CONSUMER_KEY'] ?? '',
          'signing-key': read('SF_SIGNING_KEY'),
        };
  return runStep('main', {
    env: { ...harness.org.environment(), ...env },
    inputs: {
      ...keys,
      certificate: read('SF_CERTIFICATE'),
      username: read('SF_USERNAME'),
      'login-url': read('SF_LOGIN_URL'),
      'expected-org-id': read('SF_ORG_ID'),
      'max-attempts': '1',
    },
  });
}

async function assertSignsIn(...args: Parameters<typeof signIn>): Promise<void> {
  const { exitCode, log } = await signIn(...args);
  assert.equal(exitCode, 0, log);
}

/**
 * Asserts that neither the arguments of sf and gh nor any file of the machine contain the secret.
 */
function assertNowhere({ harness }: Machine, secret: string): void {
  const args = join(harness.folder, 'harness/arguments');
  assert.ok(!existsSync(args) || !readFileSync(args, 'utf8').includes(secret));
  assert.deepEqual(filesContaining(harness.folder, secret), []);
}

describe('setup with a key in OpenBao', { concurrency: 1 }, () => {
  const rootToken: string = randomUUID();
  let bao: Program;
  let issuer: Issuer;
  let machine: Machine;
  const ADDRESS = 'hashivault://salesforce-production';

  before(async () => {
    bao = await startOpenBao(rootToken);
    issuer = await startIssuer(bao.url);
    const harness = await createHarness();
    await harness.signIn('production', 'prod');
    machine = makeMachine(harness, {
      VAULT_ADDR: bao.url,
      VAULT_TOKEN: rootToken,
      BAO_ADDR: bao.url,
    });
  });
  after(async () => {
    await machine.harness.close();
    await issuer.close();
    await bao.close();
  });

  const call = async (path: string, body: unknown = {}, token = rootToken) => {
    const response = await fetch(`${bao.url}/v1/${path}`, {
      method: 'POST',
      headers: { 'X-Vault-Token': token },
      body: JSON.stringify(body),
    });
    return JSON.parse((await response.text()) || '{}');
  };

  /**
   * Logs in as hashicorp/vault-action does in a job of the environment, and returns its variables.
   */
  async function jobLogin(environment = 'production'): Promise<Record<string, string>> {
    const jwt = await issuer.tokenFor(environment);
    const { auth, errors } = await call('auth/jwt/login', { role: 'salesforce-production', jwt });
    assert.ok(auth, String(errors));
    return { VAULT_ADDR: bao.url, VAULT_TOKEN: auth.client_token };
  }

  it('stores a private key first, with which the workflow signs in', async () => {
    await setup(machine);
    await assertSignsIn(machine, 'private-key');
  });

  it('prints commands that create a key which only jobs of the environment may use', async () => {
    await create(machine, 'vault', {
      'vault ': 'bao ',
      'https://token.actions.githubusercontent.com': issuer.url,
      '"VAULT_ADDR"': `"${bao.url}"`,
    });
    await jobLogin();
    await assert.rejects(jobLogin('staging'));
  });

  it('adds the key in OpenBao while the old workflow continues to work', async () => {
    const { stdout } = await setup(machine, '--signing-key', ADDRESS);
    assert.match(stdout, /✓ Sign-in +the action signed in as ci@acme\.com/);
    await assertSignsIn(machine, 'private-key');
    await assertSignsIn(machine, 'signing-key', await jobLogin());
  });

  it('rotates to a new version, even after Ctrl-C during the first attempt', async () => {
    await call('transit/keys/salesforce-production/rotate');
    const { harness } = machine;
    const interrupted = await harness.run([...LIVE, '--signing-key', ADDRESS], {
      env: machine.env,
      interruption: { commandPattern: 'gh api --method PATCH *SF_SIGNING_KEY*', action: 'ctrl-c' },
    });
    assert.equal(interrupted.exitCode, 130, interrupted.stdout + interrupted.stderr);
    assert.match(
      interrupted.stderr,
      /Key: acme\/crm, environment production has the same key as before/,
    );
    await assertSignsIn(machine, 'private-key');
    await assertSignsIn(machine, 'signing-key', await jobLogin());
    await setup(machine, '--signing-key', ADDRESS);
    const { variables } = harness.githubValues('production');
    assert.equal(variables.get('SF_SIGNING_KEY'), `${ADDRESS}/2`);
    await assertSignsIn(machine, 'private-key');
    await assertSignsIn(machine, 'signing-key', await jobLogin());
  });

  it('removes the old app and its secrets', async () => {
    const { stdout } = await setup(machine, '--remove');
    assert.match(stdout, /removed SF_PRIVATE_KEY, SF_CONSUMER_KEY from/);
    assert.deepEqual(Object.keys(machine.harness.openedSecrets('production')), [
      'SF_SIGNING_CONSUMER_KEY',
    ]);
    await assertSignsIn(machine, 'signing-key', await jobLogin());
  });

  it('changes nothing if the vault is sealed', async () => {
    await call('transit/keys/salesforce-production/rotate');
    await fetch(`${bao.url}/v1/sys/seal`, {
      method: 'PUT',
      headers: { 'X-Vault-Token': rootToken },
    });
    const { exitCode, stderr } = await machine.harness.run([...LIVE, '--signing-key', ADDRESS], {
      env: machine.env,
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /HTTP 503: .*sealed/i);
    assert.match(stderr, /Nothing was changed\./);
  });

  it('leaves the token of the user in no file and in no argument of a program', () =>
    assertNowhere(machine, rootToken));
});

describe('setup with a key in AWS KMS', { concurrency: 1 }, () => {
  const profile = { id: 'AKIAADMINISTRATOR123', secret: `secret-of-${randomUUID()}` };
  let ministack: Program;
  let machine: Machine;
  let address: string;

  before(async () => {
    ministack = await startMinistack(profile.id, profile.secret);
    const harness = await createHarness();
    await harness.signIn('production', 'prod');
    const folder = join(harness.folder, 'home/.aws');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'credentials'),
      `[default]\naws_access_key_id = ${profile.id}\naws_secret_access_key = ${profile.secret}\n`,
    );
    writeFileSync(join(folder, 'config'), '[default]\nregion = eu-central-1\n');
    machine = makeMachine(harness, { AWS_ENDPOINT_URL: ministack.url });
  });
  after(async () => {
    await machine.harness.close();
    await ministack.close();
  });

  it('prints commands that create a key and a role', async () => {
    const output = await create(machine, 'aws', {});
    [address = ''] = /^awskms:\/\/\/arn:aws:kms:eu-central-1:\d{12}:key\/.+$/m.exec(output) ?? [];
    assert.notEqual(address, '', output);
  });

  it('has the key sign a certificate, and signs in with the login of the AWS CLI', async () => {
    const { stdout } = await setup(machine, '--signing-key', address);
    assert.match(stdout, /✓ Key service +AWS KMS, awskms:/);
    assert.match(stdout, /✓ Sign-in +the action signed in as ci@acme\.com/);
    const { variables } = machine.harness.githubValues('production');
    assert.equal(variables.get('SF_SIGNING_KEY'), address);
    await assertSignsIn(machine, 'signing-key', {
      AWS_ACCESS_KEY_ID: profile.id,
      AWS_SECRET_ACCESS_KEY: profile.secret,
      AWS_ENDPOINT_URL_KMS: ministack.url,
    });
  });

  it('rotates to another key, and removes everything but the keys', async () => {
    const other = await create(machine, 'aws', {
      'aws iam create-open-id-connect-provider': ': ',
      'salesforce-production-signer': 'second-signer',
      'salesforce-production-setup': 'second-setup',
    });
    [address = ''] = /^awskms:\/\/\/.+$/m.exec(other) ?? [];
    const { stdout } = await setup(machine, '--signing-key', address);
    assert.match(stdout, /Workflows with this key could not sign in for \d+ s\./);
    const removal = await setup(machine, '--signing-key', address, '--remove');
    assert.match(removal.stdout, /The key stays in its key service/);
    const { secrets, variables } = machine.harness.githubValues('production');
    assert.deepEqual([secrets.size, variables.size], [0, 0]);
  });
});
