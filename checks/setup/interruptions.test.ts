import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { interruptEverywhere, SCENARIOS } from '../../__tests__/setup/interrupt-everywhere.ts';

// Interrupts every call of sf and gh, using stand-ins for both.
describe('setup, interrupted at every call', { concurrency: 2 }, () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(`reports the actual state whenever ${name} is interrupted, and completes it in the next run`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario)) > 100);
    });
  }
});
