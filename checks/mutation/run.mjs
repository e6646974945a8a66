/**
 * Runs mutation tests: changes src/ in many small ways, one at a time, and runs the tests of the
 * changed file. `npm run mutation -- retry inputs/pem diagnosis/` mutates only these files and
 * folders; `npm run mutation -- --list` only shows which tests belong to which file.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Minimum percentage of killed mutants, for all files together and for the files in which an untested
 * change would do most harm.
 */
const MIN_TOTAL_SCORE = 92;
const MIN_SCORES = {
  'http/client': 95,
  'inputs/pem': 95,
  'inputs/private-key': 95,
  'redaction/secrets': 95,
  'runner/outputs': 95,
  'salesforce/exchange': 95,
  'salesforce/retry': 95,
  'salesforce/token': 95,
  'salesforce/userinfo': 95,
};

/** Files that are not mutated. */
const EXCLUDED_FILES = [
  // Entry points without logic. Tests run them as child processes, in which Stryker measures nothing.
  /^(main|post)$/,
  // Files that only contain data. The test of docs/troubleshooting.md compares all of the data, so
  // these files would only raise the score.
  /^diagnosis\/catalog\/(?!index$|fallbacks$)/,
  // A constant that a test compares with package.json, and error classes without logic.
  /^(version|(runner|signing)\/errors)$/,
];

