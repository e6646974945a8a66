import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File names by the environment variable that contains the path of the file. */
const COMMAND_FILES = {
  GITHUB_OUTPUT: 'output',
  GITHUB_STATE: 'state',
  GITHUB_ENV: 'env',
  GITHUB_PATH: 'path',
  GITHUB_STEP_SUMMARY: 'summary.md',
} as const;

export type CommandFileVariable = keyof typeof COMMAND_FILES;

/** Creates empty command files. Returns the environment variables with their paths. */
export function makeCommandFiles(folder: string): Record<CommandFileVariable, string> {
  const files = Object.entries(COMMAND_FILES).map(([name, file]) => [name, join(folder, file)]);
  for (const [, file = ''] of files) writeFileSync(file, '');
  return Object.fromEntries(files);
}

export const readCommandFile = (folder: string, name: CommandFileVariable): string =>
  readFileSync(join(folder, COMMAND_FILES[name]), 'utf8');

/** Parses `name=value` and `name<<delimiter … delimiter`, as the runner does. */
export function parseKeyValues(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    if (heredoc) {
      const [, name = '', delimiter] = heredoc;
      const end = lines.indexOf(delimiter ?? '', i + 1);
      if (end < 0) throw new Error(`The delimiter of ${name} is missing`);
      values[name] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (line !== '') {
      const [name = '', ...valueParts] = line.split('=');
      values[name] = valueParts.join('=');
    }
  }
  return values;
}
