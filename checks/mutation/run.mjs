/**
 * Mutation tests: changes src/ in many small ways, one at a time, and runs the tests that mirror the
 * changed file. `npm run mutation -- retry inputs/pem diagnosis/` takes these files and rooms alone.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The least share of the changes that must be noticed, in percent: of all, and of those in files where a gap would cost most. */
const MIN_TOTAL_SCORE = 92;
const MIN_SCORES = {
  'inputs/pem': 95,
  'inputs/private-key': 95,
  'runner/publish': 95,
  'salesforce/exchange': 95,
  'salesforce/http': 95,
  'salesforce/retry': 95,
  'salesforce/token': 95,
  'salesforce/userinfo': 95,
  secret: 95,
};

/** Files that are left out, and why. */
const EXCLUDED_FILES = [
  // They start a road and hold no logic. Their tests run them as processes, into which Stryker cannot look.
  /^(main|post)$/,
  // Texts, of which the test of docs/troubleshooting.md notices every changed letter: they would only flatter the score.
  /^diagnosis\/catalogue\/(?!index$|unlisted$)/,
  // A constant, which a test compares with package.json; a name for a kind of error.
  /^(version|runner\/errors)$/,
];

/** Tests besides those of the same name. Of a whole report, every file of the room has a part. */
const ADDITIONAL_TESTS = [
  [/^diagnosis\//, ['diagnosis/**/*']],
  // What a step says is tested with the step.
  [/^reporting$/, ['sign-in', 'sign-in-*']],
  // What depends on a host is tested where it is asked for.
  [/^salesforce\/hosts$/, ['inputs/login-url', 'salesforce/token-refused']],
  [/^salesforce\/instance-url$/, ['salesforce/token-refused', 'cleanup']],
  // A tunnel is tested with the request that goes through it.
  [/^salesforce\/http$/, ['salesforce/tunnel', 'salesforce/tunnel-ends']],
  [/^inputs\/(defaults|errors)$/, ['inputs/inputs', 'repository/contract']],
  [/^inputs\/look-alikes$/, ['inputs/private-key-refused']],
];

/** Files that their tests run in another process. */
const TESTED_IN_CHILD_PROCESS = ['runner/leave'];

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join('checks', 'mutation', 'reports');
process.chdir(root);
const files = selectFiles(process.argv.slice(2));
mkdirSync(reports, { recursive: true });
// The same files are loaded thousands of times.
const cache = mkdtempSync(join(tmpdir(), 'mutation-'));
try {
  report(files.map(measure), files.length === sources().length);
} finally {
  rmSync(cache, { recursive: true, force: true, maxRetries: 5 });
}

function sources() {
  return readdirSync('src', { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replaceAll('\\', '/').replace(/\.ts$/, ''))
    .filter((name) => !EXCLUDED_FILES.some((pattern) => pattern.test(name)))
    .sort();
}

/** By name (`pem`), by path (`inputs/pem`) or by room (`inputs/`); without a word, everything. */
function selectFiles(selectors) {
  const all = sources();
  const matches = (selector) => (name) =>
    selector.endsWith('/') ? name.startsWith(selector) : `/${name}`.endsWith(`/${selector}`);
  const unknown = selectors.filter((selector) => !all.some(matches(selector)));
  if (unknown.length > 0) {
    console.error(`No such file: ${unknown.join(', ')}. There are:\n${all.join('\n')}`);
    process.exit(1);
  }
  return all.filter(
    (name) => selectors.length === 0 || selectors.some((selector) => matches(selector)(name)),
  );
}

/** @returns the changes of one file, and whether each was noticed; none where Stryker failed */
function measure(name) {
  console.log(`\n=== ${name}`);
  const additionalTests = ADDITIONAL_TESTS.flatMap(([pattern, tests]) =>
    pattern.test(name) ? tests : [],
  );
  const config = join(reports, 'stryker.json');
  const result = join(reports, `${name.replaceAll('/', '-')}.json`);
  rmSync(result, { force: true });
  const testFiles = [name, `${name}-*`, ...additionalTests].map(
    (test) => `__tests__/${test}.test.ts`,
  );
  writeFileSync(config, JSON.stringify(settings(name, testFiles, result)));
  const { status } = spawnSync(
    'node',
    ['checks/mutation/node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config],
    { stdio: ['ignore', 'inherit', 'inherit'], env: environment() },
  );
  if (status !== 0) return { name, failed: true, changes: [] };
  const { files } = JSON.parse(readFileSync(result, 'utf8'));
  const changes = Object.values(files).flatMap(({ mutants }) => mutants);
  console.log(changes.length > 0 ? formatScore(changes) : 'nothing to change');
  return { name, changes };
}

function environment() {
  // Stryker runs the tests with the first `node` of the PATH; an older one cannot read TypeScript.
  const isNew = Number.parseInt(process.versions.node, 10) >= 24;
  const folder = isNew ? dirname(process.execPath) : join(root, 'node_modules', '.bin');
  const PATH = `${folder}${delimiter}${process.env.PATH}`;
  return { ...process.env, PATH, NODE_COMPILE_CACHE: cache };
}

function settings(name, testFiles, result) {
  return {
    mutate: [`src/${name}.ts`],
    testRunner: 'tap',
    plugins: ['@stryker-mutator/tap-runner'],
    tap: {
      testFiles,
      nodeArgs: [
        '--import',
        './checks/mutation/quick.mjs',
        ...(TESTED_IN_CHILD_PROCESS.includes(name)
          ? ['--import', './checks/mutation/elsewhere.mjs']
          : []),
        '--test-reporter=tap',
        '-r',
        '{{hookFile}}',
        '{{testFile}}',
      ],
      forceBail: true,
    },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    reporters: ['json'],
    jsonReporter: { fileName: result },
    logLevel: 'warn',
    // TypeScript 7 has no API with which Stryker could read the real one; Node strips the types.
    tsconfigFile: 'none.json',
    ignorePatterns: ['checks/interop/node_modules', 'mutation', '!checks/mutation/*.mjs', 'dist'],
    cleanTempDir: 'always',
    timeoutMS: 8000,
    allowConsoleColors: false,
  };
}

function isDetected({ status, statusReason = '' }) {
  // Where a whole file of tests breaks off, Stryker calls it an error; `node --test` fails.
  const crashed = status === 'RuntimeError' && statusReason.includes('Tap process exited');
  return status === 'Killed' || status === 'Timeout' || crashed;
}

function detectedPercent(changes) {
  return (100 * changes.filter(isDetected).length) / changes.length;
}

function formatScore(changes) {
  const count = changes.filter(isDetected).length;
  return `${count} of ${changes.length} changes noticed, ${detectedPercent(changes).toFixed(1)} %`;
}

function report(results, isFullRun) {
  console.log('\n=== not noticed\n');
  for (const { name, changes } of results) {
    for (const { location, mutatorName, replacement } of changes.filter((it) => !isDetected(it))) {
      console.log(`src/${name}.ts:${location.start.line} ${mutatorName}: ${replacement}`);
    }
  }
  console.log('\n=== noticed\n');
  for (const { name, changes } of results.filter((it) => it.changes.length > 0)) {
    console.log(`${name}: ${formatScore(changes)}`);
  }
  const all = results.flatMap(({ changes }) => changes);
  if (all.length > 0) console.log(`\nall: ${formatScore(all)}`);
  const problems = [
    ...results.filter((it) => it.failed).map(({ name }) => `${name} was not measured`),
    ...results
      .filter(({ name, changes }) => detectedPercent(changes) < MIN_SCORES[name])
      .map(({ name }) => `${name} is below ${MIN_SCORES[name]} %`),
    ...(isFullRun && detectedPercent(all) < MIN_TOTAL_SCORE
      ? [`all together are below ${MIN_TOTAL_SCORE} %`]
      : []),
  ];
  for (const problem of problems) console.error(`\nFailed: ${problem}.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
