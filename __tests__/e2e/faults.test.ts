import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FAULTS } from '../../simulator/org/faults/index.ts';
import { assertFailed, assertOutcome } from './harness/assertions.ts';
import { type ExpectedOutcome, inputsFor } from './harness/expected.ts';
import { FAULT_EXPECTATIONS } from './harness/fault-expectations.ts';
import { startStepHarness } from './harness/step-harness.ts';

it('every fault that the org knows has a row, and no row is left over', () => {
  assert.deepEqual(Object.keys(FAULT_EXPECTATIONS).sort(), FAULTS.map(({ name }) => name).sort());
});

const rows = FAULTS.map(({ name, summary }) => ({
  name,
  summary,
  expected: FAULT_EXPECTATIONS[name] ?? { attempts: 0, reached: 0 },
}));

describe('a step that is answered once, well or badly', { concurrency: 4 }, () => {
  for (const row of rows.filter(({ expected }) => !hasDelay(expected))) defineFaultTest(row);
});

// They wait rather than work, and so they may wait together.
describe('a step that tries again', { concurrency: 8 }, () => {
  for (const row of rows.filter(({ expected }) => expected.attempts > 1)) defineFaultTest(row);
});
describe('a step that is not answered', { concurrency: 12 }, () => {
  for (const row of rows.filter(({ expected }) => expected.noResponse)) defineFaultTest(row);
});

function hasDelay({ attempts, noResponse }: ExpectedOutcome): boolean {
  return attempts > 1 || noResponse === true;
}

function defineFaultTest({ name, summary, expected }: (typeof rows)[number]): void {
  const { title, attempts, reached } = expected;
  const frequency = attempts === 1 ? 'once' : `${attempts} times`;
  const outcome = title === undefined ? 'succeeds' : `fails with “${title}”`;
  it(`${name} (${summary}) ${outcome}, tried ${frequency}`, async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set(name);
    const inputs = inputsFor(expected, harness.org);
    assertOutcome(await harness.main(inputs), expected);
    assert.equal(harness.tokenRequests().length, reached, 'requests at the token endpoint');
    const connections = Math.max(attempts, reached) + (inputs['verify'] === 'true' ? 1 : 0);
    assert.equal(harness.org.tunnels.length, connections, 'connections');
    assert.ok(
      harness.org.requests.every(({ host }) => host === 'acme.my.salesforce.com'),
      'requests to other hosts',
    );
  });
}

describe('a step that waits', { concurrency: 4 }, () => {
  it('ends by itself when the proxy never answers, and says so', async (t: TestContext) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('proxy-stalls');
    const result = await harness.main({ 'timeout-seconds': '1' });
    assertFailed(result, 'ETIMEDOUT: no answer in time');
    assert.ok(result.milliseconds < 30_000, 'far more than the second that it had');
  });

  it('ends although a promise never settles', async (t) => {
    const harness = await startStepHarness(t);
    // Signing hangs, as nothing in the step itself does.
    const hangingSign = 'SubtleCrypto.prototype.sign=()=>new%20Promise(()=>{})';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${hangingSign}` };
    const result = await harness.main({ 'timeout-seconds': '1' }, { env });
    assertFailed(result, 'Out of time (timeout-seconds)');
    assert.equal(harness.org.tunnels.length, 0);
  });

  it('waits at least as long as Retry-After asks for', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('429-seconds', { times: 1, ms: 2000 });
    const expected: ExpectedOutcome = { attempts: 2, reached: 2 };
    assertOutcome(await harness.main(), expected);
    const [first, second] = harness.tokenRequests();
    assert.ok((second?.timestamp ?? 0) - (first?.timestamp ?? 0) >= 2000);
  });

  it('signs anew for each attempt', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('503-retry-after', { times: 2, ms: 1000 });
    assertOutcome(await harness.main(), { attempts: 3, reached: 3 });
    assert.equal(new Set(harness.tokenRequests().map(({ body }) => body)).size, 3);
  });
});
