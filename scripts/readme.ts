/**
 * Generates parts of README.md and docs/performance.md: inputs and outputs from action.yml, and figures
 * from the benchmark. __tests__/repository/contract.test.ts fails if they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table as benchTable } from '../checks/bench/report.ts';
import { actionYml, ROOT } from '../support/runner/action.ts';
import { costs, lastReport, roundTrips } from './benchmark-tables.ts';

export const PAGES = ['README.md', 'docs/performance.md'];

/**
 * Groups of inputs: a title and the first input. Each group ends before the first input of the next
 * one.
 */
const GROUPS: readonly (readonly [title: string, first: string])[] = [
  ['Credentials', 'consumer-key'],
  ['Org', 'login-url'],
  ['Checks', 'certificate'],
  ['Results', 'export-env'],
  ['Retries and reporting', 'max-attempts'],
];

/** Returns the page with its generated parts updated. */
export function withGeneratedParts(page: string): string {
  const report = lastReport();
  const parts = {
    inputs: inputsList(),
    outputs: outputsTable(),
    costs: costs(report),
    'round-trips': roundTrips(report),
    bench: benchTable(report).trim(),
  };
  return Object.entries(parts).reduce(
    (text, [name, part]) =>
      text.replace(
        new RegExp(`(<!-- ${name}: npm run readme -->\n)[\\s\\S]*?(<!-- end -->)`),
        (_, start: string, end: string) => `${start}${part}\n${end}`,
      ),
    page,
  );
}

function inputGroups() {
  const entries = Object.entries(actionYml.inputs);
  const starts = GROUPS.map(([, first]) => entries.findIndex(([name]) => name === first));
  return GROUPS.map(([title], index) => ({
    title,
    inputs: entries.slice(starts[index], starts[index + 1]),
  }));
}

/**
 * Returns a list of all inputs. Each name has an anchor, so that messages and pages can link to it. In a
 * table, the addresses in the descriptions would be wider than a phone.
 */
function inputsList(): string {
  return inputGroups()
    .flatMap(({ title, inputs: group }) => [
      `**${title}**\n`,
      ...group.map(
        ([name, input]) =>
          `- <a id="input-${name}"></a>**\`${name}\`**${input.required ? ' (required)' : ''}: ${input.description.trim()}${defaultOf(input.default)}`,
      ),
      '',
    ])
    .join('\n')
    .trim();
}

const defaultOf = (value: string | undefined) => (value ? ` Default: \`${value}\`.` : '');

function outputsTable(): string {
  const rows = Object.entries(actionYml.outputs).map(([name, { description }]) => [
    `\`${name}\``,
    description.trim(),
  ]);
  return table(['Output', 'Meaning'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.main) {
  for (const page of PAGES.map((name) => join(ROOT, name))) {
    writeFileSync(page, withGeneratedParts(readFileSync(page, 'utf8')));
  }
}
