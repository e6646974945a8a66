import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { interruptEverywhere } from '../interrupt-everywhere.ts';
import { startSigningScenarios } from './signing-scenarios.ts';

/** `npm cit` tries some of the interruptions, and checks/setup all of them. */
const SAMPLE = { step: 29, start: 5 };

const { scenarios, close } = await startSigningScenarios();

describe('an interrupted setup with a key service', { concurrency: 4 }, () => {
  after(close);
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`prints what is true after an interruption of ${name}, and a second run completes it`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario, SAMPLE)) > 0);
    });
  }
});
