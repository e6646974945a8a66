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
const LEAST_OF_ALL = 92;
const LEAST = {
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
const LEFT_OUT = [
  // They start a road and hold no logic. Their tests run them as processes, into which Stryker cannot look.
  /^(main|post)$/,
  // Texts, of which the test of docs/troubleshooting.md notices every changed letter: they would only flatter the score.
  /^diagnosis\/catalogue\/(?!index$|unlisted$)/,
  // A constant, which a test compares with package.json; a name for a kind of error.
  /^(version|runner\/errors)$/,
];

/** Tests besides those of the same name. Of a whole report, every file of the room has a part. */
const ALSO = [
  [/^diagnosis\//, ['diagnosis/**/*']],
  // What a step says is tested with the step.
  [/^tell$/, ['step', 'step-*']],
  // What depends on a host is tested where it is asked for.
  [/^salesforce\/hosts$/, ['inputs/login-url', 'salesforce/token-refused']],
  [/^salesforce\/instance-url$/, ['salesforce/token-refused', 'end-of-job']],
  // A tunnel is tested with the request that goes through it.
  [/^salesforce\/http$/, ['salesforce/tunnel', 'salesforce/tunnel-ends']],
  [/^inputs\/(defaults|errors)$/, ['inputs/inputs', 'repository/contract']],
  [/^inputs\/look-alikes$/, ['inputs/private-key-refused']],
];

/** Files that their tests run in another process. */
const ELSEWHERE = ['runner/leave'];

const root = fileURLToPath(new URL('../..', import.meta.url));
const reports = join('checks', 'mutation', 'reports');
process.chdir(root);
const files = chosen(process.argv.slice(2));
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
    .filter((name) => !LEFT_OUT.some((pattern) => pattern.test(name)))
    .sort();
}

/** By name (`pem`), by path (`inputs/pem`) or by room (`inputs/`); without a word, everything. */
function chosen(words) {
  const all = sources();
  const fits = (word) => (name) =>
    word.endsWith('/') ? name.startsWith(word) : `/${name}`.endsWith(`/${word}`);
  const unknown = words.filter((word) => !all.some(fits(word)));
  if (unknown.length > 0) {
    console.error(`No such file: ${unknown.join(', ')}. There are:\n${all.join('\n')}`);
    process.exit(1);
  }
  return all.filter((name) => words.length === 0 || words.some((word) => fits(word)(name)));
}

/** @returns the changes of one file, and whether each was noticed; none where Stryker failed */
function measure(name) {
  console.log(`\n=== ${name}`);
  const also = ALSO.flatMap(([pattern, tests]) => (pattern.test(name) ? tests : []));
  const config = join(reports, 'stryker.json');
  const result = join(reports, `${name.replaceAll('/', '-')}.json`);
  rmSync(result, { force: true });
  const testFiles = [name, `${name}-*`, ...also].map((test) => `__tests__/${test}.test.ts`);
  writeFileSync(config, JSON.stringify(settings(name, testFiles, result)));
  const { status } = spawnSync(
    'node',
    ['checks/mutation/node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config],
    { stdio: ['ignore', 'inherit', 'inherit'], env: environment() },
  );
  if (status !== 0) return { name, failed: true, changes: [] };
  const { files } = JSON.parse(readFileSync(result, 'utf8'));
  const changes = Object.values(files).flatMap(({ mutants }) => mutants);
  console.log(changes.length > 0 ? score(changes) : 'nothing to change');
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
        ...(ELSEWHERE.includes(name) ? ['--import', './checks/mutation/elsewhere.mjs'] : []),
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

function noticed({ status, statusReason = '' }) {
  // Where a whole file of tests breaks off, Stryker calls it an error; `node --test` fails.
  const brokeOff = status === 'RuntimeError' && statusReason.includes('Tap process exited');
  return status === 'Killed' || status === 'Timeout' || brokeOff;
}

function share(changes) {
  return (100 * changes.filter(noticed).length) / changes.length;
}

function score(changes) {
  const count = changes.filter(noticed).length;
  return `${count} of ${changes.length} changes noticed, ${share(changes).toFixed(1)} %`;
}

function report(measured, whole) {
  console.log('\n=== not noticed\n');
  for (const { name, changes } of measured) {
    for (const { location, mutatorName, replacement } of changes.filter((it) => !noticed(it))) {
      console.log(`src/${name}.ts:${location.start.line} ${mutatorName}: ${replacement}`);
    }
  }
  console.log('\n=== noticed\n');
  for (const { name, changes } of measured.filter((it) => it.changes.length > 0)) {
    console.log(`${name}: ${score(changes)}`);
  }
  const all = measured.flatMap(({ changes }) => changes);
  if (all.length > 0) console.log(`\nall: ${score(all)}`);
  const problems = [
    ...measured.filter((it) => it.failed).map(({ name }) => `${name} was not measured`),
    ...measured
      .filter(({ name, changes }) => share(changes) < LEAST[name])
      .map(({ name }) => `${name} is below ${LEAST[name]} %`),
    ...(whole && share(all) < LEAST_OF_ALL ? [`all together are below ${LEAST_OF_ALL} %`] : []),
  ];
  for (const problem of problems) console.error(`\nFailed: ${problem}.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
