import assert from 'node:assert/strict';
import { actionYml } from '../../../support/runner/action.ts';
import type { WorkflowCommand } from '../../../support/runner/commands.ts';
import type { StepResult } from '../../../support/runner/step.ts';
import type { ExpectedOutcome } from './expected.ts';

export const TITLE_PREFIX = 'Salesforce sign-in: ';

export const annotations = (result: StepResult, name: 'error' | 'warning'): WorkflowCommand[] =>
  result.commands.filter((command) => command.name === name);

/** Returns the anchor that GitHub generates for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

/** Asserts that the step exited with 0 and set all outputs. */
export function assertSucceeded(result: StepResult): void {
  assert.equal(result.exitCode, 0, result.log);
  assert.deepEqual(Object.keys(result.outputs), Object.keys(actionYml.outputs));
}

/**
 * Asserts that the step exited with 1, without outputs, variables and state, and that its only
 * error annotation has the title and a link to the section.
 * @returns the text of the annotation
 */
export function assertFailed(result: StepResult, title: string, section = title): string {
  const errors = annotations(result, 'error');
  assert.deepEqual(
    { exitCode: result.exitCode, errors: errors.length },
    { exitCode: 1, errors: 1 },
    result.log,
  );
  const [{ properties, message } = assert.fail()] = errors;
  const actualTitle = properties['title'] ?? '';
  // A title that differs from the heading of its section may quote a long response, so only its
  // beginning is compared.
  assert.equal(
    section === title ? actualTitle : actualTitle.slice(0, (TITLE_PREFIX + title).length),
    TITLE_PREFIX + title,
  );
  const help = message.split('\n').at(-1) ?? '';
  assert.match(help, /^Help: https:\/\/github\.com\/\S+\/docs\/troubleshooting\.md#/);
  assert.equal(help.split('#')[1], anchorOf(section));
  assert.deepEqual([result.outputs, result.env, result.state], [{}, {}, {}]);
  return message;
}

export function assertOutcome(
  result: StepResult,
  { title, section, attempts }: ExpectedOutcome,
): void {
  if (title === undefined) assertSucceeded(result);
  else assertFailed(result, title, section);
  const failedAttempts = result.log
    .split('\n')
    .filter((line) => /^Attempt \d+ of at most \d+ failed: /.test(line));
  // An additional request with a corrected clock is reported as a warning, not as a failed attempt.
  assert.equal(
    failedAttempts.length + annotations(result, 'warning').length,
    attempts - 1,
    result.log,
  );
}
