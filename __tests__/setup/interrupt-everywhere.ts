// Tests that after every interruption, the command's output describes the actual state, and that a
// second run then has the same result as an uninterrupted run.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { certificatesIn } from '../../setup/certificates.ts';
import type { ProcessResult } from '../../setup/process.ts';
import type { StepResult } from '../../support/runner/step.ts';
import { assertNoLeak } from './find-leaks.ts';
import { createHarness, DEFAULT_ARGS, type Intercepted, type SetupHarness } from './harness.ts';
import { type KeyKind, PRIVATE_KEY, type Snapshot, takeSnapshot, type Values } from './snapshot.ts';

const ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'];

export interface Scenario {
  readonly args: readonly string[];
  /** Prepares the state in which the interrupted run starts. */
  arrange?(harness: SetupHarness): Promise<void>;
  /** Fixes the cause of the failure before the second run. */
  repair?(harness: SetupHarness): void;
  /** True if the run fails even without an interruption. */
  readonly fails?: true;
  /** The key that the scenario changes, if it is not a private key. */
  readonly kind?: KeyKind;
  /**
   * The other key in the same repository, if it is in a key service. The scenario must not change
   * that key.
   */
  readonly otherKind?: KeyKind;
  /** Asserts an additional property, after the interrupted run and after the second run. */
  readonly keeps?: (before: SetupHarness, where: string) => void;
}

export const setUp = async (harness: SetupHarness, ...args: readonly string[]): Promise<void> => {
  const { exitCode, stderr } = await harness.run(...ARGS, ...args);
  assert.equal(exitCode, 0, stderr);
};
const TWO_PLACES = ['--repo', 'acme/crm,acme/erp'];

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'a first run': { args: ['--environment', 'live', '--reminder'] },
  'a rotation': { args: [], arrange: (harness) => setUp(harness) },
  'a rotation in an org that hides its certificates': {
    args: [],
    async arrange(harness) {
      await setUp(harness);
      harness.org.metadata.rules.exposesCertificate = false;
    },
  },
  'a rotation in two repositories': {
    args: TWO_PLACES,
    async arrange(harness) {
      await setUp(harness, ...TWO_PLACES);
    },
  },
  'a restore after a refused sign-in': {
    args: [],
    async arrange(harness) {
      await setUp(harness);
      harness.env['REFUSED'] = 'true';
    },
    repair: (harness) => void delete harness.env['REFUSED'],
    fails: true,
  },
  'the replacement of a leaked key': {
    args: ['--compromised'],
    arrange: (harness) => setUp(harness),
  },
  'a removal': { args: ['--remove'], arrange: (harness) => setUp(harness) },
};

const result = (stdout: string, stderr = '', exitCode = 0): ProcessResult => ({
  exitCode,
  stdout,
  stderr,
});

export const INTERRUPTIONS: Readonly<Record<string, Intercepted | 'full disk'>> = {
  'Ctrl-C before': 'ctrl-c',
  'Ctrl-C after': 'late ctrl-c',
  'an error in place of': result(
    JSON.stringify({ status: 1, name: 'UnknownError', message: 'something went wrong' }),
    'gh: Server Error (HTTP 500)',
    1,
  ),
  'an error that hides the success of': 'lost response',
  'no JSON in place of': result('<html>Down for maintenance</html>'),
  'a full disk from': 'full disk',
  'SIGKILL before': 'kill',
  'SIGKILL after': 'late kill',
};

/**
 * Prepares a scenario in a new org. The sign-in of the scenario only compares the key with the
 * app's certificate.
 */
async function arrange(t: TestContext, scenario: Scenario): Promise<SetupHarness> {
  const harness = await createHarness(t);
  harness.addRepository('acme/erp');
  const kind = scenario.otherKind ?? kindOf(scenario);
  harness.signIn = async (inputs) => {
    const { 'private-key': key, 'signing-key': address } = inputs;
    const used = address === undefined ? PRIVATE_KEY : kind;
    const matches = used.belongsTo(address ?? key ?? '', takeSnapshot(harness, used).certificate);
    return signInResult(harness.env['REFUSED'] === undefined && matches);
  };
  await scenario.arrange?.(harness);
  return harness;
}

const kindOf = ({ kind = PRIVATE_KEY }: Scenario): KeyKind => kind;

