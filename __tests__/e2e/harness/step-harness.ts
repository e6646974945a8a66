import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type AppKey, makeAppKey } from '../../../simulator/org/keys.ts';
import { type Org, type OrgOptions, startOrg } from '../../../simulator/org/org.ts';
import type { RecordedRequest } from '../../../simulator/org/state.ts';
import { actionYml } from '../../../support/runner/action.ts';
import { applyMasks, masksOf } from '../../../support/runner/commands.ts';
import { runStep, type StepOptions, type StepResult } from '../../../support/runner/step.ts';
import {
  findLeaks,
  keyBody,
  keyLines,
  privateKeyForms,
  proxyPasswordForms,
  type SecretForms,
  tokenForms,
} from './find-leaks.ts';

/** An org and the steps that run against it. The output of every step is searched for secrets. */
export interface StepHarness {
  readonly org: Org;
  /** The key pair whose certificate is uploaded to the app. */
  readonly key: AppKey;
  /** Inputs with which a step succeeds. */
  readonly inputs: StepInputs;
  /** Runs main. The given inputs override the default ones. */
  main(inputs?: StepInputs, options?: StepRunOptions): Promise<StepResult>;
  /** Runs post with the inputs of main and the state that it saved. */
  post(main: Pick<StepResult, 'inputs' | 'state'>, options?: StepRunOptions): Promise<StepResult>;
  /** Returns the requests to the token endpoint. */
  tokenRequests(): RecordedRequest[];
}

export type StepInputs = Readonly<Record<string, string>>;
export type StepRunOptions = Pick<StepOptions, 'env' | 'home'>;

/** The passphrase contains spaces and a percent sign, which must arrive unchanged. */
export const PASSPHRASE = ' a pass % phrase ';
const PROXY_CREDENTIALS = { user: 'runner', password: 'behind:the%wall' };
const ALLOWED_COMMANDS = ['add-mask', 'error', 'warning', 'debug', 'notice'];
const ALLOWED_VARIABLES = ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL', 'SF_TARGET_ORG'];
const ALLOWED_STATE = ['access-token', 'access-token-sha256', 'instance-url', 'login-url'];

const appKey = makeAppKey();
export const encryptedKey = appKey.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
  .toString();

export async function startStepHarness(
  t: TestContext,
  options: OrgOptions = {},
): Promise<StepHarness> {
  const org = await startOrg({
    proxyCredentials: PROXY_CREDENTIALS,
    certificatePem: appKey.certificatePem,
    ...options,
  });
  t.after(() => org.close());
  const tokens = recordTokens(org);
  const defaultInputs: StepInputs = {
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
    inputs: defaultInputs,
    async main(overrides = {}, options = {}) {
      const inputs = { ...defaultInputs, ...overrides };
      const requestsBefore = org.requests.length;
      const result = await run('main', { ...options, inputs });
      const key = inputs['private-key'] ?? '';
      const passphrase = inputs['private-key-passphrase'] ?? '';
      const assertions = assertionsIn(org.requests, result);
      // Steps that run in parallel use different paths.
      const ownRequests = org.requests
        .slice(requestsBefore)
        .filter(({ path }) => path.startsWith(pathOf(inputs)));
      const secrets: SecretForms[] = [
        privateKeyForms(key, passphrase),
        ...(passphrase === '' ? [] : [{ name: 'the passphrase', forms: [passphrase] }]),
        ...assertions.map((form) => ({ name: 'an assertion', forms: [form] })),
        ...[...tokens].map(tokenForms),
        proxyPasswordForms(org.proxyUrl),
      ];
      // The search for leaks comes first, because other assertions print parts of the result when
      // they fail.
      assert.deepEqual(findLeaks(visibleTexts(result, inputs), secrets), []);
      assertInvariants(result);
      const token = result.outputs['access-token'] ?? '';
      const expectedMasks = [
        ...keyLines(key),
        keyBody(key),
        passphrase,
        ...assertionsIn(ownRequests),
        token,
      ];
      assertMasked(result, [...expectedMasks, token.slice(token.indexOf('!') + 1)]);
      return result;
    },
    async post({ inputs, state }, options = {}) {
      const result = await run('post', { ...options, inputs, state });
      const key = inputs['private-key'] ?? '';
      const secrets = [
        privateKeyForms(key, inputs['private-key-passphrase'] ?? ''),
        ...[...tokens].map(tokenForms),
        proxyPasswordForms(org.proxyUrl),
      ];
      assert.deepEqual(findLeaks(visibleTexts(result, {}), secrets), []);
      assertInvariants(result);
      assert.equal(result.exitCode, 0, 'post must not fail the job');
      return result;
    },
    tokenRequests: () => org.requests.filter(({ path }) => path.endsWith('/services/oauth2/token')),
  };
}

