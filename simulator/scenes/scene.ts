import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type AppKey, makeAppKey } from '../org/keys.ts';
import { type Org, type OrgOptions, startOrg } from '../org/org.ts';
import type { RecordedRequest } from '../org/state.ts';
import { actionYml } from '../runner/action.ts';
import { masksOf } from '../runner/commands.ts';
import { runStep, type StepOptions, type StepResult } from '../runner/step.ts';
import {
  findLeaks,
  type Hidden,
  hiddenKey,
  hiddenProxy,
  hiddenToken,
  keyBody,
  keyLines,
} from './leaks.ts';

/** One org and the steps that talk to it. Whatever a step is run for, it must not leak. */
export interface Scene {
  readonly org: Org;
  /** The app's key; its certificate is uploaded. */
  readonly key: AppKey;
  /** The inputs of a step that goes well. */
  readonly inputs: Inputs;
  /** Runs main with other inputs in the place of the usual ones. */
  main(inputs?: Inputs, options?: Surroundings): Promise<StepResult>;
  /** Runs post with what main saved. */
  post(main: Pick<StepResult, 'state'>, options?: Surroundings): Promise<StepResult>;
  /** What reached the token endpoint. */
  exchanges(): RecordedRequest[];
}

export type Inputs = Readonly<Record<string, string>>;
export type Surroundings = Pick<StepOptions, 'env' | 'home'>;

/** Nobody could guess it from a log, and its blanks and percent sign must survive. */
export const PASSPHRASE = ' a pass % phrase ';
const PROXY_CREDENTIALS = { user: 'runner', password: 'behind:the%wall' };
const OUR_COMMANDS = ['add-mask', 'error', 'warning', 'debug', 'notice'];
const OUR_VARIABLES = ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL', 'SF_TARGET_ORG'];
const OUR_STATE = ['access-token', 'access-token-sha256', 'instance-url'];

const appKey = makeAppKey();
export const encryptedKey = appKey.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
  .toString();

export async function openScene(t: TestContext, options: OrgOptions = {}): Promise<Scene> {
  const org = await startOrg({
    proxyCredentials: PROXY_CREDENTIALS,
    certificatePem: appKey.certificatePem,
    ...options,
  });
  t.after(() => org.close());
  const tokens = recordTokens(org);
  const usual: Inputs = {
    'consumer-key': org.app.consumerKey,
    'private-key': encryptedKey,
    'private-key-passphrase': PASSPHRASE,
    username: 'ci@acme.com',
    'login-url': 'https://acme.my.salesforce.com',
  };

  async function run(part: 'main' | 'post', options: StepOptions): Promise<StepResult> {
    const env = { RUNNER_DEBUG: '1', ...org.environment(), ...options.env };
    return runStep(part, { ...options, env });
  }

  return {
    org,
    key: appKey,
    inputs: usual,
    async main(changed = {}, options = {}) {
      const inputs = { ...usual, ...changed };
      const earlier = org.requests.length;
      const result = await run('main', { ...options, inputs });
      const key = inputs['private-key'] ?? '';
      const passphrase = inputs['private-key-passphrase'] ?? '';
      const assertions = assertionsIn(org.requests, result);
      // Steps that run at the same time have a path each.
      const own = org.requests.slice(earlier).filter(({ path }) => path.startsWith(pathOf(inputs)));
      const hidden: Hidden[] = [
        hiddenKey(key, passphrase),
        ...(passphrase === '' ? [] : [{ name: 'the passphrase', forms: [passphrase] }]),
        ...assertions.map((form) => ({ name: 'an assertion', forms: [form] })),
        ...[...tokens].map(hiddenToken),
        hiddenProxy(org.proxyUrl),
      ];
      // First, so that nothing below can print what must not be printed.
      assert.deepEqual(findLeaks(placesOf(result, inputs), hidden), []);
      assertOrderly(result);
      const token = result.outputs['access-token'] ?? '';
      const masked = [...keyLines(key), keyBody(key), passphrase, ...assertionsIn(own), token];
      assertMasked(result, [...masked, token.slice(token.indexOf('!') + 1)]);
      return result;
    },
    async post({ state }, options = {}) {
      const result = await run('post', { ...options, state });
      const hidden = [...[...tokens].map(hiddenToken), hiddenProxy(org.proxyUrl)];
      assert.deepEqual(findLeaks(placesOf(result, {}), hidden), []);
      assertOrderly(result);
      assert.equal(result.exitCode, 0, 'post never fails the job');
      return result;
    },
    exchanges: () => org.requests.filter(({ path }) => path.endsWith('/services/oauth2/token')),
  };
}

