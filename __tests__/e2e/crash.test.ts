/**
 * When a job is canceled, the runner sends SIGINT and then SIGTERM, possibly while a request is
 * pending.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { startOrg } from '../../simulator/org/org.ts';
import { ROOT } from '../../support/runner/action.ts';
import { type CommandFileVariable, readCommandFile } from '../../support/runner/command-files.ts';
import { stepEnvironment } from '../../support/runner/environment.ts';
import { makeFolder } from '../helpers/folders.ts';

const FILES: readonly CommandFileVariable[] = [
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
];
const key = makeAppKey();

/** Runs main or post, and sends a signal to the process while its request to the org is pending. */
async function interruptStep(t: TestContext, entryPoint: 'main' | 'post', signal: NodeJS.Signals) {
  const requestReceived = Promise.withResolvers<void>();
  const org = await startOrg({
    certificatePem: key.certificatePem,
    onRequest: () => requestReceived.resolve(),
  });
  t.after(() => org.close());
  org.faults.set('stalled-head', entryPoint === 'post' ? { path: '/services/oauth2/revoke' } : {});
  const inputs = {
    'consumer-key': org.app.consumerKey,
    'private-key': key.privateKeyPem,
    username: 'ci@acme.com',
    'login-url': 'https://acme.my.salesforce.com',
    'export-env': 'true',
    'revoke-token': 'true',
  };
  const state = {
    'access-token': '00D000000000062!AQEAQJ.kd_83jx',
    'instance-url': 'https://acme.my.salesforce.com',
  };
  const folder = makeFolder('interrupted');
  const options = { env: org.environment(), ...(entryPoint === 'main' ? { inputs } : { state }) };
  const child = spawn(process.execPath, [join(ROOT, `src/${entryPoint}.ts`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: stepEnvironment(folder, options),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const exited = Promise.withResolvers<[code: number | null, signal: NodeJS.Signals | null]>();
  child.once('close', (code, closeSignal) => exited.resolve([code, closeSignal]));
  await requestReceived.promise;
  child.kill(signal);
  const [code, signalName] = await exited.promise;
  const written = FILES.map((name) => readCommandFile(folder, name)).join('');
  return { code, signalName, output, written };
}

describe('a signal during a request', { concurrency: 2 }, () => {
  const skip = process.platform === 'win32' && 'Windows has no signals';
  for (const entryPoint of ['main', 'post'] as const) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`ends ${entryPoint} without partial output: ${signal}`, {
        skip,
      }, async (t) => {
        const { code, signalName, output, written } = await interruptStep(t, entryPoint, signal);
        assert.deepEqual([code, signalName, written], [null, signal, '']);
        const visibleOutput = output.replace(/^::(add-mask|debug)::.*\r?\n/gm, '');
        assert.equal(visibleOutput, '', 'only masks and debug lines');
      });
    }
  }
});
