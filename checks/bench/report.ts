import { fileURLToPath } from 'node:url';
import type { CliInstall } from './install.ts';
import type { CliComparison, WallTimeId } from './measure.ts';
import { roundTripsOf, SLOW_NETWORK, type SlowNetworkFigures, slowTimeOf } from './round-trips.ts';
import type { BundleFile, Tarball } from './sizes.ts';
import { type Distribution, distribution, ratios } from './statistics.ts';

export interface BenchmarkFigures {
  readonly files: readonly BundleFile[];
  readonly tarball: Tarball | undefined;
  readonly wall: Readonly<Record<WallTimeId, number[]>>;
  readonly memory: Readonly<Record<'baseline' | 'step' | 'post-idle', number[]>>;
  readonly attempts: Readonly<Record<'1' | '2' | '3', number[]>>;
  readonly ten: Readonly<Record<'ten', number[]>>;
  readonly slowNetwork: SlowNetworkFigures;
  readonly cli: CliComparison | undefined;
  readonly install: CliInstall | undefined;
}

/** Path of the file with the results of the last run with --save. */
export const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

/** Labels of the rows from which the documentation generates tables. */
export const ROW_LABELS = {
  tarball: 'tarball that a job downloads (gzip)',
  unpacked: 'tarball, unpacked',
  step: 'the step over TLS and a proxy, alternating with the CLI',
  cli: '`sf org login jwt` over TLS and a proxy',
  stepRequests: 'requests of the step',
  cliRequests: 'requests of `sf org login jwt`',
  install: '`npm install` of the CLI with an empty cache',
  download: 'download size of the CLI',
  disk: 'disk space of the CLI',
} as const;

type MeasurementUnit = 'bytes' | 'ms' | 'requests' | 'round trips';

export interface BenchmarkRow {
  readonly label: string;
  readonly unit: MeasurementUnit;
  readonly value: Distribution;
  /** Comparison with another row: the ratio of the medians, and the ratios of the individual rounds. */
  readonly ratio?: {
    readonly comparedWith: string;
    readonly medians: number;
    readonly pairs: Distribution;
  };
  /** The project's own limit for the ratio, if it has one. */
  readonly bound?: string;
  /** Size in bytes, by package. */
  readonly packages?: Readonly<Record<string, number>>;
}

export interface BenchmarkReport {
  /** Date of the run, in UTC. */
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly system: string;
    /** One-minute load average before and after the run. */
    readonly load: readonly [number, number];
  };
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly rows: readonly BenchmarkRow[];
}

export function rowsOf(figures: BenchmarkFigures): BenchmarkRow[] {
  const { files, tarball, wall, memory, attempts, ten, slowNetwork, cli, install } = figures;
  const time = (label: string, id: WallTimeId, bound?: string): BenchmarkRow =>
    comparedRow(label, 'ms', wall[id], wall.baseline, 'baseline', bound);
  return [
    ...files.map(sizeRow),
    ...(tarball
      ? [
          size(ROW_LABELS.tarball, tarball.bytes, '≤ 140 KB'),
          size(ROW_LABELS.unpacked, tarball.unpackedBytes),
        ]
      : []),
    row('Node with an empty script', 'ms', wall.node),
    row('baseline script (`import`)', 'ms', wall.baseline),
    time('baseline script (`require`)', 'baseline-require'),
    time('the step', 'step', '≤ 1.10'),
    comparedRow('the step', 'ms', wall.step, wall['baseline-require'], 'baseline, `require`'),
    time('idle post step', 'post-idle', '≤ 0.75'),
    time('post step that revokes', 'post-revoke'),
    row('baseline script over TLS and a proxy', 'ms', wall['baseline-tls']),
    comparedRow(
      'the step over TLS and a proxy',
      'ms',
      wall['step-tls'],
      wall['baseline-tls'],
      'baseline over TLS and a proxy',
    ),
    row('ten orgs in one job: ten steps, ten idle post steps', 'ms', ten.ten),
    row('processor time of the step', 'ms', attempts['1']),
    comparedRow('… with two attempts', 'ms', attempts['2'], attempts['1'], 'one attempt'),
    comparedRow('… with three attempts', 'ms', attempts['3'], attempts['1'], 'one attempt'),
    row('peak memory of the baseline script', 'bytes', memory.baseline),
    comparedRow(
      'peak memory of the step',
      'bytes',
      memory.step,
      memory.baseline,
      'baseline',
      '≤ 1.15',
    ),
    comparedRow(
      'peak memory of the idle post step',
      'bytes',
      memory['post-idle'],
      memory.baseline,
      'baseline',
    ),
    ...slowNetworkRows(slowNetwork),
    ...(cli ? cliRows(cli) : []),
    ...(install ? installRows(install) : []),
  ];
}

