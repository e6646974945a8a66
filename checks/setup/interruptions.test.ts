import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { interruptEverywhere, SCENARIOS } from '../../__tests__/setup/interrupt-everywhere.ts';

// Every interruption of every call, with stand-ins for sf and gh.
describe('setup, interrupted at every call', { concurrency: 2 }, () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(`prints what is true after every interruption of ${name}, and a second run completes it`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario)) > 100);
    });
  }
});
