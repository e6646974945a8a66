import assert from 'node:assert/strict';
import type { SetupHarness } from './harness.ts';

/** Shorter fragments of a secret also occur by chance. */
const MIN_FRAGMENT_LENGTH = 16;

/**
 * Asserts that no secret is in the output, or in the arguments, files and input of the programs
 * that the command ran. Only the input of `gh secret set` may contain secrets.
 */
export function assertNoLeak(harness: SetupHarness): void {
  const { output, commands, files, secrets, org } = harness;
  const tokens = org.requests.flatMap(({ headers }) => headers['authorization'] ?? []);
  const fragments = [...secrets, ...tokens.map((token) => token.replace(/^\w+ /, ''))]
    .flatMap((secret) => secret.split('\n'))
    .filter((line) => line.length >= MIN_FRAGMENT_LENGTH && !line.startsWith('-----'));
  assert.ok(secrets.size === 0 || fragments.length > 0);
  const outputs = {
    'standard output': output.stdout,
    'standard error': output.stderr,
    arguments: commands.flatMap(({ args }) => args).join('\n'),
    files: files.join('\n'),
    'input of other programs': commands
      .filter(({ args }) => args[0] !== 'secret')
      .map(({ input = '' }) => input)
      .join('\n'),
  };
  for (const [name, text] of Object.entries(outputs)) {
    const leaked = fragments.filter((fragment) => text.includes(fragment));
    // The message contains only the number of fragments, because the fragments are secrets.
    assert.equal(leaked.length, 0, `${leaked.length} fragments of a secret in: ${name}`);
    assert.doesNotMatch(text, /\b00D\w{12,15}![\w.]+|gh[po]_\w{20}/, name);
  }
}
