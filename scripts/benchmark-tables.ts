/** Generates tables that compare the action with the Salesforce CLI, from checks/bench/results.json. */
import { readFileSync } from 'node:fs';
import { type BenchmarkReport, formatValue, RESULTS, ROW_LABELS } from '../checks/bench/report.ts';
import { roundTripsOf, SLOW_NETWORK } from '../checks/bench/round-trips.ts';

export const lastReport = (): BenchmarkReport => JSON.parse(readFileSync(RESULTS, 'utf8'));

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