/** Tests to run in addition to those with the same name. */
const ADDITIONAL_TESTS = [
  // Tests of complete reports run every file in this folder.
  [/^diagnosis\//, ['diagnosis/**/*']],
  // The tests of sign-in.ts check most log lines.
  [/^reporting$/, ['sign-in', 'sign-in-*']],
  // The tests of the token cover the errors that are retried.
  [/^salesforce\/errors$/, ['salesforce/token']],
  // The tests of the callers cover most hosts and URLs.
  [/^salesforce\/hosts$/, ['inputs/login-url', 'salesforce/token-rejected']],
  [/^salesforce\/instance-url$/, ['salesforce/token-rejected', 'cleanup']],
  // The tests of the tunnel send their requests through it.
  [/^http\/client$/, ['http/tunnel', 'http/tunnel-*', 'http/connections']],
  [/^inputs\/(defaults|errors)$/, ['inputs/inputs', 'repository/contract']],
  [/^inputs\/detect-key-format$/, ['inputs/private-key-rejected']],
  [/^inputs\/login-url$/, ['inputs/near-miss']],
  [/^inputs\/stray-character$/, ['inputs/inputs', 'inputs/login-url']],
  [/^salesforce\/scope$/, ['sign-in', 'diagnosis/evidence']],
];

/** Files whose tests run them in another process. */
const TESTED_IN_CHILD_PROCESS = ['runner/exit'];

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join('checks', 'mutation', 'reports');
process.chdir(root);
requireCurrentTables();
const [option, ...others] = process.argv.slice(2);
if (option === '--list') {
  for (const name of selectFiles(others)) console.log(`${name}: ${testsOf(name).join(', ')}`);
} else {
  run(selectFiles(process.argv.slice(2)));
}

function run(files) {
  mkdirSync(reports, { recursive: true });
  // Caches compiled code, because the tests load the same files thousands of times.
  const cache = mkdtempSync(join(tmpdir(), 'mutation-'));
  try {
    const results = files.map((name) => measure(name, cache));
    report(results, files.length === sources().length);
  } finally {
    rmSync(cache, { recursive: true, force: true, maxRetries: 5 });
  }
}

function sources() {
  return globSync('src/**/*.ts')
    .map(toName)
    .filter((name) => !EXCLUDED_FILES.some((pattern) => pattern.test(name)))
    .sort();
}

function toName(path) {
  return path.replaceAll('\\', '/').replace(/^src\/|\.ts$/g, '');
}

/** Fails if a table above lists a file that does not exist, or if a file has no tests. */
function requireCurrentTables() {
  const all = sources();
  const tables = [...ADDITIONAL_TESTS.map(([pattern]) => pattern), ...EXCLUDED_FILES];
  const paths = globSync('src/**/*.ts').map(toName);
  const stale = [
    ...[...Object.keys(MIN_SCORES), ...TESTED_IN_CHILD_PROCESS].filter(
      (name) => !all.includes(name),
    ),
    ...tables.filter((pattern) => !paths.some((path) => pattern.test(path))).map(String),
    ...ADDITIONAL_TESTS.flatMap(([, tests]) => tests).filter(
      (name) => testFiles(name).length === 0,
    ),
  ];
  const untested = all.filter((name) => testsOf(name).length === 0);
  if (stale.length === 0 && untested.length === 0) return;
  for (const name of stale) console.error(`run.mjs names ${name}, but there is no such file.`);
  for (const name of untested) console.error(`No test belongs to src/${name}.ts.`);
  process.exit(1);
}

function testsOf(name) {
  const additional = ADDITIONAL_TESTS.flatMap(([pattern, tests]) =>
    pattern.test(name) ? tests : [],
  );
  return [...new Set([name, `${name}-*`, ...additional].flatMap(testFiles))].sort();
}

function testFiles(name) {
  return globSync(`__tests__/${name}.test.ts`).map((path) => path.replaceAll('\\', '/'));
}

/**
 * Selects files by name (`pem`), path (`inputs/pem`) or folder (`inputs/`). Without an argument,
 * selects all files.
 */
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

/** Returns the mutants of a file with their results, or none if Stryker failed. */
function measure(name, cache) {
  console.log(`\n=== ${name}`);
  const config = join(reports, 'stryker.json');
  const result = join(reports, `${name.replaceAll('/', '-')}.json`);
  rmSync(result, { force: true });
  writeFileSync(config, JSON.stringify(settings(name, testsOf(name), result)));
  const { status } = spawnSync(
    'node',
    ['checks/mutation/node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config],
    { stdio: ['ignore', 'inherit', 'inherit'], env: environment(cache) },
  );
  if (status !== 0) return { name, failed: true, mutants: [] };
  const { files } = JSON.parse(readFileSync(result, 'utf8'));
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  console.log(mutants.length > 0 ? formatScore(mutants) : 'nothing to mutate');
  return { name, mutants };
}

function environment(cache) {
  // Stryker runs the tests with the first `node` on the PATH, and Node 20 cannot run TypeScript.
  const isNew = Number.parseInt(process.versions.node, 10) >= 24;
  const folder = isNew ? dirname(process.execPath) : join(root, 'node_modules', '.bin');
  const PATH = `${folder}${delimiter}${process.env.PATH}`;
  return { ...process.env, PATH, NODE_COMPILE_CACHE: cache };
}

function settings(name, tests, result) {
  return {
    mutate: [`src/${name}.ts`],
    testRunner: 'tap',
    plugins: ['@stryker-mutator/tap-runner'],
    tap: {
      testFiles: tests,
      nodeArgs: [
        '--import',
        './checks/mutation/fast-checks.mjs',
        ...(TESTED_IN_CHILD_PROCESS.includes(name)
          ? ['--import', './checks/mutation/child-process-hook.mjs']
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
    // Stryker cannot use TypeScript 7, which has no API. It does not need it, because Node strips the
    // types.
    tsconfigFile: 'none.json',
    // Other checks install programs in their folders, and no test needs them.
    ignorePatterns: [
      'checks/*/node_modules',
      'checks/*/.cache',
      'checks/*/.venv',
      'checks/setup/bin',
      'mutation',
      '!checks/mutation/*.mjs',
      'dist',
    ],
    cleanTempDir: 'always',
    timeoutMS: 8000,
    allowConsoleColors: false,
  };
}

function isDetected({ status, statusReason = '' }) {
  // Counts a crashed test file as a kill: Stryker reports a runtime error, but `node --test` would fail
  // too.
  const crashed = status === 'RuntimeError' && statusReason.includes('Tap process exited');
  return status === 'Killed' || status === 'Timeout' || crashed;
}

function detectedPercent(mutants) {
  return (100 * mutants.filter(isDetected).length) / mutants.length;
}

function formatScore(mutants) {
  const count = mutants.filter(isDetected).length;
  return `${count} of ${mutants.length} mutants killed, ${detectedPercent(mutants).toFixed(1)} %`;
}

function report(results, isFullRun) {
  console.log('\n=== surviving mutants\n');
  for (const { name, mutants } of results) {
    for (const { location, mutatorName, replacement } of mutants.filter(
      (mutant) => !isDetected(mutant),
    )) {
      console.log(`src/${name}.ts:${location.start.line} ${mutatorName}: ${replacement}`);
    }
  }
  console.log('\n=== scores\n');
  for (const { name, mutants } of results.filter((result) => result.mutants.length > 0)) {
    console.log(`${name}: ${formatScore(mutants)}`);
  }
  const all = results.flatMap(({ mutants }) => mutants);
  if (all.length > 0) console.log(`\nall files: ${formatScore(all)}`);
  const problems = [
    ...results.filter((result) => result.failed).map(({ name }) => `Stryker failed for ${name}`),
    ...results
      .filter(({ name, mutants }) => detectedPercent(mutants) < MIN_SCORES[name])
      .map(({ name }) => `${name} scores below ${MIN_SCORES[name]} %`),
    ...(isFullRun && detectedPercent(all) < MIN_TOTAL_SCORE
      ? [`the total score is below ${MIN_TOTAL_SCORE} %`]
      : []),
  ];
  for (const problem of problems) console.error(`\nFailed: ${problem}.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
