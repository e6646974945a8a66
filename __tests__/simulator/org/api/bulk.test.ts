import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendRequest } from '../../../../simulator/client.ts';
import {
  get,
  MY_DOMAIN_URL,
  type OrgFixture,
  post,
  startFixture,
} from '../../../helpers/org-fixture.ts';

const JOBS = '/services/data/v66.0/jobs';

const send = (
  { org }: OrgFixture,
  token: string,
  { method, path, body }: { method: string; path: string; body: string },
) =>
  sendRequest(org, `${MY_DOMAIN_URL}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    body,
  });

describe('Bulk API 2.0', () => {
  it('processes a CSV after its job is closed, and counts the rows', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const job = { object: 'Account', operation: 'insert' };
    const { id } = JSON.parse((await post(fixture, `${JOBS}/ingest`, token, job)).body);
    const path = `${JOBS}/ingest/${id}`;
    const csv = 'Name\nUmbrella\nHooli\n';
    const data = { method: 'PUT', path: `${path}/batches`, body: csv };
    assert.equal((await send(fixture, token, data)).status, 201);
    assert.equal(JSON.parse((await get(fixture, path, token)).body).state, 'Open');
    const close = { method: 'PATCH', path, body: '{"state":"UploadComplete"}' };
    assert.equal(JSON.parse((await send(fixture, token, close)).body).state, 'UploadComplete');
    const completed = JSON.parse((await get(fixture, path, token)).body);
    assert.deepEqual([completed.state, completed.numberRecordsProcessed], ['JobComplete', 2]);
    assert.match((await get(fixture, `${path}/successfulResults`, token)).body, /Hooli/);
    assert.match(
      (await get(fixture, `${path}/failedResults`, token)).body,
      /^"sf__Id","sf__Error"/,
    );
  });

  it('returns the result of a query as CSV, and rejects an invalid query as REST does', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const query = (query: string) =>
      post(fixture, `${JOBS}/query`, token, { operation: 'query', query });
    const { id } = JSON.parse((await query('SELECT Id, Name FROM Account LIMIT 2')).body);
    const path = `${JOBS}/query/${id}`;
    assert.equal(JSON.parse((await get(fixture, path, token)).body).state, 'JobComplete');
    const results = await get(fixture, `${path}/results`, token);
    assert.equal(results.headers['sforce-numberofrecords'], '2');
    assert.match(results.body, /^"Id","Name"\n"0015g00000AcmeAAAX","Acme"\n/);
    assert.match((await query('SELECT Color FROM Account')).body, /INVALID_FIELD/);
  });

  it('rejects a job for an unknown object', async () => {
    const fixture = await startFixture();
    const job = { object: 'Accounts', operation: 'insert' };
    const response = await post(fixture, `${JOBS}/ingest`, await fixture.token(), job);
    assert.equal(response.status, 400);
    assert.match(response.body, /Unable to find object: Accounts/);
  });

  it('shows a job only to its own org and under its own type', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const job = { object: 'Account', operation: 'insert' };
    const { id } = JSON.parse((await post(fixture, `${JOBS}/ingest`, token, job)).body);
    const uat = await fixture.signIn('ci@acme.com.uat');
    const otherOrg = await get(fixture, `${JOBS}/ingest/${id}`, uat.token, uat.instanceUrl);
    assert.equal(otherOrg.status, 404);
    for (const path of [`query/${id}`, `ingest/${id}/nothing`, 'ingest'])
      assert.equal((await get(fixture, `${JOBS}/${path}`, token)).status, 404, path);
  });
});
