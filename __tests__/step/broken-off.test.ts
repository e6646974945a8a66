/** A job that is cancelled: the runner sends SIGINT, then SIGTERM, while a request is out. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { startOrg } from '../../simulator/org/org.ts';
import { ROOT } from '../../simulator/runner/action.ts';
import { type CommandFile, readCommandFile } from '../../simulator/runner/command-files.ts';
import { stepEnvironment } from '../../simulator/runner/environment.ts';
import { makeFolder } from '../helpers/folders.ts';

const FILES: readonly CommandFile[] = [
  'GITHUB_OUTPUT',
  'GITHUB_ENV',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
];
const key = makeAppKey();

/** Starts one of the two scripts at an org that never answers, and gives it a signal meanwhile. */
async function breakOff(t: TestContext, part: 'main' | 'post', signal: NodeJS.Signals) {
  const asked = Promise.withResolvers<void>();
  const org = await startOrg({
    certificatePem: key.certificatePem,
    onRequest: () => asked.resolve(),
  });
  t.after(() => org.close());
  org.faults.set('stalled-head', part === 'post' ? { path: '/services/oauth2/revoke' } : {});
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
  const folder = makeFolder('broken-off');
  const plan = { env: org.environment(), ...(part === 'main' ? { inputs } : { state }) };
  const child = spawn(process.execPath, [join(ROOT, `src/${part}.ts`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: stepEnvironment(folder, plan),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  }
  const ended = Promise.withResolvers<[code: number | null, by: NodeJS.Signals | null]>();
  child.once('close', (code, by) => ended.resolve([code, by]));
  await asked.promise;
  child.kill(signal);
  const [code, by] = await ended.promise;
  const written = FILES.map((name) => readCommandFile(folder, name)).join('');
  return { code, by, said, written };
}

describe('a signal while a request is out', { concurrency: 2 }, () => {
  const skip = process.platform === 'win32' && 'Windows knows no signals';
  for (const part of ['main', 'post'] as const) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`ends ${part} at once, with nothing half done: ${signal}`, { skip }, async (t) => {
        const { code, by, said, written } = await breakOff(t, part, signal);
        assert.deepEqual([code, by, written], [null, signal, '']);
        const shown = said.replace(/^::(add-mask|debug)::.*\r?\n/gm, '');
        assert.equal(shown, '', 'no more than masks and debug lines');
      });
    }
  }
});
