import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setDefaultCACertificates } from 'node:tls';
import type { SetupRuntime } from '../../setup/runtime.ts';
import { realRuntime } from '../../src/runtime.ts';
import { run } from '../../src/sign-in.ts';
import type { WorkflowCommand } from '../../support/runner/commands.ts';
import { runStep, type StepResult } from '../../support/runner/step.ts';
import { type CoreCall, fakeCore } from '../helpers/fake-core.ts';
import { commandFiles } from '../helpers/fake-runtime.ts';

const trustedAuthorities = new Set<string>();
const NAMES: Readonly<Record<string, string>> = { mask: 'add-mask' };

/**
 * Runs the source of the action in this process, which is much faster than the built action in a
 * process of its own. Returns what setup reads from the result.
 */
export const signInInProcess: SetupRuntime['signIn'] = async (inputs, env) => {
  const core = fakeCore(inputs);
  const files = commandFiles();
  if (env['NODE_EXTRA_CA_CERTS']) trustAuthority(env['NODE_EXTRA_CA_CERTS']);
  const home = mkdtempSync(join(tmpdir(), 'sign-in-home-'));
  try {
    const exitCode = await run({
      ...realRuntime,
      core,
      env: { ...env, ...files.env },
      home: () => home,
      // The tests do not need the pauses between attempts.
      sleep: (milliseconds, signal) => realRuntime.sleep(signal ? milliseconds : 0, signal),
    });
    const commands = core.calls.map(toCommand);
    return {
      inputs,
      exitCode,
      commands,
      stdout: '',
      stderr: '',
      annotations: [],
      outputs: files.values('output'),
      env: files.values('env'),
      state: files.values('state'),
      summary: '',
      log: core.calls.map((call) => call.at(-1) ?? '').join('\n'),
      files: {},
      milliseconds: 0,
    } satisfies StepResult;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

/** Runs the built action, as the command does. */
export const signInWithBuiltAction: SetupRuntime['signIn'] = (inputs, env) =>
  runStep('main', { inputs, env });

/** Trusts the authority of the file, as NODE_EXTRA_CA_CERTS does for a new process. */
function trustAuthority(path: string): void {
  const pem = readFileSync(path, 'utf8');
  if (trustedAuthorities.has(pem)) return;
  trustedAuthorities.add(pem);
  setDefaultCACertificates([...trustedAuthorities]);
}

function toCommand([call, ...args]: CoreCall): WorkflowCommand {
  const [first = '', second] = args;
  return {
    name: NAMES[call] ?? call,
    properties: second === undefined ? {} : { title: first },
    message: second ?? first,
  };
}
