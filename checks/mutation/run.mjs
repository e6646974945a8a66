/**
 * Mutation tests: changes src/ in many small ways, one at a time, and runs the tests that mirror the
 * changed file. Fails below 90 % of the changes noticed. `node checks/mutation/run.mjs retry pem` takes
 * these files alone.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BOUND = 90;
const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

/**
 * Not here: what only wires (main, post, end-of-job, explain), which the step tests run as a process
 * of its own that Stryker cannot look into; and the texts of the catalogue, of which the test of
 * docs/troubleshooting.md notices every changed letter, so that they would only flatter the score.
 */
const WIRES = ['main', 'post', 'end-of-job', 'explain'];
const TEXTS = /^(catalogue-\w+|login-history|places)$/;
/** Types, and constants held by the tests of others. */
const NOTHING_TO_CHANGE = ['run', 'state', 'version', 'errors', 'entry'];

/** Tests that mirror a file under another name. */
const ALSO = { 'token-endpoint': ['token-refused'] };

const names = (pattern) => globSync(pattern).map((file) => basename(file, '.ts'));
const skipped = (name) =>
  WIRES.includes(name) || NOTHING_TO_CHANGE.includes(name) || TEXTS.test(name);
const groups = [
  ...names('src/*.ts')
    .filter((name) => !skipped(name))
    .map((name) => ({
      name,
      mutate: [`src/${name}.ts`],
      testFiles: [name, ...(ALSO[name] ?? [])].map((test) => `__tests__/${test}*.test.ts`),
    })),
  {
    name: 'diagnosis',
    mutate: names('src/diagnosis/*.ts')
      .filter((name) => !skipped(name))
      .map((name) => `src/diagnosis/${name}.ts`),
    testFiles: ['__tests__/diagnosis/*.test.ts'],
  },
];

const wanted = process.argv.slice(2);
const results = groups
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .sort((a, b) => a.name.localeCompare(b.name))
  .map(mutants);
report(results.flat());

function mutants({ name, mutate, testFiles }) {
  console.log(`\n=== ${name}`);
  const folder = join('checks', 'mutation', 'reports');
  mkdirSync(folder, { recursive: true });
  const jsonReporter = { fileName: join(folder, `${name}.json`) };
  const config = {
    testRunner: 'tap',
    plugins: ['@stryker-mutator/tap-runner'],
    tap: {
      testFiles,
      nodeArgs: [
        '--import',
        './checks/mutation/quick.mjs',
        '--test-reporter=tap',
        '-r',
        '{{hookFile}}',
        '{{testFile}}',
      ],
      forceBail: true,
    },
    mutate,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    reporters: ['json'],
    jsonReporter,
    // TypeScript 7 has no API with which Stryker could read the real one; Node strips the types.
    tsconfigFile: 'none.json',
    ignorePatterns: [
      'checks/interop/node_modules',
      'mutation',
      '!checks/mutation/quick.mjs',
      'dist',
    ],
    timeoutMS: 8000,
    allowConsoleColors: false,
  };
  const file = join(folder, `${name}.config.json`);
  writeFileSync(file, JSON.stringify(config));
  execFileSync(
    process.execPath,
    ['checks/mutation/node_modules/@stryker-mutator/core/bin/stryker.js', 'run', file],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const { files } = JSON.parse(readFileSync(jsonReporter.fileName, 'utf8'));
  const found = Object.entries(files).flatMap(([path, { mutants: all }]) =>
    all.map((mutant) => ({ path, ...mutant })),
  );
  console.log(score(found));
  return found;
}

function noticed({ status }) {
  return status === 'Killed' || status === 'Timeout';
}

function score(all) {
  const share = (100 * all.filter(noticed).length) / all.length;
  return `${share.toFixed(1)} % of ${all.length} changes noticed`;
}

function report(all) {
  console.log('\n=== not noticed\n');
  for (const { path, location, mutatorName, replacement } of all.filter((it) => !noticed(it))) {
    console.log(`${path}:${location.start.line} ${mutatorName}: ${replacement}`);
  }
  console.log(`\n=== all\n\n${score(all)}`);
  process.exitCode = all.filter(noticed).length * 100 < BOUND * all.length ? 1 : 0;
}