function sizeRow({ name, bytes, always, packages }: BundleFile): BenchmarkRow {
  const loading = always ? 'loaded by every run' : 'loaded when needed';
  return {
    ...size(
      `\`dist/${name}\`, ${loading}`,
      bytes,
      name === 'main/index.js' ? '≤ 175 KB' : '≤ 115 KB',
    ),
    packages,
  };
}

export function slowNetworkRows({ times, roundTrips }: SlowNetworkFigures): BenchmarkRow[] {
  return SLOW_NETWORK.flatMap(([id, label, bound]) => {
    const { [id]: counts } = roundTrips;
    const { [id]: milliseconds } = times;
    if (!counts || !milliseconds) return [];
    return [
      { ...row(roundTripsOf(label), 'round trips', counts), ...(bound ? { bound } : {}) },
      row(slowTimeOf(label), 'ms', milliseconds),
    ];
  });
}

function cliRows({ times, requests }: CliComparison): BenchmarkRow[] {
  return [
    row(ROW_LABELS.step, 'ms', times.step),
    comparedRow(ROW_LABELS.cli, 'ms', times.cli, times.step, 'the step'),
    row(ROW_LABELS.stepRequests, 'requests', [requests.step]),
    row(ROW_LABELS.cliRequests, 'requests', [requests.cli]),
  ];
}

function installRows({ ms, downloadedBytes, diskBytes }: CliInstall): BenchmarkRow[] {
  return [
    row(ROW_LABELS.install, 'ms', [ms]),
    size(ROW_LABELS.download, downloadedBytes),
    size(ROW_LABELS.disk, diskBytes),
  ];
}

function row(label: string, unit: MeasurementUnit, values: readonly number[]): BenchmarkRow {
  return { label, unit, value: distribution(values) };
}

function size(label: string, bytes: number, bound?: string): BenchmarkRow {
  return { ...row(label, 'bytes', [bytes]), ...(bound === undefined ? {} : { bound }) };
}

function comparedRow(
  label: string,
  unit: MeasurementUnit,
  values: readonly number[],
  baseline: readonly number[],
  comparedWith: string,
  bound?: string,
): BenchmarkRow {
  const plain = row(label, unit, values);
  const medians = plain.value.median / distribution(baseline).median;
  const ratio = { comparedWith, medians, pairs: distribution(ratios(values, baseline)) };
  return { ...plain, ratio, ...(bound === undefined ? {} : { bound }) };
}

/** Returns the Markdown table for docs/performance.md. It has three columns, so that it fits on a phone. */
export function table({ date, machine, versions, rows }: BenchmarkReport): string {
  const { cpu, cores, memoryBytes, system, load } = machine;
  const knownVersions = Object.entries(versions).filter(([, version]) => version !== undefined);
  const lines = rows.map(
    (entry) => `| ${[formatLabel(entry), formatMedian(entry), formatRatio(entry)].join(' | ')} |`,
  );
  return [
    `${date} UTC · ${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB · ${system} · load ${load.map((n) => n.toFixed(1)).join(' → ')}`,
    knownVersions.map(([name, version]) => `${name} ${version}`).join(' · '),
    '',
    '| | Median | Ratio, bound |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

/**
 * Writes the folder of a file after its name, because a narrow column cannot break a path into
 * lines.
 */
function formatLabel({ label, packages = {} }: BenchmarkRow): string {
  return label.replace(/^`dist\/(\w+)\/([^`]+)`/, '`$2` in dist/$1') + formatPackages(packages);
}

function formatMedian({ unit, value }: BenchmarkRow): string {
  const median = formatValue(value.median, unit, true);
  if (value.runs === 1) return median;
  return `${median} (${formatRange(value, (n) => formatValue(n, unit))}), ${value.runs} runs`;
}

function formatRatio({ ratio, bound = '' }: BenchmarkRow): string {
  if (ratio === undefined) return bound;
  const { pairs, comparedWith } = ratio;
  const range = formatRange(pairs, (n) => n.toFixed(2));
  const text = `${pairs.median.toFixed(2)} (${range}) × ${comparedWith}`;
  return bound === '' ? text : `${text}, ${bound}`;
}

function formatPackages(packages: Readonly<Record<string, number>>): string {
  const largestFirst = Object.entries(packages).toSorted(([, a], [, b]) => b - a);
  const parts = largestFirst.map(([name, bytes]) => `${name} ${formatValue(bytes, 'bytes')}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function formatRange({ q1, q3 }: Distribution, show: (value: number) => string): string {
  return `${show(q1)}–${show(q3)}`;
}

export function formatValue(value: number, unit: MeasurementUnit, withUnit = false): string {
  if (unit === 'ms') return `${value.toFixed(0)}${withUnit ? ' ms' : ''}`;
  if (unit === 'requests') return value.toFixed(0);
  if (unit === 'round trips') return String(value);
  const [scale, name] = value < 2e6 ? [1e3, 'KB'] : [1e6, 'MB'];
  return `${(value / scale).toFixed(1)}${withUnit ? ` ${name}` : ''}`;
}
