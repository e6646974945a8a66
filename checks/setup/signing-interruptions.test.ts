import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { interruptEverywhere } from '../../__tests__/setup/interrupt-everywhere.ts';
import { startSigningScenarios } from '../../__tests__/setup/key-service/signing-scenarios.ts';

const { scenarios, close } = await startSigningScenarios();

// Every interruption of every call, with stand-ins for sf and gh and a simulated key service.
describe('setup with a key service, interrupted at every call', { concurrency: 2 }, () => {
  after(close);
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`prints what is true after every interruption of ${name}, and a second run completes it`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario)) > 100);
    });
  }
});
