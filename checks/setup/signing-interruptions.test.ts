import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { interruptEverywhere } from '../../__tests__/setup/interrupt-everywhere.ts';
import { startSigningScenarios } from '../../__tests__/setup/key-service/signing-scenarios.ts';

/** Every sixth interruption: the calls are those of checks/setup/interruptions.test.ts, and a run of all takes nine minutes. */
const SAMPLE = { step: 6, start: 1 };

const { scenarios, close } = await startSigningScenarios();

// Interrupts calls of sf and gh, using stand-ins for both and a simulated key service.
describe('setup with a key service, interrupted', { concurrency: 2 }, () => {
  after(close);
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`prints what is true after interruptions of ${name}, and a second run completes it`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario, SAMPLE)) > 10);
    });
  }
});