const signInResult = (succeeds: boolean): StepResult => ({
  exitCode: succeeds ? 0 : 1,
  stdout: '',
  stderr: '',
  commands: succeeds
    ? []
    : [
        {
          name: 'error',
          properties: { title: 'Salesforce sign-in: ip restricted' },
          message: 'no',
        },
      ],
  inputs: {},
  annotations: [],
  outputs: {},
  env: {},
  state: {},
  summary: '',
  log: '',
  files: {},
  milliseconds: 1,
});

/**
 * Runs the scenario once for each kind of interruption and each call of a program, and interrupts
 * that call. With `step`, tests only every nth of these cases, from `start` on. Returns the number
 * of tested cases.
 */
export async function interruptEverywhere(
  t: TestContext,
  scenario: Scenario,
  { step = 1, start = 0 }: { readonly step?: number; readonly start?: number } = {},
): Promise<number> {
  const reference = await arrange(t, scenario);
  const uninterrupted = await reference.run(...ARGS, ...scenario.args);
  assert.equal(uninterrupted.exitCode, scenario.fails ? 1 : 0, uninterrupted.stderr);
  const calls = reference.commands.length;
  scenario.repair?.(reference);
  if (scenario.fails) await reference.run(...ARGS, ...scenario.args);
  const kind = kindOf(scenario);
  const wanted = shapeOf(takeSnapshot(reference, kind), scenario);
  const cases = Object.keys(INTERRUPTIONS).flatMap((name) =>
    Array.from({ length: calls }, (_, index) => ({ name, index })),
  );
  const chosen = cases.filter((_, position) => position % step === start);
  for (const { name, index } of chosen) await interruptOnce(t, scenario, { name, index, wanted });
  return chosen.length;
}

interface InterruptedRun {
  readonly name: string;
  readonly index: number;
  readonly wanted: unknown;
}

async function interruptOnce(
  t: TestContext,
  scenario: Scenario,
  { name, index, wanted }: InterruptedRun,
): Promise<void> {
  const harness = await arrange(t, scenario);
  const kind = kindOf(scenario);
  const before = takeSnapshot(harness, kind);
  const interruption = INTERRUPTIONS[name] ?? assert.fail();
  let call = '';
  harness.intercept = ({ program, args }, position) => {
    if (position === index) call = [program, ...args].join(' ');
    return position === index && interruption !== 'full disk' ? interruption : undefined;
  };
  harness.isDiskFull = () => interruption === 'full disk' && harness.commands.length > index;
  const run = await harness.run(...ARGS, ...scenario.args);
  harness.intercept = () => undefined;
  harness.isDiskFull = () => false;
  const where = `${name} call ${index}, ${call}:\n${run.stdout}${run.stderr}`;
  const isKilled = interruption === 'kill' || interruption === 'late kill';
  const after = takeSnapshot(harness, kind);
  assertNoLeak(harness);
  assertPairsBelongTogether(after, kind, where);
  scenario.keeps?.(harness, where);
  if (!isKilled) assertReportIsTrue(run, { before, after, kind }, where);
  scenario.repair?.(harness);
  const second = await harness.run(...ARGS, ...scenario.args);
  assert.equal(second.exitCode, 0, `${where}\nThen:\n${second.stderr}`);
  scenario.keeps?.(harness, where);
  assert.deepEqual(
    shapeOf(takeSnapshot(harness, kind), scenario),
    wanted,
    `${where}\nThen:\n${second.stdout}`,
  );
}

/**
 * Returns what a run leaves in the org and in GitHub, without the keys, which differ in each run.
 */
function shapeOf({ org, places, pairs, certificate }: Snapshot, scenario: Scenario): unknown {
  const { belongsTo } = kindOf(scenario);
  const isAlone = scenario.kind === undefined && scenario.otherKind === undefined;
  return {
    org: Object.keys(org).sort(),
    places: Object.entries(places).map(([label, values]) => [label, Object.keys(values).sort()]),
    keys: Object.entries(pairs).map(([label, pair]) => [
      label,
      pair.key !== undefined && belongsTo(pair.key, certificate),
      isAlone
        ? pair.certificate !== undefined && pair.certificate.trim() === certificate.trim()
        : certificatesIn(pair.certificate ?? '').length,
    ]),
  };
}

/**
 * Asserts that each stored key has its own certificate. Otherwise, the action would report that the
 * certificate belongs to another key.
 */
function assertPairsBelongTogether(
  { pairs }: Snapshot,
  { belongsTo }: KeyKind,
  where: string,
): void {
  for (const [label, { key, certificate }] of Object.entries(pairs)) {
    if (key === undefined || certificate === undefined) continue;
    assert.ok(belongsTo(key, certificate), `${label}: the certificate is of another key. ${where}`);
  }
}

