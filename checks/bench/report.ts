import { fileURLToPath } from 'node:url';
import type { Install } from './install.ts';
import type { AgainstCli, WallSide } from './measure.ts';
import { ratios, type Spread, spread } from './rounds.ts';
import type { BundleFile, Tarball } from './sizes.ts';

export interface Figures {
  readonly files: readonly BundleFile[];
  readonly tarball: Tarball | undefined;
  readonly wall: Readonly<Record<WallSide, number[]>>;
  readonly memory: Readonly<Record<'bare' | 'step' | 'post-idle', number[]>>;
  readonly attempts: Readonly<Record<'1' | '2' | '3', number[]>>;
  readonly ten: Readonly<Record<'ten', number[]>>;
  readonly cli: AgainstCli | undefined;
  readonly install: Install | undefined;
}

/** The last run that was worth keeping. */
export const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));

/** Rows that the documentation draws. */
export const NAMES = {
  tarball: 'tarball that a job downloads (gzip)',
  unpacked: 'the same, unpacked',
  step: 'the step over TLS and a proxy, beside the CLI',
  cli: '`sf org login jwt`, the same way',
  stepRequests: 'requests that the step makes',
  cliRequests: 'requests that `sf org login jwt` makes',
  install: '`npm install` of the CLI, with an empty cache',
  download: 'what that downloads',
  disk: 'what that takes on disk',
} as const;

type Unit = 'bytes' | 'ms' | 'requests';

export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly value: Spread;
  /** Against the row that it is compared with: of the medians, and of each pair. */
  readonly ratio?: { readonly of: string; readonly medians: number; readonly pairs: Spread };
  /** What the project has set itself; for the ratio where there is one. */
  readonly bound?: string;
  /** Bytes by the package that they come from. */
  readonly packages?: Readonly<Record<string, number>>;
}

export interface Report {
  /** UTC */
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly system: string;
    /** Average of the last minute, before and after. */
    readonly load: readonly [number, number];
  };
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly rows: readonly Row[];
}

export function rowsOf(figures: Figures): Row[] {
  const { files, tarball, wall, memory, attempts, ten, cli, install } = figures;
  const time = (what: string, id: WallSide, bound?: string): Row =>
    compared(what, 'ms', wall[id], wall.bare, 'bare', bound);
  return [
    ...files.map(sizeRow),
    ...(tarball
      ? [
          size(NAMES.tarball, tarball.bytes, '≤ 120 KB'),
          size(NAMES.unpacked, tarball.unpackedBytes),
        ]
      : []),
    row('Node with an empty script', 'ms', wall.node),
    row('bare script (`import`)', 'ms', wall.bare),
    time('bare script (`require`)', 'bare-require'),
    time('the step', 'step', '≤ 1.10'),
    compared('the step', 'ms', wall.step, wall['bare-require'], 'bare, `require`'),
    time('idle post step', 'post-idle', '≤ 0.75'),
    time('post step that revokes', 'post-revoke'),
    compared('the step over TLS and a proxy', 'ms', wall['step-tls'], wall.step, 'the step'),
    row('ten orgs in one job: ten steps, ten idle post steps', 'ms', ten.ten),
    row('processor time of the step', 'ms', attempts['1']),
    compared('… with a second attempt', 'ms', attempts['2'], attempts['1'], 'one attempt'),
    compared('… with a third attempt', 'ms', attempts['3'], attempts['1'], 'one attempt'),
    row('peak memory of the bare script', 'bytes', memory.bare),
    compared('peak memory of the step', 'bytes', memory.step, memory.bare, 'bare', '≤ 1.15'),
    compared(
      'peak memory of the idle post step',
      'bytes',
      memory['post-idle'],
      memory.bare,
      'bare',
    ),
    ...(cli ? cliRows(cli) : []),
    ...(install ? installRows(install) : []),
  ];
}

function sizeRow({ name, bytes, always, packages }: BundleFile): Row {
  const when = always ? 'loaded by every run' : 'loaded when needed';
  return { ...size(`\`dist/${name}\`, ${when}`, bytes, '≤ 200 KB'), packages };
}

function cliRows({ times, requests }: AgainstCli): Row[] {
  return [
    row(NAMES.step, 'ms', times.step),
    compared(NAMES.cli, 'ms', times.cli, times.step, 'the step', '≥ 15'),
    row(NAMES.stepRequests, 'requests', [requests.step]),
    row(NAMES.cliRequests, 'requests', [requests.cli]),
  ];
}

function installRows({ ms, downloadedBytes, diskBytes }: Install): Row[] {
  return [
    row(NAMES.install, 'ms', [ms]),
    size(NAMES.download, downloadedBytes),
    size(NAMES.disk, diskBytes),
  ];
}

function row(what: string, unit: Unit, values: readonly number[]): Row {
  return { what, unit, value: spread(values) };
}

function size(what: string, bytes: number, bound?: string): Row {
  return { ...row(what, 'bytes', [bytes]), ...(bound === undefined ? {} : { bound }) };
}

function compared(
  what: string,
  unit: Unit,
  values: readonly number[],
  base: readonly number[],
  of: string,
  bound?: string,
): Row {
  const plain = row(what, unit, values);
  const medians = plain.value.median / spread(base).median;
  const ratio = { of, medians, pairs: spread(ratios(values, base)) };
  return { ...plain, ratio, ...(bound === undefined ? {} : { bound }) };
}

/** One table in Markdown, as docs/performance.md shows it. */
export function table({ date, machine, versions, rows }: Report): string {
  const { cpu, cores, memoryBytes, system, load } = machine;
  const named = Object.entries(versions).filter(([, version]) => version !== undefined);
  const lines = rows.map((one) => {
    const { what, packages = {} } = one;
    const { medians, pairs, of } = one.ratio ?? {};
    const ratio = medians && pairs ? `${medians.toFixed(2)} × ${of}` : '';
    const paired = pairs ? `${pairs.median.toFixed(2)} (${range(pairs, (n) => n.toFixed(2))})` : '';
    const { unit, value } = one;
    const quartiles = value.runs > 1 ? range(value, (n) => shown(n, unit)) : '';
    const runs = value.runs > 1 ? String(value.runs) : '';
    return `| ${[what + listed(packages), shown(value.median, unit, true), quartiles, runs, ratio, paired, one.bound ?? ''].join(' | ')} |`;
  });
  return [
    `${date} UTC · ${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB · ${system} · load ${load.map((n) => n.toFixed(1)).join(' → ')}`,
    named.map(([name, version]) => `${name} ${version}`).join(' · '),
    '',
    '| | median | quartiles | runs | ratio of medians | median of the pairs (quartiles) | bound |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...lines,
    '',
  ].join('\n');
}

function listed(packages: Readonly<Record<string, number>>): string {
  const largestFirst = Object.entries(packages).toSorted(([, a], [, b]) => b - a);
  const parts = largestFirst.map(([name, bytes]) => `${name} ${shown(bytes, 'bytes')}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function range({ q1, q3 }: Spread, show: (value: number) => string): string {
  return `${show(q1)}–${show(q3)}`;
}

export function shown(value: number, unit: Unit, withUnit = false): string {
  if (unit === 'ms') return `${value.toFixed(0)}${withUnit ? ' ms' : ''}`;
  if (unit === 'requests') return value.toFixed(0);
  const [scale, name] = value < 2e6 ? [1e3, 'KB'] : [1e6, 'MB'];
  return `${(value / scale).toFixed(1)}${withUnit ? ` ${name}` : ''}`;
}
