/**
 * Many steps against one org, a random fault each. Takes minutes, and so it is not part of
 * `npm test`. SOAK_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import { FAULTS, type Fault } from '../../simulator/org/faults/all.ts';
import type { FaultOptions } from '../../simulator/org/faults/types.ts';
import { inputsFor } from '../../simulator/scenes/expected.ts';
import { MATRIX } from '../../simulator/scenes/matrix.ts';
import { assertOutcome, assertSucceeded } from '../../simulator/scenes/outcome.ts';
import { type Inputs, openScene, type Scene } from '../../simulator/scenes/scene.ts';

const CONSECUTIVE = 200;
const PARALLEL = 20;
const LONGEST_MS = 6 * 60_000;
/** Twenty steps start slowly together; a request must get out all the same before time is up. */
const PATIENCE = { 'timeout-seconds': '15' };

const seed = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));

/** Mulberry32: small, and the same for the same seed everywhere. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const draw = (faults: readonly Fault[]): Fault =>
  faults[Math.floor(random() * faults.length)] ?? assert.fail('no fault to draw');

/** Runs a step with a fault, and says which one it was if it does not end as specified. */
async function meet(scene: Scene, { name }: Fault, where: Inputs = {}): Promise<void> {
  const expected = MATRIX[name] ?? assert.fail(`no row for ${name}`);
  try {
    assertOutcome(await scene.main({ ...inputsFor(expected, scene.org), ...where }), expected);
  } catch (error) {
    throw new Error(`the step that met ${name} (SOAK_SEED=${seed})`, { cause: error });
  }
}

describe(`soak with SOAK_SEED=${seed}`, { timeout: LONGEST_MS }, () => {
  it(`${CONSECUTIVE} steps, one after the other, end as specified`, async (t) => {
    const scene = await openScene(t);
    const before = await tokenOf(scene);
    for (let step = 0; step < CONSECUTIVE; step++) {
      const fault = draw(FAULTS);
      scene.org.faults.set(fault.name);
      await meet(scene, fault);
      scene.org.faults.clear();
    }
    assert.equal(await tokenOf(scene), before, 'the session that they share has survived');
    assert.equal(scene.org.sessions.size, 1);
  });

  it(`${PARALLEL} steps at the same time end as specified`, async (t) => {
    const scene = await openScene(t);
    const before = await tokenOf(scene);
    const faults = Array.from({ length: PARALLEL }, () => draw(FAULTS.filter(isFamiliar)));
    const steps = faults.map((fault, index) => {
      const { options, where } = ownCorner(fault, index);
      scene.org.faults.set(fault.name, options);
      return meet(scene, fault, MATRIX[fault.name]?.silent ? { ...where, ...PATIENCE } : where);
    });
    // All of them, so that none is still running when the org is closed.
    const ended = await Promise.allSettled(steps);
    const failed = ended.flatMap((step) => (step.status === 'rejected' ? [step.reason] : []));
    assert.deepEqual(failed, []);
    scene.org.faults.clear();
    assert.equal(await tokenOf(scene), before, 'the session that they share has survived');
  });
});

async function tokenOf(scene: Scene): Promise<string> {
  const result = await scene.main();
  assertSucceeded(result);
  return result.outputs['access-token'] ?? '';
}

/** Faults that strike where all steps pass (the clock, the instance) cannot be had by one alone. */
const isFamiliar = (fault: Fault): boolean => fault.path === undefined && !('clock' in fault);

/** A host or a path that only one step uses, so that its fault strikes no other. */
function ownCorner(fault: Fault, index: number): { options: FaultOptions; where: Inputs } {
  const path = `/step${index}`;
  // Before there is a connection, nobody sees a path; afterwards, only a site has one of its own.
  const byHost = 'tunnel' in fault || 'certificate' in fault;
  const host = byHost ? `step${index}.my.salesforce.com` : 'acme.my.site.com';
  return {
    options: { host, path: `${path}/services/oauth2/token` },
    where: { 'login-url': `https://${host}${byHost ? '' : path}` },
  };
}