interface States {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly kind: KeyKind;
}

function assertReportIsTrue(
  { exitCode, stderr }: { readonly exitCode: number; readonly stderr: string },
  states: States,
  where: string,
): void {
  if (exitCode === 0) return;
  const { before, after, kind } = states;
  assert.doesNotMatch(stderr, /This is a bug/, where);
  assert.match(stderr, /\nNext: .+\n$/, where);
  const reported = reportedChanges(stderr, kind);
  const actual = { Acme: [before.org, after.org] as const, ...placeChanges(before, after) };
  for (const [place, [old, current]] of Object.entries(actual)) {
    const names = new Set([...Object.keys(old), ...Object.keys(current)]);
    for (const what of names) {
      if (old[what] === current[what]) continue;
      assert.ok(reported.has(`${place}: ${what}`), `${place}: ${what} was changed. ${where}`);
    }
  }
  for (const [name, how] of reported) {
    if (how.startsWith('perhaps')) continue;
    const [place = '', what = ''] = name.split(': ');
    const [old, current] = actual[place as keyof typeof actual] ?? assert.fail(`${name} ${where}`);
    assertHappened(how, old[what], current[what], `${name} (${how}) is not true. ${where}`);
  }
  assertKeySentences(stderr, states, where);
}

function assertHappened(
  how: string,
  old: string | undefined,
  current: string | undefined,
  message: string,
): void {
  if (how === 'removed') assert.equal(current, undefined, message);
  else assert.notEqual(current, undefined, message);
  if (how === 'created' || how === 'assigned') assert.equal(old, undefined, message);
  if (how === 'replaced') assert.notEqual(current, old, message);
}

function placeChanges(
  before: Snapshot,
  after: Snapshot,
): Record<string, readonly [Values, Values]> {
  const labels = new Set([...Object.keys(before.places), ...Object.keys(after.places)]);
  return Object.fromEntries(
    [...labels].map((label) => [label, [before.places[label] ?? {}, after.places[label] ?? {}]]),
  );
}

/** Reads the lines `  PLACE: NAME (how), NAME (how)`; one change may name several components. */
function reportedChanges(stderr: string, { app }: KeyKind): Map<string, string> {
  const lines = stderr.split('\n').filter((line) => /^ {2}\S.*\)$/.test(line));
  const changes = lines.flatMap((line) => {
    const [, place = '', list = ''] = /^ {2}(.+?): (.+)$/.exec(line) ?? [];
    return list.split(/(?<=\)), /).flatMap((item) => {
      const [, what = '', how = ''] = /^(.+) \((.+)\)$/.exec(item) ?? [];
      return componentsOf(what, app).map((name): [string, string] => [`${place}: ${name}`, how]);
    });
  });
  return new Map(changes);
}

function componentsOf(what: string, app: string): string[] {
  const certificate = `certificate of ${app}`;
  if (what.startsWith('app ')) return [...what.split(' with '), certificate];
  if (!new RegExp(`^${app}(_access)?( and |$)`).test(what)) return [what];
  return what
    .split(' and ')
    .flatMap((name) => (name === app ? [`app ${name}`, certificate] : [`permission set ${name}`]));
}

const KEY_LINE = /^Key: (.+?) ((?:has|may have) .+)\.$/;

function assertKeySentences(stderr: string, { before, after, kind }: States, where: string): void {
  const works = ({ pairs, certificate }: Snapshot, place: string): boolean => {
    const key = pairs[place]?.key;
    return key !== undefined && kind.belongsTo(key, certificate);
  };
  for (const line of stderr.split('\n')) {
    const [, place = '', sentence = ''] = KEY_LINE.exec(line) ?? [];
    if (place === '' || !Object.hasOwn(after.pairs, place)) continue;
    const message = `not true: ${line}\n${where}`;
    if (sentence.startsWith('has the new key')) assert.ok(works(after, place), message);
    if (sentence.startsWith('has a key that does not work'))
      assert.ok(!works(after, place), message);
    if (sentence.startsWith('has the same key')) {
      assert.equal(after.pairs[place]?.key, before.pairs[place]?.key, message);
      if (sentence.includes('the same certificate'))
        assert.equal(after.certificate, before.certificate, message);
    }
  }
  // The output must mention each place whose key worked before and whose stored key does not work.
  for (const place of Object.keys(before.pairs)) {
    if (works(before, place) && !works(after, place) && after.pairs[place]?.key !== undefined)
      assert.match(stderr, new RegExp(`Key: ${place} (has a key that does not|may have)`), where);
  }
}
