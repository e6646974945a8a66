import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { interruptEverywhere } from '../interrupt-everywhere.ts';
import { startSigningScenarios } from './signing-scenarios.ts';

/** `npm cit` tests a few of the interruptions, and checks/setup tests every sixth of them. */
const SAMPLE = { step: 61, start: 5 };

const { scenarios, close } = await startSigningScenarios();

describe('an interrupted setup with a key service', { concurrency: 4 }, () => {
  after(close);
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`reports the actual state if ${name} is interrupted, and completes it in the next run`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario, SAMPLE)) > 0);
    });
  }
});
