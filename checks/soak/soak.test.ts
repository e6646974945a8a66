/**
 * Many steps against one org, a random fault each. Takes minutes, and so it is not part of
 * `npm test`. SOAK_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import { assertOutcome, assertSucceeded } from '../../__tests__/e2e/harness/assertions.ts';
import { inputsFor } from '../../__tests__/e2e/harness/expected.ts';
import { FAULT_EXPECTATIONS } from '../../__tests__/e2e/harness/fault-expectations.ts';
import {
  type StepHarness,
  type StepInputs,
  startStepHarness,
} from '../../__tests__/e2e/harness/step-harness.ts';
import { FAULTS, type Fault } from '../../simulator/org/faults/index.ts';
import type { FaultOptions } from '../../simulator/org/faults/types.ts';

const CONSECUTIVE = 200;
const PARALLEL = 20;
const SUITE_TIMEOUT_MS = 6 * 60_000;
/** Twenty steps start slowly together; a request must get out all the same before time is up. */
const LONG_TIMEOUT = { 'timeout-seconds': '15' };

const seed = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));

/** Mulberry32: small, and the same for the same seed everywhere. */
function randomFrom(initialState: number): () => number {
  let state = initialState;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const pickFault = (faults: readonly Fault[]): Fault =>
  faults[Math.floor(random() * faults.length)] ?? assert.fail('no fault to draw');

/** Runs a step with a fault, and says which one it was if it does not end as specified. */
async function runWithFault(
  harness: StepHarness,
  { name }: Fault,
  inputs: StepInputs = {},
): Promise<void> {
  const expected = FAULT_EXPECTATIONS[name] ?? assert.fail(`no row for ${name}`);
  try {
    assertOutcome(await harness.main({ ...inputsFor(expected, harness.org), ...inputs }), expected);
  } catch (error) {
    throw new Error(`the step that met ${name} (SOAK_SEED=${seed})`, { cause: error });
  }
}

describe(`soak with SOAK_SEED=${seed}`, { timeout: SUITE_TIMEOUT_MS }, () => {
  it(`${CONSECUTIVE} steps, one after the other, end as specified`, async (t) => {
    const harness = await startStepHarness(t);
    const before = await signInToken(harness);
    for (let step = 0; step < CONSECUTIVE; step++) {
      const fault = pickFault(FAULTS);
      harness.org.faults.set(fault.name);
      await runWithFault(harness, fault);
      harness.org.faults.clear();
    }
    assert.equal(await signInToken(harness), before, 'the session that they share has survived');
    assert.equal(harness.org.sessions.size, 1);
  });

  it(`${PARALLEL} steps at the same time end as specified`, async (t) => {
    const harness = await startStepHarness(t);
    const before = await signInToken(harness);
    const faults = Array.from({ length: PARALLEL }, () => pickFault(FAULTS.filter(canBeIsolated)));
    const steps = faults.map((fault, index) => {
      const { options, inputs } = isolatedTarget(fault, index);
      harness.org.faults.set(fault.name, options);
      return runWithFault(
        harness,
        fault,
        FAULT_EXPECTATIONS[fault.name]?.noResponse ? { ...inputs, ...LONG_TIMEOUT } : inputs,
      );
    });
    // All of them, so that none is still running when the org is closed.
    const results = await Promise.allSettled(steps);
    const failed = results.flatMap((step) => (step.status === 'rejected' ? [step.reason] : []));
    assert.deepEqual(failed, []);
    harness.org.faults.clear();
    assert.equal(await signInToken(harness), before, 'the session that they share has survived');
  });
});

async function signInToken(harness: StepHarness): Promise<string> {
  const result = await harness.main();
  assertSucceeded(result);
  return result.outputs['access-token'] ?? '';
}

/** Faults that strike where all steps pass (the clock, the instance) cannot be had by one alone. */
const canBeIsolated = (fault: Fault): boolean => fault.path === undefined && !('clock' in fault);

/** A host or a path that only one step uses, so that its fault strikes no other. */
function isolatedTarget(
  fault: Fault,
  index: number,
): { options: FaultOptions; inputs: StepInputs } {
  const path = `/step${index}`;
  // Before there is a connection, nobody sees a path; afterwards, only a site has one of its own.
  const byHost = 'tunnel' in fault || 'certificate' in fault;
  const host = byHost ? `step${index}.my.salesforce.com` : 'acme.my.site.com';
  return {
    options: { host, path: `${path}/services/oauth2/token` },
    inputs: { 'login-url': `https://${host}${byHost ? '' : path}` },
  };
}
