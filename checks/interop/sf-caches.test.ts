/** Checks that the post step removes the token from every file in which `sf` commands leave it. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type InteropJob, startJob } from './job.ts';
import { filesContaining } from './traces.ts';

const CSV_FILE = ['--file', 'accounts.csv'];
const ACCOUNTS = ['--sobject', 'Account'];
const QUERY = ['--query', 'SELECT Id, Name FROM Account', '--output-file', 'out.csv'];

/**
 * Commands that do not wait for their result, and the names of the cache files in which they
 * remember the org to ask for it.
 */
const COMMANDS = [
  ['data import bulk', [...CSV_FILE, ...ACCOUNTS], 'bulk-data-import'],
  ['data export bulk', QUERY, 'bulk-data-export'],
  ['data update bulk', [...CSV_FILE, ...ACCOUNTS], 'bulk-data-update'],
  ['data upsert bulk', [...CSV_FILE, ...ACCOUNTS, '--external-id', 'Id'], 'bulk-data-upsert'],
  ['data delete bulk', [...CSV_FILE, ...ACCOUNTS], 'bulk-data-delete'],
  ['org create scratch', ['--edition', 'developer', '--async'], 'scratch-create'],
  ['project deploy start', ['--source-dir', 'force-app', '--async'], 'deploy'],
] as const;

const OTHER_JOB = { someone: { username: 'someone@else.example', timestamp: '2099-01-01T00:00Z' } };

describe('the files in which the Salesforce CLI leaves the token', () => {
  let job: InteropJob;

  before(async () => {
    job = await startJob({ inputs: { 'export-env': 'true' } });
    writeFileSync(join(job.project, 'accounts.csv'), 'Id,Name\n001000000000001AAA,Acme\n');
  });
  after(() => job.close());

  for (const [command, args, name] of COMMANDS) {
    it(`include ${name}-cache.json after sf ${command}`, async () => {
      const env = { ...job.step.env, SF_TARGET_DEV_HUB: job.token };
      // The exit code does not matter: upsert and delete try to read a result that the simulator does
      // not have yet.
      const { log } = await job.sf([...command.split(' '), ...args], env);
      assert.ok(filesContaining(job.home, job.token).includes(`.sf/${name}-cache.json`), log);
    });
  }

  it('are only the cache files of commands that do not wait for their result', () => {
    const expected = COMMANDS.map(([, , name]) => `.sf/${name}-cache.json`).sort();
    assert.deepEqual(filesContaining(job.home, job.token), expected);
  });

  it('no longer contain the token after the post step, but keep the entries of other jobs', async () => {
    const files = COMMANDS.map(([, , name]) => join(job.home, '.sf', `${name}-cache.json`));
    for (const file of files) {
      const entries = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ ...entries, ...OTHER_JOB }));
    }
    const post = await job.post();
    assert.equal(post.exitCode, 0, post.log);
    assert.equal(post.log.match(/^Removed the access token from /gm)?.length, files.length);
    assert.deepEqual(filesContaining(job.home, job.token), []);
    for (const file of files) assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), OTHER_JOB);
  });
});
