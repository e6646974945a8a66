import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FAULTS } from '../../simulator/org/faults/all.ts';
import { type Expected, inputsFor } from '../../simulator/scenes/expected.ts';
import { MATRIX } from '../../simulator/scenes/matrix.ts';
import { assertFailed, assertOutcome } from '../../simulator/scenes/outcome.ts';
import { openScene } from '../../simulator/scenes/scene.ts';

it('every fault that the org knows has a row, and no row is left over', () => {
  assert.deepEqual(Object.keys(MATRIX).sort(), FAULTS.map(({ name }) => name).sort());
});

const rows = FAULTS.map(({ name, summary }) => ({
  name,
  summary,
  expected: MATRIX[name] ?? { tries: 0, reached: 0 },
}));

describe('a step that is answered once, well or badly', { concurrency: 4 }, () => {
  for (const row of rows.filter(({ expected }) => !waits(expected))) meet(row);
});

// They wait rather than work, and so they may wait together.
describe('a step that tries again', { concurrency: 8 }, () => {
  for (const row of rows.filter(({ expected }) => expected.tries > 1)) meet(row);
});
describe('a step that is not answered', { concurrency: 12 }, () => {
  for (const row of rows.filter(({ expected }) => expected.silent)) meet(row);
});

function waits({ tries, silent }: Expected): boolean {
  return tries > 1 || silent === true;
}

function meet({ name, summary, expected }: (typeof rows)[number]): void {
  const { title, tries, reached } = expected;
  const often = tries === 1 ? 'once' : `${tries} times`;
  const ending = title === undefined ? 'succeeds' : `fails with “${title}”`;
  it(`${name} (${summary}) ${ending}, tried ${often}`, async (t) => {
    const scene = await openScene(t);
    scene.org.faults.set(name);
    const inputs = inputsFor(expected, scene.org);
    assertOutcome(await scene.main(inputs), expected);
    assert.equal(scene.exchanges().length, reached, 'requests at the token endpoint');
    const connections = Math.max(tries, reached) + (inputs['verify'] === 'true' ? 1 : 0);
    assert.equal(scene.org.tunnels.length, connections, 'connections');
    assert.ok(
      scene.org.requests.every(({ host }) => host === 'acme.my.salesforce.com'),
      'nothing went to a stranger',
    );
  });
}

describe('a step that waits', { concurrency: 4 }, () => {
  it('ends by itself when the proxy never answers, and says so', async (t: TestContext) => {
    const scene = await openScene(t);
    scene.org.faults.set('proxy-stalls');
    const result = await scene.main({ 'timeout-seconds': '1' });
    assertFailed(result, 'ETIMEDOUT: no answer in time');
    assert.ok(result.milliseconds < 30_000, 'far more than the second that it had');
  });

  it('ends although a promise never settles', async (t) => {
    const scene = await openScene(t);
    // Signing hangs, as nothing in the step itself does.
    const hang = 'SubtleCrypto.prototype.sign=()=>new%20Promise(()=>{})';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${hang}` };
    const result = await scene.main({ 'timeout-seconds': '1' }, { env });
    assertFailed(result, 'Out of time (timeout-seconds)');
    assert.equal(scene.org.tunnels.length, 0);
  });

  it('waits at least as long as Retry-After asks for', async (t) => {
    const scene = await openScene(t);
    scene.org.faults.set('429-seconds', { times: 1, ms: 2000 });
    const waits: Expected = { tries: 2, reached: 2 };
    assertOutcome(await scene.main(), waits);
    const [first, second] = scene.exchanges();
    assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 2000);
  });

  it('signs anew for each attempt', async (t) => {
    const scene = await openScene(t);
    scene.org.faults.set('503-retry-after', { times: 2, ms: 1000 });
    assertOutcome(await scene.main(), { tries: 3, reached: 3 });
    assert.equal(new Set(scene.exchanges().map(({ body }) => body)).size, 3);
  });
});
