import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it, mock } from 'node:test';
import { createRedactor } from '../../setup/redactor.ts';
import { type SetupRuntime, terminalColumns } from '../../setup/runtime.ts';
import { createTerminal } from '../../setup/terminal.ts';

interface RuntimeSpy {
  readonly runtime: SetupRuntime;
  readonly out: () => string;
  readonly spinner: () => string;
}

function createRuntimeSpy({
  isTerminal,
  answer = '',
  columns = 60,
}: {
  isTerminal: boolean;
  answer?: string;
  columns?: number;
}): RuntimeSpy {
  const written = { stdout: '', stderr: '' };
  let clock = 0;
  const notCalled = () => Promise.reject(new Error('This test does not expect the call.'));
  const runtime: SetupRuntime = {
    env: {},
    folder: '.',
    systemTempFolder: '.',
    isTerminal,
    host: 'laptop',
    pid: 1,
    isRunning: () => false,
    columns: isTerminal ? columns : undefined,
    stream: recordingStream(written),
    writeFile: () => undefined,
    run: notCalled,
    signIn: notCalled,
    makeKeys: notCalled,
    pause: notCalled,
    ask: async () => answer,
    now() {
      clock += 1000;
      return clock;
    },
    write(stream, text) {
      written[stream] += text;
    },
    ignoreSignals: () => undefined,
  };
  return { runtime, out: () => written.stdout, spinner: () => written.stderr };
}

/** Returns a stream that has everything that ora needs, and that records what is written to it. */
function recordingStream(written: { stderr: string }): NodeJS.WriteStream {
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString();
  });
  const methods = {
    isTTY: true,
    columns: 60,
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
  };
  return Object.assign(stream, methods) as unknown as NodeJS.WriteStream;
}

const printing = { yes: false, silent: false };

describe('a step of setup', () => {
  it('prints one line when it ends', async () => {
    const { runtime, out, spinner } = createRuntimeSpy({ isTerminal: false });
    const terminal = createTerminal(runtime, createRedactor(), printing);
    const value = await terminal.step('Org', async () => ({ result: 'Acme', value: 1 }));
    assert.equal(value, 1);
    assert.equal(out(), '✓ Org           Acme\n');
    assert.equal(spinner(), '');
    assert.deepEqual(terminal.steps, [{ step: 'Org', result: 'Acme', milliseconds: 2000 }]);
  });

  it('prints one line when it fails', async () => {
    const { runtime, out } = createRuntimeSpy({ isTerminal: false });
    const terminal = createTerminal(runtime, createRedactor(), printing);
    const failing = terminal.step('Org', () => Promise.reject(new Error('no')));
    await assert.rejects(failing, /no/);
    assert.equal(out(), '✗ Org\n');
    assert.equal(terminal.steps[0]?.failed, true);
  });

  it('shows a spinner with the elapsed time in one line of a narrow terminal, and clears it', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const { runtime, spinner } = createRuntimeSpy({ isTerminal: true, columns: 40 });
    const terminal = createTerminal(runtime, createRedactor(), printing);
    let end = 0;
    await terminal.step('Sign-in', async (progress) => {
      progress('waiting until Salesforce knows the certificate; usually 2 to 10 minutes');
      mock.timers.tick(5000);
      end = spinner().length;
      return { result: 'done', value: undefined };
    });
    mock.timers.reset();
    const lines = spinner().slice(0, end).split('\n');
    assert.equal(lines.length, 1);
    assert.match(spinner(), /Sign-in {7}0:\d\d waiting until/);
    assert.doesNotMatch(spinner(), /usually/);
  });

  it('prints a line every half minute without a terminal', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const { runtime, spinner } = createRuntimeSpy({ isTerminal: false });
    const terminal = createTerminal(runtime, createRedactor(), printing);
    await terminal.step('Sign-in', async (progress) => {
      progress('waiting for Salesforce');
      mock.timers.tick(90_000);
      return { result: 'done', value: undefined };
    });
    mock.timers.reset();
    assert.equal(spinner().match(/^Sign-in {7}0:\d\d waiting for Salesforce$/gm)?.length, 3);
  });

  it('stops the spinner while a question or a program uses the terminal', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const { runtime, spinner } = createRuntimeSpy({ isTerminal: true });
    const terminal = createTerminal(runtime, createRedactor(), printing);
    await terminal.step('Org', async () => {
      await terminal.suspend(async () => {
        const before = spinner();
        mock.timers.tick(1200);
        assert.equal(spinner(), before);
      });
      mock.timers.tick(120);
      return { result: 'Acme', value: undefined };
    });
    mock.timers.reset();
    assert.match(spinner(), /Org/);
  });

  it('prints nothing in silent mode', async () => {
    const { runtime, out } = createRuntimeSpy({ isTerminal: false });
    const terminal = createTerminal(runtime, createRedactor(), { yes: true, silent: true });
    await terminal.step('Org', async () => ({ result: 'Acme', value: 1 }));
    assert.equal(out(), '');
    assert.equal(terminal.steps.length, 1);
  });
});

describe('Terminal.confirm', () => {
  for (const [answer, expected] of [
    ['y', true],
    ['YES', true],
    ['', false],
    ['no', false],
  ] as const) {
    it(`returns ${expected} for the answer "${answer}"`, async () => {
      const { runtime } = createRuntimeSpy({ isTerminal: true, answer });
      assert.equal(
        await createTerminal(runtime, createRedactor(), printing).confirm('Continue?'),
        expected,
      );
    });
  }

  it('returns true with --yes without asking', async () => {
    const { runtime } = createRuntimeSpy({ isTerminal: true, answer: 'no' });
    assert.ok(
      await createTerminal(runtime, createRedactor(), { yes: true, silent: false }).confirm('?'),
    );
  });
});

describe('terminalColumns', () => {
  it('returns the number of columns of a terminal', () =>
    assert.equal(terminalColumns({ isTTY: true, columns: 40 }, 'xterm'), 40));

  it('returns undefined if the number is 0, if the terminal is dumb, or if there is no terminal', () => {
    assert.equal(terminalColumns({ isTTY: true, columns: 0 }, 'xterm'), undefined);
    assert.equal(terminalColumns({ isTTY: true, columns: 40 }, 'dumb'), undefined);
    assert.equal(terminalColumns({ columns: 40 }, undefined), undefined);
  });
});
