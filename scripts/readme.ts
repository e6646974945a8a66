/**
 * Generates parts of README.md and docs/performance.md: inputs and outputs from action.yml, and figures
 * from the benchmark. __tests__/repository/contract.test.ts fails if they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table as benchTable } from '../checks/bench/report.ts';
import { actionYml, ROOT } from '../support/runner/action.ts';
import { chart, costs, lastReport, roundTrips } from './benchmark-tables.ts';

export const PAGES = ['README.md', 'docs/performance.md'];

/** Groups of inputs: a title and the first input. Each group ends before the first input of the next one. */
const GROUPS: readonly (readonly [title: string, first: string])[] = [
  ['Who signs in', 'consumer-key'],
  ['Where', 'login-url'],
  ['What to check', 'certificate'],
  ['What later steps receive', 'export-env'],
  ['How long to try, and what to report', 'max-attempts'],
];

/** Returns the page with its generated parts updated. */
export function withGeneratedParts(page: string): string {
  const report = lastReport();
  const parts = {
    inputs: inputsTable(),
    block: usageBlock(),
    outputs: outputsTable(),
    chart: chart(report),
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

function inputsTable(): string {
  return inputGroups()
    .map(({ title, inputs: group }) => {
      const rows = group.map(([name, input]) => [
        `\`${name}\``,
        input.required ? '**required**' : input.default ? `\`${input.default}\`` : '',
        input.description.trim(),
      ]);
      return `**${title}**\n\n${table(['Input', 'Default', 'Meaning'], rows)}`;
    })
    .join('\n\n');
}

/**
 * Returns a step with all inputs that a workflow can set, ready to paste. Inputs without a default are
 * set to an empty string instead of an example.
 */
function usageBlock(): string {
  const lines = inputGroups().flatMap(({ title, inputs: group }) => [
    `    # ${title}`,
    ...group
      .filter(([name]) => name !== 'secret-source')
      .map(([name, input]) => `    ${name}: ${yamlValue(name, input.default)}`),
  ]);
  return [
    '```yaml',
    '- uses: salesforce-jwt-auth/salesforce-jwt-auth@v1',
    '  id: salesforce',
    '  with:',
    ...lines,
    '```',
  ].join('\n');
}

const STORED_VALUES: Readonly<Record<string, string>> = {
  'consumer-key': 'secrets.SF_CONSUMER_KEY',
  'private-key': 'secrets.SF_PRIVATE_KEY',
  'private-key-passphrase': 'secrets.SF_PRIVATE_KEY_PASSPHRASE',
  username: 'vars.SF_USERNAME',
  'login-url': 'vars.SF_LOGIN_URL',
  certificate: 'vars.SF_CERTIFICATE',
  'expected-org-id': 'vars.SF_ORG_ID',
};

const yamlValue = (name: string, fallback = '') =>
  STORED_VALUES[name] ? `\${{ ${STORED_VALUES[name]} }}` : fallback || "''";

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
