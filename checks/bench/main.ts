/**
 * Measures the size, time and memory of the built action, of a baseline script and, if it is installed,
 * of the Salesforce CLI. Prints the results as one table. Asserts nothing, because timings vary between
 * machines.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { installCli } from './install.ts';
import {
  attempts,
  type BenchmarkContext,
  type CliCommand,
  compareWithCli,
  peakMemory,
  tenOrgs,
  wallTimes,
} from './measure.ts';
import { MAIN, startOrgProcess } from './processes.ts';
import { type BenchmarkReport, RESULTS, rowsOf, table } from './report.ts';
import { slowNetwork } from './round-trips.ts';
import { bundleFiles, tarball } from './sizes.ts';

const USAGE = `Usage: npm run bench -- [options]

  --pairs N  run each program N times, alternating between them (default: 31)
  --quick    run everything only a few times, to test the benchmark itself
  --json     print all figures as JSON
  --install VERSION  install this version of the Salesforce CLI first, and measure the installation
  --save     write the figures to results.json, from which "npm run readme" generates tables and charts

The Salesforce CLI is measured if \`sf\` is on the PATH or SF_BIN contains its path.
`;

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '31' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    install: { type: 'string' },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const pairs = values.quick ? 2 : Number(values.pairs);

if (values.help) {
  process.stdout.write(USAGE);
} else if (!Number.isInteger(pairs) || pairs < 1) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else if (!existsSync(MAIN)) {
  process.stderr.write('dist/ is missing. Run "npm run build" first.\n');
  process.exitCode = 2;
} else {
  const report = await measure(pairs);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (values.save) writeFileSync(RESULTS, json);
  process.stdout.write(values.json ? json : table(report));
}

async function measure(rounds: number): Promise<BenchmarkReport> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const org = await startOrgProcess();
  const loadBefore = loadavg();
  const version = values.install;
  const install = version
    ? await withProgress('npm install @salesforce/cli', () => installCli(version, folder))
    : undefined;
  const sf = findCli(install?.path);
  // Measurements that take long or vary little are repeated less often.
  const contextFor = (share: number): BenchmarkContext => ({
    org,
    folder,
    rounds: Math.ceil(rounds / share),
  });
  try {
    const figures = {
      files: bundleFiles(),
      tarball: tarball(),
      wall: await withProgress('the step, the baseline script, the post step', () =>
        wallTimes(contextFor(1)),
      ),
      memory: await withProgress('memory', () => peakMemory(contextFor(2))),
      attempts: await withProgress('attempts', () => attempts(contextFor(3))),
      ten: await withProgress('ten orgs', () => tenOrgs(contextFor(6))),
      slowNetwork: await withProgress('a slow network', () => slowNetwork(contextFor(10), sf)),
      cli: sf
        ? await withProgress('sf org login jwt', () => compareWithCli(contextFor(4), sf))
        : undefined,
      install,
    };
    return {
      date: new Date().toISOString().slice(0, 16).replace('T', ' '),
      machine: {
        cpu: cpus()[0]?.model ?? 'unknown',
        cores: availableParallelism(),
        memoryBytes: totalmem(),
        system: `${process.platform} ${release()} ${process.arch}`,
        load: [loadBefore[0] ?? 0, loadavg()[0] ?? 0],
      },
      versions: { node: process.version, openssl: process.versions.openssl, sf: sf?.version },
      rows: rowsOf(figures),
    };
  } finally {
    await org.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Prints the name of each measurement, because a run takes minutes. */
async function withProgress<T>(description: string, task: () => Promise<T>): Promise<T> {
  process.stderr.write(`measuring ${description} …\n`);
  return task();
}

function findCli(installed = ''): CliCommand | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [
    installed,
    process.env['SF_BIN'] ?? '',
    ...folders.map((folder) => join(folder, 'sf')),
    // Path of the Salesforce CLI's main file. On Windows, `sf` is a shell script that starts this file.
    ...folders.map((folder) => join(folder, 'node_modules/@salesforce/cli/bin/run.js')),
  ];
  const path = candidates
    .filter((candidate) => process.platform !== 'win32' || candidate.endsWith('.js'))
    .find((candidate) => candidate !== '' && existsSync(candidate));
  if (path === undefined) return undefined;
  const [program, ...firstArgs] = path.endsWith('.js') ? [process.execPath, path] : [path];
  const PATH = [dirname(process.execPath), ...folders].join(delimiter);
  const versionOutput = execFileSync(program, [...firstArgs, '--version'], {
    env: { ...process.env, PATH },
  });
  return {
    program,
    firstArgs,
    version: versionOutput.toString().split(' ')[0]?.replace(/^.*\//, '') ?? '',
  };
}
