import assert from 'node:assert/strict';
import type { Stage } from './stage.ts';

/** Shorter pieces are found by chance. */
const PIECE = 16;

/** Nothing secret in what was shown, in the arguments of programs, in the files they found. */
export function assertNoLeak(stage: Stage): void {
  const { shown, commands, files, secrets, org } = stage;
  const tokens = org.requests.flatMap(({ headers }) => headers['authorization'] ?? []);
  const pieces = [...secrets, ...tokens.map((token) => token.replace(/^\w+ /, ''))]
    .flatMap((secret) => secret.split('\n'))
    .filter((line) => line.length >= PIECE && !line.startsWith('-----'));
  assert.ok(secrets.size === 0 || pieces.length > 0);
  const places = {
    'standard output': shown.stdout,
    'standard error': shown.stderr,
    arguments: commands.flatMap(({ args }) => args).join('\n'),
    files: files.join('\n'),
    'input of other programs': commands
      .filter(({ args }) => args[0] !== 'secret')
      .map(({ input = '' }) => input)
      .join('\n'),
  };
  for (const [name, text] of Object.entries(places)) {
    const found = pieces.filter((piece) => text.includes(piece));
    // The pieces are secrets: how many there are is all that is said.
    assert.equal(found.length, 0, `${found.length} pieces of a secret in: ${name}`);
    assert.doesNotMatch(text, /\b00D\w{12,15}![\w.]+|gh[po]_\w{20}/, name);
  }
}
