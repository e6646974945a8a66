import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { interruptEverywhere } from '../../__tests__/setup/interrupt-everywhere.ts';
import { startSigningScenarios } from '../../__tests__/setup/key-service/signing-scenarios.ts';

/**
 * Selects every sixth interruption, because all of them take nine minutes, and the calls are the
 * same as in checks/setup/interruptions.test.ts.
 */
const SAMPLE = { step: 6, start: 1 };

const { scenarios, close } = await startSigningScenarios();

// Interrupts calls of sf and gh, using stand-ins for both and a simulated key service.
describe('setup with a key service, interrupted at some calls', { concurrency: 2 }, () => {
  after(close);
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`reports the actual state whenever ${name} is interrupted, and completes it in the next run`, async (t) => {
      assert.ok((await interruptEverywhere(t, scenario, SAMPLE)) > 10);
    });
  }
});
