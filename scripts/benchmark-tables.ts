/** Generates a chart and a table that compare the action with the Salesforce CLI, from checks/bench/results.json. */
import { readFileSync } from 'node:fs';
import { type BenchmarkReport, formatValue, RESULTS, ROW_LABELS } from '../checks/bench/report.ts';
import { roundTripsOf, SLOW_NETWORK } from '../checks/bench/round-trips.ts';

export const lastReport = (): BenchmarkReport => JSON.parse(readFileSync(RESULTS, 'utf8'));

/** Returns a Mermaid chart of the time until a job is signed in, in seconds. */
export function chart(report: BenchmarkReport): string {
  const seconds = (...names: (keyof typeof ROW_LABELS)[]) =>
    names.reduce((sum, name) => sum + medianOf(report, name), 0) / 1000;
  const bars = {
    'this action': seconds('step'),
    'sf org login jwt': seconds('cli'),
    'install sf, log in': seconds('install', 'cli'),
  };
  const max = Math.ceil(Math.max(...Object.values(bars)) / 10) * 10;
  const list = (values: readonly string[]) => `[${values.join(', ')}]`;
  return [
    '```mermaid',
    '%%{init: {"xyChart": {"height": 220}, "themeVariables": {"xyChart": {"plotColorPalette": "#0969da"}}}}%%',
    'xychart-beta horizontal',
    '  title "Seconds until a job is signed in"',
    `  x-axis ${list(Object.keys(bars).map((name) => `"${name}"`))}`,
    `  y-axis "seconds" 0 --> ${max}`,
    `  bar ${list(Object.values(bars).map((value) => value.toFixed(2)))}`,
    '```',
  ].join('\n');
}

export function costs(report: BenchmarkReport): string {
  const cell = (name: keyof typeof ROW_LABELS, unit: 'ms' | 'bytes' | 'requests') => {
    const value = medianOf(report, name);
    return unit === 'ms' && value >= 1000
      ? `${(value / 1000).toFixed(1)} s`
      : formatValue(value, unit, true);
  };
  return [
    `| | this action | Salesforce CLI ${report.versions['sf'] ?? ''} |`,
    '| --- | ---: | ---: |',
    `| Install | nothing | ${cell('install', 'ms')} |`,
    `| Download | ${cell('tarball', 'bytes')} | ${cell('download', 'bytes')} |`,
    `| On disk | ${cell('unpacked', 'bytes')} | ${cell('disk', 'bytes')} |`,
    `| Sign in | ${cell('step', 'ms')} | ${cell('cli', 'ms')} |`,
    `| Requests to Salesforce | ${cell('stepRequests', 'requests')} | ${cell('cliRequests', 'requests')} |`,
  ].join('\n');
}

export function roundTrips(report: BenchmarkReport): string {
  const rows = SLOW_NETWORK.map(([, label, bound = '']) => {
    const count = medianOfRow(report, roundTripsOf(label));
    return `| ${label} | ${formatValue(count, 'round trips')} | ${bound} |`;
  });
  return ['| | round trips | bound |', '| --- | ---: | ---: |', ...rows].join('\n');
}

const medianOf = (report: BenchmarkReport, name: keyof typeof ROW_LABELS): number =>
  medianOfRow(report, ROW_LABELS[name]);

function medianOfRow(report: BenchmarkReport, rowLabel: string): number {
  const row = report.rows.find(({ label }) => label === rowLabel);
  if (!row) throw new Error(`results.json has no row "${rowLabel}": run the bench with --install.`);
  return row.value.median;
}
