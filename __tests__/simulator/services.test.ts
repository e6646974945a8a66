import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, type Received } from '../../simulator/client.ts';
import { type Fixture, fields, startFixture } from './fixture.ts';

const HOME = 'https://acme.my.salesforce.com';

const get = ({ org }: Fixture, path: string, token?: string, host = HOME): Promise<Received> =>
  ask(org, `${host}${path}`, token === undefined ? {} : bearer(token));

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

const select = (fixture: Fixture, token: string, soql: string, host = HOME): Promise<Received> =>
  get(fixture, `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, token, host);

test('userinfo says whose token it is, and refuses a dead one', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const reply = await get(fixture, '/services/oauth2/userinfo', token);
  const [production] = fixture.org.tenants;
  const info = fields(reply);
  assert.equal(info.organization_id, production?.orgId);
  assert.equal(info.user_id, fixture.org.users.get('ci@acme.com')?.userId18);
  assert.equal(info.preferred_username, 'ci@acme.com');
  fixture.org.sessions.revoke(token);
  const dead = await get(fixture, '/services/oauth2/userinfo', token);
  assert.deepEqual([dead.status, dead.body], [403, 'Bad_OAuth_Token']);
});

test('the id URL says whose token it is, with the token in the query as well', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const { id } = fields(await fixture.exchange());
  for (const query of ['', `?oauth_token=${encodeURIComponent(token)}`]) {
    const options = query === '' ? bearer(token) : {};
    const reply = await ask(fixture.org, `${String(id)}${query}`, options);
    assert.equal(fields(reply).username, 'ci@acme.com');
  }
  assert.equal((await ask(fixture.org, String(id))).body, 'Missing_OAuth_Token');
});

test('a scratch org tracks its source, the others do not', async () => {
  const fixture = await startFixture();
  const claims = { sub: 'ci@acme.scratch', aud: 'https://test.salesforce.com' };
  const scratch = fields(await fixture.exchange(claims, 'https://test.salesforce.com'));
  const path = '/services/data/v67.0/tooling/sobjects/SourceMember/describe';
  const there = String(scratch.instance_url);
  assert.equal((await get(fixture, path, String(scratch.access_token), there)).status, 200);
  assert.equal((await get(fixture, path, await fixture.token())).status, 404);
});

test('the list of versions needs no session, everything else does', async () => {
  const fixture = await startFixture();
  const versions = await get(fixture, '/services/data');
  const list: { version: string }[] = JSON.parse(versions.body);
  assert.ok(list.some(({ version }) => version === '67.0'));
  const dead = await get(fixture, '/services/data/v66.0', 'nonsense');
  assert.equal(dead.status, 401);
  assert.deepEqual(JSON.parse(dead.body), [
    { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
  ]);
});

test('a token is good in its own org alone', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const sandbox = 'https://acme--uat.sandbox.my.salesforce.com';
  assert.equal((await get(fixture, '/services/data/v66.0', token, sandbox)).status, 401);
  const generic = 'https://login.salesforce.com';
  const wrongHost = await get(fixture, '/services/data/v66.0', token, generic);
  assert.match(wrongHost.body, /Destination URL not reset/);
  assert.equal((await get(fixture, '/x', token, 'https://other.my.salesforce.com')).status, 404);
});

test('a query answers with the columns that it names', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const organization = await select(fixture, token, 'SELECT Id, issandbox FROM Organization');
  const { orgId } = fixture.org.tenants[0] ?? {};
  const url = `/services/data/v66.0/sobjects/Organization/${orgId}`;
  assert.deepEqual(fields(organization), {
    totalSize: 1,
    done: true,
    records: [{ attributes: { type: 'Organization', url }, Id: orgId, IsSandbox: false }],
  });
  const byName = "SELECT Id FROM User WHERE Username = 'ci@acme.com'";
  assert.equal(fields(await select(fixture, token, byName)).totalSize, 1);
  const byId = `SELECT Name FROM Account WHERE Id='${'0015g00000AcmeA'}' LIMIT 5`;
  assert.equal(fields(await select(fixture, token, byId)).totalSize, 1);
  assert.equal(fields(await select(fixture, token, 'SELECT COUNT() FROM Account')).totalSize, 3);
});

test('a query that cannot be is refused as Salesforce refuses it', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const codes = {
    'SELECT Id FROM ScratchOrgInfo LIMIT 1': 'INVALID_TYPE',
    'SELECT Colour FROM Account': 'INVALID_FIELD',
    'DELETE EVERYTHING': 'MALFORMED_QUERY',
  };
  for (const [soql, code] of Object.entries(codes)) {
    const reply = await select(fixture, token, soql);
    assert.equal(reply.status, 400);
    assert.equal(JSON.parse(reply.body)[0].errorCode, code);
  }
});

function soap(fixture: Fixture, token: string, body: string, version = '66.0'): Promise<Received> {
  return ask(fixture.org, `${HOME}/services/Soap/m/${version}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
    body:
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
      `<soapenv:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader>` +
      `</soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  });
}

/** The central directory of a zip with these names, which is all that the org reads of one. */
function zipOf(...names: readonly string[]): string {
  const entries = names.map((name) => {
    const header = Buffer.alloc(46);
    header.write('PK\x01\x02', 'latin1');
    header.writeUInt16LE(name.length, 28);
    return Buffer.concat([header, Buffer.from(name)]);
  });
  return Buffer.concat(entries).toString('base64');
}

test('SOAP deploys, and tells what it deployed', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const zip = zipOf('package.xml', 'unpackaged/classes/Hello.cls', 'classes/Hello.cls-meta.xml');
  const options = '<DeployOptions><checkOnly>true</checkOnly></DeployOptions>';
  const started = await soap(
    fixture,
    token,
    `<deploy><ZipFile>${zip}</ZipFile>${options}</deploy>`,
  );
  const id = /<id>(0Af\w{15})<\/id>/.exec(started.body)?.[1];
  const check = `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId></checkDeployStatus>`;
  const status = await soap(fixture, token, check);
  assert.equal(status.status, 200);
  assert.match(status.body, /<status>Succeeded<\/status>/);
  assert.match(status.body, /<checkOnly>true<\/checkOnly>/);
  assert.match(status.body, /<fullName>Hello<\/fullName>/);
  assert.match(status.body, /<numberComponentsTotal>1</);
  assert.match((await soap(fixture, token, '<describeMetadata/>')).body, /ApexClass/);
  assert.equal((await soap(fixture, token, '<retrieve/>')).status, 500);
});

test('SOAP refuses a dead session, and below version 68.0 a JWT access token all the same', async () => {
  const fixture = await startFixture();
  fixture.org.app.tokenFormat = 'jwt';
  const token = await fixture.token();
  assert.equal((await get(fixture, '/services/data/v66.0', token)).status, 200);
  for (const sessionId of [token, 'dead']) {
    const reply = await soap(fixture, sessionId, '<describeMetadata/>');
    assert.equal(reply.status, 500);
    assert.match(reply.body, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode>/);
  }
  assert.equal((await soap(fixture, token, '<describeMetadata/>', '68.0')).status, 200);
});

test('the front door opens once for each link, and never for a dead session', async () => {
  const fixture = await startFixture();
  const token = await fixture.token();
  const path = '/services/oauth2/singleaccess';
  const reply = await ask(fixture.org, `${HOME}${path}`, { method: 'POST', ...bearer(token) });
  const link = String(fields(reply).frontdoor_uri);
  assert.ok(!link.includes(token));
  assert.equal((await ask(fixture.org, link)).headers.location, '/lightning/page/home');
  assert.equal((await ask(fixture.org, link)).headers.location, '/');
  const bySid = `/secur/frontdoor.jsp?sid=${encodeURIComponent(token)}`;
  assert.equal((await get(fixture, bySid)).headers.location, '/lightning/page/home');
});

test('REST deploys too, for tokens that SOAP refuses', async () => {
  const fixture = await startFixture();
  const { headers } = bearer(await fixture.token());
  const zip = Buffer.from(zipOf('classes/Hello.cls'), 'base64').toString('latin1');
  const path = `${HOME}/services/data/v66.0/metadata/deployRequest`;
  const started = await ask(fixture.org, path, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'multipart/form-data; boundary=x' },
    body: `--x\r\n\r\n{"deployOptions":{"checkOnly":false}}\r\n--x\r\n\r\n${zip}\r\n--x--`,
  });
  assert.equal(started.status, 201);
  const status = await ask(fixture.org, `${path}/${fields(started).id}`, { headers });
  assert.match(status.body, /"status":"Succeeded"/);
  assert.match(status.body, /"fullName":"Hello"/);
});

test('an instance URL with a slash at its end does no harm', async () => {
  const fixture = await startFixture();
  assert.equal((await get(fixture, '//services/data')).status, 200);
});
