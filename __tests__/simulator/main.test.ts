import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FAULTS } from '../../simulator/org/faults/index.ts';
import { REFUSALS } from '../../simulator/org/refusals/index.ts';

const PROGRAM = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url));

function start(...args: readonly string[]): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  after(() => child.kill());
  assert.ok(child.stdout);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' });

describe('npm run org', () => {
  it('prints the connection details as one line of JSON', async () => {
    const { child, lines } = start('--json', '--fault', '418', '--times', '1');
    const details = JSON.parse((await lines.next()).value);
    assert.match(readFileSync(details.privateKeyPath, 'utf8'), /BEGIN PRIVATE KEY/);
    if (process.platform !== 'win32') {
      assert.equal(statSync(details.privateKeyPath).mode & 0o777, 0o600);
    }
    assert.equal(details.environment.NODE_EXTRA_CA_CERTS, details.caPath);
    assert.equal(details.loginUrl, 'https://acme.my.salesforce.com');
    const url = `${details.httpUrl}/services/oauth2/token`;
    assert.equal((await fetch(url, { method: 'POST' })).status, 418);
    assert.equal((await fetch(url, { method: 'POST' })).status, 400);
    child.kill('SIGTERM');
    await once(child, 'exit');
    // On Windows, a process cannot handle SIGTERM, so it deletes nothing.
    if (process.platform !== 'win32') assert.ok(!existsSync(details.privateKeyPath));
  });

  it('prints export lines for a shell and logs requests', async () => {
    const { lines } = start();
    let line = '';
    let httpUrl = '';
    while (!line.startsWith('#')) {
      line = (await lines.next()).value;
      httpUrl = /^export ORG_HTTP_URL='(.*)'$/.exec(line)?.[1] ?? httpUrl;
    }
    const body = new URLSearchParams({ token: 'very-secret' });
    await fetch(`${httpUrl}/services/oauth2/revoke?x=very-secret`, { method: 'POST', body });
    const logged = (await lines.next()).value;
    assert.match(logged, /POST 127\.0\.0\.1:\d+\/services\/oauth2\/revoke → 400 invalid_token/);
    assert.ok(!logged.includes('very-secret'));
  });

  it('prints a token with which an administrator can read the reason for the refusal that --refusal sets', async () => {
    const { lines } = start('--json', '--refusal', 'user-frozen');
    const { administratorToken, httpUrl } = JSON.parse((await lines.next()).value);
    const soql =
      "SELECT Action, CreatedBy.Username FROM SetupAuditTrail WHERE Action = 'frozeuser'";
    const url = `${httpUrl}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${administratorToken}` },
    });
    const { records } = (await response.json()) as { records: { Action: string }[] };
    assert.deepEqual(
      records.map(({ Action }) => Action),
      ['frozeuser'],
    );
  });

  it('lists all refusals and rejects an unknown one', () => {
    const list = run('--list-refusals').stdout.trim().split('\n');
    assert.equal(list.length, REFUSALS.length);
    const { status, stderr } = run('--refusal', 'user-bored');
    assert.equal(status, 2);
    assert.match(stderr, /There is no refusal named user-bored/);
  });

  it('lists all faults and rejects an unknown one', () => {
    const list = run('--list-faults').stdout.trim().split('\n');
    assert.equal(list.length, FAULTS.length);
    const unknownFault = run('--fault', 'nonsense');
    assert.equal(unknownFault.status, 2);
    assert.match(unknownFault.stderr, /There is no fault named nonsense/);
    assert.match(run('--help').stdout, /--list-faults/);
  });
});
