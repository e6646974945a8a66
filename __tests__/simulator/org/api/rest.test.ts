import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendRequest } from '../../../../simulator/client.ts';
import {
  bearer,
  get,
  MY_DOMAIN_URL,
  responseFields,
  startFixture,
  zipOf,
} from '../../../helpers/org-fixture.ts';

describe('the REST API', () => {
  it('returns only the list of versions without a session', async () => {
    const fixture = await startFixture();
    const versions = await get(fixture, '/services/data');
    const list: { version: string }[] = JSON.parse(versions.body);
    assert.ok(list.some(({ version }) => version === '67.0'));
    const rejected = await get(fixture, '/services/data/v66.0', 'nonsense');
    assert.equal(rejected.status, 401);
    assert.deepEqual(JSON.parse(rejected.body), [
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
  });

  it('accepts a token only in its own org', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const sandbox = 'https://acme--uat.sandbox.my.salesforce.com';
    assert.equal((await get(fixture, '/services/data/v66.0', token, sandbox)).status, 401);
    const generic = 'https://login.salesforce.com';
    const wrongHost = await get(fixture, '/services/data/v66.0', token, generic);
    assert.match(wrongHost.body, /Destination URL not reset/);
    assert.equal((await get(fixture, '/x', token, 'https://other.my.salesforce.com')).status, 404);
  });

  it('supports source tracking only in scratch orgs', async () => {
    const fixture = await startFixture();
    const claims = { sub: 'ci@acme.scratch', aud: 'https://test.salesforce.com' };
    const scratch = responseFields(await fixture.exchange(claims, 'https://test.salesforce.com'));
    const path = '/services/data/v67.0/tooling/sobjects/SourceMember/describe';
    const instanceUrl = String(scratch.instance_url);
    assert.equal((await get(fixture, path, String(scratch.access_token), instanceUrl)).status, 200);
    assert.equal((await get(fixture, path, await fixture.token())).status, 404);
  });

  it('deploys metadata, so that JWT access tokens can be used', async () => {
    const fixture = await startFixture();
    const { headers } = bearer(await fixture.token());
    const zip = zipOf('classes/Hello.cls').toString('latin1');
    const path = `${MY_DOMAIN_URL}/services/data/v66.0/metadata/deployRequest`;
    const started = await sendRequest(fixture.org, path, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'multipart/form-data; boundary=x' },
      body: `--x\r\n\r\n{"deployOptions":{"checkOnly":false}}\r\n--x\r\n\r\n${zip}\r\n--x--`,
    });
    assert.equal(started.status, 201);
    const status = await sendRequest(fixture.org, `${path}/${responseFields(started).id}`, {
      headers,
    });
    assert.match(status.body, /"status":"Succeeded"/);
    assert.match(status.body, /"fullName":"Hello"/);
    const otherFixture = await startFixture();
    const own = bearer(await otherFixture.token());
    const unknown = await sendRequest(
      otherFixture.org,
      `${path}/${responseFields(started).id}`,
      own,
    );
    assert.equal(unknown.status, 404, 'the deployment is unknown in another org');
  });

  it('accepts an instance URL with a trailing slash', async () => {
    const fixture = await startFixture();
    assert.equal((await get(fixture, '//services/data')).status, 200);
  });
});
