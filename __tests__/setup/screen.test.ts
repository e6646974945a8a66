import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { makeScreen } from '../../setup/screen.ts';
import { makeSecrets } from '../../setup/secrets.ts';
import type { World } from '../../setup/world.ts';

interface Seen {
  readonly world: World;
  readonly out: () => string;
  readonly wheel: () => string;
}

function see({ isTerminal, answer = '' }: { isTerminal: boolean; answer?: string }): Seen {
  const written = { stdout: '', stderr: '' };
  let clock = 0;
  const never = () => Promise.reject(new Error('not here'));
  const world: World = {
    env: {},
    folder: '.',
    temporary: '.',
    isTerminal,
    run: never,
    signIn: never,
    makeKeys: never,
    pause: never,
    ask: async () => answer,
    now() {
      clock += 1000;
      return clock;
    },
    write(stream, text) {
      written[stream] += text;
    },
    shield: () => undefined,
  };
  return { world, out: () => written.stdout, wheel: () => written.stderr };
}

const loud = { yes: false, silent: false };

describe('a step on the screen', () => {
  it('is one line when it ends', async () => {
    const { world, out, wheel } = see({ isTerminal: false });
    const screen = makeScreen(world, makeSecrets(), loud);
    const value = await screen.step('Org', async () => ({ said: 'Acme', value: 1 }));
    assert.equal(value, 1);
    assert.equal(out(), '✓ Org           Acme\n');
    assert.equal(wheel(), '');
    assert.deepEqual(screen.told, [{ step: 'Org', result: 'Acme', milliseconds: 1000 }]);
  });

  it('that fails is one, too', async () => {
    const { world, out } = see({ isTerminal: false });
    const screen = makeScreen(world, makeSecrets(), loud);
    const failing = screen.step('Org', () => Promise.reject(new Error('no')));
    await assert.rejects(failing, /no/);
    assert.equal(out(), '✗ Org\n');
    assert.equal(screen.told[0]?.failed, true);
  });

  it('turns a wheel in a terminal, tells the time, and wipes it away', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const { world, wheel } = see({ isTerminal: true });
    const screen = makeScreen(world, makeSecrets(), loud);
    await screen.step('Sign-in', async (progress) => {
      progress('waiting for Salesforce');
      mock.timers.tick(240);
      return { said: 'done', value: undefined };
    });
    mock.timers.reset();
    assert.match(wheel(), /⠋ Sign-in {7}0:0\d waiting for Salesforce/);
    assert.ok(wheel().endsWith('\r\u001B[K'));
  });

  it('stands still while somebody else has the terminal', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const { world, wheel } = see({ isTerminal: true });
    const screen = makeScreen(world, makeSecrets(), loud);
    await screen.step('Org', async () => {
      await screen.aside(async () => {
        const before = wheel();
        mock.timers.tick(1200);
        assert.equal(wheel(), before);
      });
      mock.timers.tick(120);
      return { said: 'Acme', value: undefined };
    });
    mock.timers.reset();
    assert.match(wheel(), /⠋ Org/);
  });

  it('says nothing when a program listens', async () => {
    const { world, out } = see({ isTerminal: false });
    const screen = makeScreen(world, makeSecrets(), { yes: true, silent: true });
    await screen.step('Org', async () => ({ said: 'Acme', value: 1 }));
    assert.equal(out(), '');
    assert.equal(screen.told.length, 1);
  });
});

describe('a question', () => {
  for (const [answer, expected] of [
    ['y', true],
    ['YES', true],
    ['', false],
    ['no', false],
  ] as const) {
    it(`answered with "${answer}" is a ${expected}`, async () => {
      const { world } = see({ isTerminal: true, answer });
      assert.equal(await makeScreen(world, makeSecrets(), loud).confirm('Continue?'), expected);
    });
  }

  it('is not asked after --yes', async () => {
    const { world } = see({ isTerminal: true, answer: 'no' });
    assert.ok(await makeScreen(world, makeSecrets(), { yes: true, silent: false }).confirm('?'));
  });
});
