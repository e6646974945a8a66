import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File names, keyed by the environment variable that contains the path of the file. */
const COMMAND_FILES = {
  GITHUB_OUTPUT: 'output',
  GITHUB_STATE: 'state',
  GITHUB_ENV: 'env',
  GITHUB_PATH: 'path',
  GITHUB_STEP_SUMMARY: 'summary.md',
} as const;

export type CommandFileVariable = keyof typeof COMMAND_FILES;

/** Creates empty command files. Returns the environment variables that contain their paths. */
export function makeCommandFiles(folder: string): Record<CommandFileVariable, string> {
  const files = Object.entries(COMMAND_FILES).map(([name, file]) => [name, join(folder, file)]);
  for (const [, file = ''] of files) writeFileSync(file, '');
  return Object.fromEntries(files);
}

export const readCommandFile = (folder: string, name: CommandFileVariable): string =>
  readFileSync(join(folder, COMMAND_FILES[name]), 'utf8');

/**
 * Parses `name=value` and `name<<delimiter … delimiter` as the runner does. A carriage return only ends
 * a line on Windows; on other systems it is part of the value. The line with the closing delimiter must
 * end with a line break too.
 * @throws Error if the runner would fail the step
 */
export function parseKeyValues(
  text: string,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const lineEnd = platform === 'win32' ? /\r?\n/ : /\n/;
  const lines = text.replace(/^\uFEFF/, '').split(lineEnd);
  const values: Record<string, string> = {};
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line === '') continue;
    const [, name = '', separator, rest = ''] = /^(.*?)(<<|=)(.*)$/s.exec(line) ?? [];
    if (name === '' || (separator === '<<' && rest === ''))
      throw new Error(`Invalid format: a line of ${line.length} characters`);
    if (separator === '=') {
      values[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, i + 1);
    if (end < 0) throw new Error(`Matching delimiter not found: ${name}`);
    if (end === lines.length - 1) throw new Error(`EOF marker missing new line: ${name}`);
    values[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return values;
}
