import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClientResponse } from '../../../../simulator/client.ts';
import {
  get,
  MY_DOMAIN_URL,
  type OrgFixture,
  responseFields,
  startFixture,
} from '../../../helpers/org-fixture.ts';

const select = (
  fixture: OrgFixture,
  token: string,
  soql: string,
  host = MY_DOMAIN_URL,
): Promise<ClientResponse> =>
  get(fixture, `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, token, host);

describe('a SOQL query', () => {
  it('returns the selected columns', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const organization = await select(fixture, token, 'SELECT Id, issandbox FROM Organization');
    const { orgId } = fixture.org.tenants[0] ?? {};
    const url = `/services/data/v66.0/sobjects/Organization/${orgId}`;
    assert.deepEqual(responseFields(organization), {
      totalSize: 1,
      done: true,
      records: [{ attributes: { type: 'Organization', url }, Id: orgId, IsSandbox: false }],
    });
    const byName = "SELECT Id FROM User WHERE Username = 'ci@acme.com'";
    assert.equal(responseFields(await select(fixture, token, byName)).totalSize, 1);
    const byId = `SELECT Name FROM Account WHERE Id='${'0015g00000AcmeA'}' LIMIT 5`;
    assert.equal(responseFields(await select(fixture, token, byId)).totalSize, 1);
    assert.equal(
      responseFields(await select(fixture, token, 'SELECT COUNT() FROM Account')).totalSize,
      3,
    );
  });

  it('is rejected with the error code of Salesforce if it is invalid', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const codes = {
      'SELECT Id FROM SourceMember LIMIT 1': 'INVALID_TYPE',
      'SELECT Colour FROM Account': 'INVALID_FIELD',
      'DELETE EVERYTHING': 'MALFORMED_QUERY',
    };
    for (const [soql, code] of Object.entries(codes)) {
      const response = await select(fixture, token, soql);
      assert.equal(response.status, 400);
      assert.equal(JSON.parse(response.body)[0].errorCode, code);
    }
  });
});
