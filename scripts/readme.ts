/**
 * Writes the tables of README.md: inputs and outputs from action.yml.
 * __tests__/repository/contract.test.ts fails when they differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionYml, ROOT } from '../simulator/runner/action.ts';

const file = join(ROOT, 'README.md');

export function withTables(readme: string): string {
  return Object.entries({ inputs: inputs(), outputs: outputs() }).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- ${name}: npm run readme -->\n)[\\s\\S]*?(<!-- end -->)`),
        (_, start: string, end: string) => `${start}${table}\n${end}`,
      ),
    readme,
  );
}

function inputs(): string {
  const rows = Object.entries(actionYml.inputs).map(([name, input]) => [
    `\`${name}\``,
    input.required ? '**required**' : input.default ? `\`${input.default}\`` : '',
    input.description.trim(),
  ]);
  return table(['Input', 'Default', 'Meaning'], rows);
}

function outputs(): string {
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

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}
