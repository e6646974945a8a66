/**
 * Replays failures that were reported in public from 2015 to 2026, including those of other clients
 * and actions.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AFTER_SIGN_IN } from './after-sign-in.ts';
import { APP_REFUSALS } from './app-refusals.ts';
import { INPUTS } from './inputs.ts';
import { KEYS } from './keys.ts';
import { NETWORK } from './network.ts';
import { REFUSALS } from './refusals.ts';
import { replay } from './replay.ts';
import { UNEXPLAINED } from './unexplained.ts';

const REPORTS = [
  ...REFUSALS,
  ...APP_REFUSALS,
  ...AFTER_SIGN_IN,
  ...INPUTS,
  ...KEYS,
  ...NETWORK,
  ...UNEXPLAINED,
];

describe('a failure from a public thread is explained or does not occur', () => {
  for (const { source, summary, replay: options } of REPORTS) {
    if (!options) continue;
    it(`${summary} ${source}`, async () => {
      const { first, listed, says } = options;
      const { exitCode, text, firstCause } = await replay(options);
      if (first || listed) assert.equal(exitCode, 1);
      if (first) assert.match(firstCause, first);
      const patterns = [first, listed, says].flatMap((pattern) => pattern ?? []);
      for (const pattern of patterns) assert.match(text, pattern);
      assert.ok(patterns.length > 0);
    });
  }
});

it('each public thread is listed once', () => {
  const sources = REPORTS.map(({ source }) => source);
  assert.deepEqual([...new Set(sources)], sources);
});