/** Records every token that the org issues, even if the response does not arrive. */
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

/** Returns the path of the token endpoint at the login URL. */
function pathOf({ 'login-url': loginUrl = '' }: StepInputs): string {
  const site = URL.parse(loginUrl)?.pathname.replace(/\/$/, '') ?? '';
  return `${site}/services/oauth2/token`;
}

/** Returns the assertions that reached the org, and those that the step masked but never sent. */
function assertionsIn(requests: readonly RecordedRequest[], result?: StepResult): string[] {
  const sentAssertions = requests.flatMap(
    ({ body }) => new URLSearchParams(body).get('assertion') ?? [],
  );
  const maskedAssertions = masksOf(result?.commands ?? []).filter((mask) =>
    /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(mask),
  );
  return [...new Set([...sentAssertions, ...maskedAssertions])];
}

/**
 * Returns all output of a step, keyed by where it appears. Excludes masks, and the output,
 * variables and state that intentionally contain the token.
 */
function visibleTexts(result: StepResult, inputs: StepInputs): Record<string, string> {
  const { 'access-token': _token, ...outputs } = result.outputs;
  const { 'access-token': savedToken = '', ...state } = result.state;
  const {
    SF_ACCESS_TOKEN: exportedToken = '',
    SF_TARGET_ORG: exportedOrg = '',
    ...env
  } = result.env;
  const files = Object.entries(result.files).filter(
    ([path]) => !/[\\/]step-\w+[\\/](output|state|env)$/.test(path),
  );
  return {
    // Only `add-mask` may contain a secret, because the runner does not show it.
    'standard output': result.stdout.replace(/^::add-mask::.*$/gm, ''),
    'the log': result.log,
    messages: result.commands
      .filter(({ name }) => name !== 'add-mask')
      .map((command) => JSON.stringify(command).replaceAll('\\n', '\n'))
      .join('\n'),
    'standard error': result.stderr,
    'the summary': result.summary,
    'other outputs': JSON.stringify(outputs),
    state: JSON.stringify([state, inputs['revoke-token'] === 'true' ? '' : savedToken]),
    'the environment': JSON.stringify([
      env,
      ...(inputs['export-env'] === 'true' ? [] : [exportedToken, exportedOrg]),
    ]),
    ...Object.fromEntries(files.map(([path, content]) => [`the file ${path}`, content])),
  };
}

/** Asserts the conditions that every step must satisfy. */
function assertInvariants(result: StepResult): void {
  const { exitCode, stderr, commands, outputs, env, state } = result;
  assert.ok(exitCode === 0 || exitCode === 1, 'exit code is 0 or 1');
  assert.equal(stderr, '');
  assertDisplayedWhole(result);
  assertOnly(
    ALLOWED_COMMANDS,
    commands.map(({ name }) => name),
    'command',
  );
  assertOnly(Object.keys(actionYml.outputs), Object.keys(outputs), 'output');
  assertOnly(ALLOWED_VARIABLES, Object.keys(env), 'variable');
  assertOnly(ALLOWED_STATE, Object.keys(state), 'state');
}

/**
 * Asserts that the runner displays every annotation without truncating it, that no title contains a
 * masked value, and that no mask is empty.
 */
function assertDisplayedWhole({ commands, annotations }: StepResult): void {
  const issued = commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name));
  assert.equal(annotations.length, issued.length, 'more annotations than the runner keeps');
  const masks = masksOf(commands);
  for (const [index, { title, message }] of annotations.entries()) {
    assert.equal(message, applyMasks(issued[index]?.message ?? '', masks));
    assert.equal(title, applyMasks(title, masks), 'the runner does not mask titles');
  }
  assert.ok(commands.every(({ name, message }) => name !== 'add-mask' || message.trim() !== ''));
}

function assertOnly(allowed: readonly string[], actual: readonly string[], kind: string): void {
  assert.deepEqual(
    actual.filter((name) => !allowed.includes(name)),
    [],
    `unexpected ${kind}`,
  );
}

/**
 * Asserts that all values are masked. A failure reports only the number of unmasked values, because
 * the values are secrets.
 */
function assertMasked({ commands }: StepResult, values: readonly string[]): void {
  const masks = new Set(masksOf(commands));
  const missing = values.filter((value) => value !== '' && !masks.has(value));
  assert.equal(missing.length, 0, `${missing.length} secrets were not masked`);
}