/** Each token that the org gives away, whether its answer arrives or not. */
function recordTokens({ sessions }: Org): ReadonlySet<string> {
  const tokens = new Set<string>();
  const { open } = sessions;
  sessions.open = (...args) => {
    const session = open(...args);
    tokens.add(session.token);
    return session;
  };
  return tokens;
}

/** Where the token is asked for, below the host. */
function pathOf({ 'login-url': loginUrl = '' }: Inputs): string {
  const site = URL.parse(loginUrl)?.pathname.replace(/\/$/, '') ?? '';
  return `${site}/services/oauth2/token`;
}

/** Those that the org saw, and those that were signed but never arrived. */
function assertionsIn(requests: readonly RecordedRequest[], result?: StepResult): string[] {
  const sent = requests.flatMap(({ body }) => new URLSearchParams(body).get('assertion') ?? []);
  const masked = masksOf(result?.commands ?? []).filter((mask) =>
    /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(mask),
  );
  return [...new Set([...sent, ...masked])];
}

/** Every place that somebody can read, apart from where the workflow asked for the token to be. */
function placesOf(result: StepResult, inputs: Inputs): Record<string, string> {
  const { 'access-token': _token, ...outputs } = result.outputs;
  const { 'access-token': kept = '', ...state } = result.state;
  const { SF_ACCESS_TOKEN: exported = '', SF_TARGET_ORG: target = '', ...env } = result.env;
  const files = Object.entries(result.files).filter(
    ([path]) => !/[\\/]step-\w+[\\/](output|state|env)$/.test(path),
  );
  return {
    // A mask is the only line in which a secret may stand, and the runner does not show it.
    'standard output': result.stdout.replace(/^::add-mask::.*$/gm, ''),
    'the log': result.log,
    messages: result.commands
      .filter(({ name }) => name !== 'add-mask')
      .map((command) => JSON.stringify(command).replaceAll('\\n', '\n'))
      .join('\n'),
    'standard error': result.stderr,
    'the summary': result.summary,
    'other outputs': JSON.stringify(outputs),
    state: JSON.stringify([state, inputs['revoke-token'] === 'true' ? '' : kept]),
    'the environment': JSON.stringify([
      env,
      ...(inputs['export-env'] === 'true' ? [] : [exported, target]),
    ]),
    ...Object.fromEntries(files.map(([path, content]) => [`the file ${path}`, content])),
  };
}

/** What holds for every step, whatever it meets. */
function assertOrderly({ exitCode, stderr, commands, outputs, env, state }: StepResult): void {
  assert.ok(exitCode === 0 || exitCode === 1, 'the step ended by itself');
  assert.equal(stderr, '');
  assertOnly(
    OUR_COMMANDS,
    commands.map(({ name }) => name),
    'command',
  );
  assertOnly(Object.keys(actionYml.outputs), Object.keys(outputs), 'output');
  assertOnly(OUR_VARIABLES, Object.keys(env), 'variable');
  assertOnly(OUR_STATE, Object.keys(state), 'state');
}

function assertOnly(ours: readonly string[], found: readonly string[], what: string): void {
  assert.deepEqual(
    found.filter((name) => !ours.includes(name)),
    [],
    `a ${what} is not ours`,
  );
}

/** Says how many are missing, not which: they are secrets. */
function assertMasked({ commands }: StepResult, values: readonly string[]): void {
  const masks = new Set(masksOf(commands));
  const missing = values.filter((value) => value !== '' && !masks.has(value));
  assert.equal(missing.length, 0, `${missing.length} secrets were not masked`);
}
