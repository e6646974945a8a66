import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS } from '../../simulator/org/faults/index.ts';
import { THOROUGH } from '../helpers/thorough.ts';
import { assertFailed, assertOutcome } from './harness/assertions.ts';
import { type ExpectedOutcome, inputsFor } from './harness/expected.ts';
import { FAULT_EXPECTATIONS } from './harness/fault-expectations.ts';
import { startStepHarness } from './harness/step-harness.ts';

it('every fault of the simulator has an expectation, and every expectation belongs to a fault', () => {
  assert.deepEqual(Object.keys(FAULT_EXPECTATIONS).sort(), FAULTS.map(({ name }) => name).sort());
});

const rows = FAULTS.map(({ name, summary, layer }) => ({
  name,
  summary,
  // The connection can only be reused if the response was read to its end.
  sharesConnection: layer === 'response' && name !== 'huge-page',
  expected: FAULT_EXPECTATIONS[name] ?? { attempts: 0, reached: 0 },
}));

/** `npm cit` tests only one of the faults that have the same outcome. */
const tested = THOROUGH ? rows : oneOfEachOutcome();

describe('a step with one attempt', { concurrency: 4 }, () => {
  for (const row of tested.filter(({ expected }) => !hasDelay(expected))) defineFaultTest(row);
});

// More of these tests can run in parallel, because they mostly wait.
describe('a step with a retry', { concurrency: 8 }, () => {
  for (const row of tested.filter(({ expected }) => expected.attempts > 1)) defineFaultTest(row);
});
describe('a step without a response', { concurrency: 12 }, () => {
  for (const row of tested.filter(({ expected }) => expected.noResponse)) defineFaultTest(row);
});

function oneOfEachOutcome(): typeof rows {
  const byOutcome = new Map(rows.map((row) => [JSON.stringify(row.expected), row]));
  return [...byOutcome.values()];
}

function hasDelay({ attempts, noResponse }: ExpectedOutcome): boolean {
  return attempts > 1 || noResponse === true;
}

function defineFaultTest({
  name,
  summary,
  sharesConnection,
  expected,
}: (typeof rows)[number]): void {
  const { title, attempts, reached } = expected;
  const count = attempts === 1 ? 'one attempt' : `${attempts} attempts`;
  const outcome = title === undefined ? 'succeeds' : `fails with “${title}”`;
  it(`${outcome} after ${count} with the fault ${name}: ${summary}`, async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set(name);
    const inputs = inputsFor(expected, harness.org);
    assertOutcome(await harness.main(inputs), expected);
    assert.equal(harness.tokenRequests().length, reached, 'requests at the token endpoint');
    const requests = Math.max(attempts, reached) + (inputs['verify'] === 'true' ? 1 : 0);
    const connections = sharesConnection ? 1 : requests;
    assert.equal(harness.org.tunnels.length, connections, 'connections');
    assert.ok(
      harness.org.requests.every(({ host }) => host === 'acme.my.salesforce.com'),
      'requests to other hosts',
    );
  });
}

describe('a step that has to wait', { concurrency: 4 }, () => {
  it('fails with “Out of time” if signing never settles', async (t) => {
    const harness = await startStepHarness(t);
    // With this replacement, signing never settles, which cannot happen with the real function.
    const hangingSign = 'SubtleCrypto.prototype.sign=()=>new%20Promise(()=>{})';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${hangingSign}` };
    const result = await harness.main({ 'timeout-seconds': '1' }, { env });
    assertFailed(result, 'Out of time (timeout-seconds)');
    assert.equal(harness.org.tunnels.length, 0);
  });

  it('waits at least as long as Retry-After requires', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('429-seconds', { times: 1, ms: 2000 });
    const expected: ExpectedOutcome = { attempts: 2, reached: 2 };
    assertOutcome(await harness.main(), expected);
    const [first, second] = harness.tokenRequests();
    assert.ok((second?.timestamp ?? 0) - (first?.timestamp ?? 0) >= 2000);
  });

  it('signs a new assertion for each attempt', async (t) => {
    const harness = await startStepHarness(t);
    harness.org.faults.set('503-retry-after', { times: 2, ms: 1000 });
    assertOutcome(await harness.main(), { attempts: 3, reached: 3 });
    assert.equal(new Set(harness.tokenRequests().map(({ body }) => body)).size, 3);
  });
});
