import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { soqlString } from '../../setup/sf.ts';
import { createHarness } from './harness.ts';

describe('a string in SOQL', () => {
  it('has escaped quotes and backslashes', () => {
    assert.equal(soqlString("O'Neil\\"), "'O\\'Neil\\\\'");
  });

  it('is escaped in every query for the user', async (t) => {
    const harness = await createHarness(t);
    const { stderr } = await harness.run('--org', 'prod', '--user', 'ci@acme\\', '--yes');
    assert.match(stderr, /no user ci@acme\\ in Acme/);
    const queries = harness.commands
      .map(({ args }) => args.join(' '))
      .filter((command) => command.includes('ci@acme'));
    assert.equal(queries.length, 2);
    for (const query of queries) assert.match(query, /'ci@acme\\\\(\.%)?'/);
  });
});
