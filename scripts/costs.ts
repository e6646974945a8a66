/** What the action costs beside the Salesforce CLI, in a chart and a table, from the last kept run of the bench. */
import { readFileSync } from 'node:fs';
import { NAMES, RESULTS, type Report, shown } from '../checks/bench/report.ts';

export const lastReport = (): Report => JSON.parse(readFileSync(RESULTS, 'utf8'));

/** Seconds until a job is signed in. GitHub draws it. */
export function chart(report: Report): string {
  const seconds = (...names: (keyof typeof NAMES)[]) =>
    names.reduce((sum, name) => sum + figure(report, name), 0) / 1000;
  const bars = {
    'this action': seconds('step'),
    'sf org login jwt': seconds('cli'),
    'install sf, log in': seconds('install', 'cli'),
  };
  const top = Math.ceil(Math.max(...Object.values(bars)) / 10) * 10;
  const list = (values: readonly string[]) => `[${values.join(', ')}]`;
  return [
    '```mermaid',
    '%%{init: {"xyChart": {"height": 220}, "themeVariables": {"xyChart": {"plotColorPalette": "#0969da"}}}}%%',
    'xychart-beta horizontal',
    '  title "Seconds until a job is signed in"',
    `  x-axis ${list(Object.keys(bars).map((name) => `"${name}"`))}`,
    `  y-axis "seconds" 0 --> ${top}`,
    `  bar ${list(Object.values(bars).map((value) => value.toFixed(2)))}`,
    '```',
  ].join('\n');
}

export function costs(report: Report): string {
  const cell = (name: keyof typeof NAMES, unit: 'ms' | 'bytes' | 'requests') => {
    const value = figure(report, name);
    return unit === 'ms' && value >= 1000
      ? `${(value / 1000).toFixed(1)} s`
      : shown(value, unit, true);
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

function figure(report: Report, name: keyof typeof NAMES): number {
  const row = report.rows.find(({ what }) => what === NAMES[name]);
  if (!row)
    throw new Error(`results.json has no row "${NAMES[name]}": run the bench with --install.`);
  return row.value.median;
}
