import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { post, startFixture } from '../../../helpers/org-fixture.ts';

const PATH = '/services/data/v66.0/graphql';

const queryFor = (object: string) =>
  `query Accounts { uiapi { query { ${object} { edges { node { Id Name { value } } } } } } }`;

describe('the GraphQL API', () => {
  it('returns the requested fields in the format of the UI API', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const response = await post(fixture, PATH, token, { query: queryFor('Account(first: 1)') });
    assert.deepEqual(JSON.parse(response.body), {
      data: {
        uiapi: {
          query: {
            Account: { edges: [{ node: { Id: '0015g00000AcmeAAAX', Name: { value: 'Acme' } } }] },
          },
        },
      },
      errors: [],
    });
  });

  it('returns the errors of a query with HTTP 200, like every GraphQL service', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    for (const [query, expected] of [
      [queryFor('Accounts'), /Accounts/],
      ['{ uiapi }', /Invalid Syntax/],
    ] as const) {
      const { status, body } = await post(fixture, PATH, token, { query });
      const { data, errors } = JSON.parse(body);
      assert.deepEqual([status, data], [200, null]);
      assert.match(errors[0].message, expected);
    }
    assert.equal((await post(fixture, PATH, 'dead', { query: queryFor('Account') })).status, 401);
  });
});
