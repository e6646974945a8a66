import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface ActionYml {
  readonly name: string;
  readonly branding: { icon: string; color: string };
  readonly inputs: Record<string, { description: string; required?: boolean; default?: string }>;
  readonly outputs: Record<string, { description: string }>;
  readonly runs: { using: string; main: string; post: string };
}

export const actionYml: ActionYml = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

/**
 * Returns INPUT_* for every declared input. The runner sets inputs without a value or default to
 * ''.
 */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  for (const name of Object.keys(inputs)) {
    if (!actionYml.inputs[name]) throw new Error(`action.yml has no input named ${name}.`);
  }
  return Object.fromEntries(
    Object.entries(actionYml.inputs).map(([name, { default: fallback = '' }]) => [
      `INPUT_${name.toUpperCase()}`,
      inputs[name] ?? fallback,
    ]),
  );
}
