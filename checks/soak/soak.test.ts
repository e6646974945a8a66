/**
 * Runs many steps against one org, each with a random fault. This is not part of `npm test` because it
 * takes minutes. To repeat a run, set SOAK_SEED to the seed in its title.
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
const SUITE_TIMEOUT_MS = 15 * 60_000;
/**
 * Time limits of a step that receives no response, in seconds. Each step must send its request before
 * its deadline, and twenty steps that start at the same time are slow.
 */
const TIMEOUT = { alone: '4', inParallel: '15' } as const;

const seed = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));

/** Mulberry32, a small generator that returns the same numbers for a seed on every machine. */
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
  faults[Math.floor(random() * faults.length)] ?? assert.fail('There are no faults.');

/** Runs a step with a fault. The error names the fault if the outcome is unexpected. */
async function runWithFault(
  harness: StepHarness,
  { name }: Fault,
  inputs: StepInputs = {},
): Promise<void> {
  const expected = FAULT_EXPECTATIONS[name] ?? assert.fail(`no expectation for ${name}`);
  try {
    assertOutcome(await harness.main({ ...inputsFor(expected, harness.org), ...inputs }), expected);
  } catch (error) {
    throw new Error(`unexpected outcome with ${name} (SOAK_SEED=${seed})`, { cause: error });
  }
}

describe(`steps with random faults (SOAK_SEED=${seed})`, { timeout: SUITE_TIMEOUT_MS }, () => {
  it(`have the expected outcomes if ${CONSECUTIVE} run one after another`, async (t) => {
    const harness = await startStepHarness(t);
    const before = await signInToken(harness);
    for (let step = 0; step < CONSECUTIVE; step++) {
      const fault = pickFault(FAULTS);
      harness.org.faults.set(fault.name);
      await runWithFault(harness, fault, timeoutFor(fault, 'alone'));
      harness.org.faults.clear();
    }
    assert.equal(await signInToken(harness), before, 'the shared session must still exist');
    assert.equal(harness.org.sessions.size, 1);
  });

  it(`have the expected outcomes if ${PARALLEL} run at the same time`, async (t) => {
    const harness = await startStepHarness(t);
    const before = await signInToken(harness);
    const faults = Array.from({ length: PARALLEL }, () => pickFault(FAULTS.filter(canBeIsolated)));
    const steps = faults.map((fault, index) => {
      const { options, inputs } = isolatedTarget(fault, index);
      harness.org.faults.set(fault.name, options);
      return runWithFault(harness, fault, { ...inputs, ...timeoutFor(fault, 'inParallel') });
    });
    // Wait for all steps, so that none is still running when the org closes.
    const results = await Promise.allSettled(steps);
    const failed = results.flatMap((step) => (step.status === 'rejected' ? [step.reason] : []));
    assert.deepEqual(failed, []);
    harness.org.faults.clear();
    assert.equal(await signInToken(harness), before, 'the shared session must still exist');
  });
});

const timeoutFor = ({ name }: Fault, when: keyof typeof TIMEOUT): StepInputs =>
  FAULT_EXPECTATIONS[name]?.noResponse ? { 'timeout-seconds': TIMEOUT[when] } : {};

async function signInToken(harness: StepHarness): Promise<string> {
  const result = await harness.main();
  assertSucceeded(result);
  return result.outputs['access-token'] ?? '';
}

/**
 * Returns false for faults of the clock or of the instance, because they affect all steps, and for
 * faults whose step needs inputs of its own, because it signs in at a site here, with another result.
 */
const canBeIsolated = (fault: Fault): boolean =>
  fault.path === undefined &&
  !('clock' in fault) &&
  FAULT_EXPECTATIONS[fault.name]?.inputs === undefined;

/**
 * Returns a target for the fault and inputs for the step, with a host or path that only this step
 * uses, so that the fault affects no other step.
 */
function isolatedTarget(
  fault: Fault,
  index: number,
): { options: FaultOptions; inputs: StepInputs } {
  const path = `/step${index}`;
  // Connection faults are selected by host, because the path is not known yet. Only sites have their
  // own path.
  const byHost = 'tunnel' in fault || 'certificate' in fault;
  const host = byHost ? `step${index}.my.salesforce.com` : 'acme.my.site.com';
  return {
    options: { host, path: `${path}/services/oauth2/token` },
    inputs: { 'login-url': `https://${host}${byHost ? '' : path}` },
  };
}
