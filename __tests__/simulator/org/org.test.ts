import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { GRANT_TYPE, makeAssertion, postForm, sendRequest } from '../../../simulator/client.ts';
import { CLOSED_PORT, startOrg } from '../../../simulator/org/org.ts';
import { to18 } from '../../../simulator/org/salesforce-id.ts';
import { SITE_HOST } from '../../../simulator/org/tenants.ts';
import { responseFields, startFixture } from '../../helpers/org-fixture.ts';

const ORG_ID = /^00D\w{15}$/;

describe('the org', () => {
  it('issues a token through the proxy and TLS', async () => {
    const { org, exchange } = await startFixture();
    const response = await exchange({}, 'https://acme.my.salesforce.com');
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/json;charset=UTF-8');
    const body = responseFields(response);
    const [production] = org.tenants;
    const user = org.users.get('ci@acme.com');
    assert.match(String(body.access_token), /^00D\w{12}![\w.]{96}$/);
    assert.equal(body.instance_url, 'https://acme.my.salesforce.com');
    assert.equal(body.id, `https://login.salesforce.com/id/${production?.orgId}/${user?.userId18}`);
    assert.equal(body.token_type, 'Bearer');
    assert.equal(body.scope, 'api refresh_token web');
  });

  it('accepts compressed requests, which the SOAP library for Java sends', async () => {
    const { org, key, claims } = await startFixture();
    const assertion = makeAssertion(key.privateKey, claims());
    const form = new URLSearchParams({ grant_type: GRANT_TYPE, assertion }).toString();
    const response = await sendRequest(
      org,
      'https://acme.my.salesforce.com/services/oauth2/token',
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Encoding': 'gzip',
        },
        body: gzipSync(form),
      },
    );
    assert.equal(response.status, 200);
  });

  it('returns the same token until it is revoked', async () => {
    const { org, token } = await startFixture();
    const first = await token();
    assert.equal(await token(), first);
    const url = 'https://acme.my.salesforce.com/services/oauth2/revoke';
    assert.equal((await postForm(org, url, { token: first })).status, 200);
    assert.notEqual(await token(), first);
    assert.deepEqual(responseFields(await postForm(org, url, { token: first })), {
      error: 'invalid_token',
      error_description: 'Token was invalid',
    });
  });

  it('signs in the user of each tenant, at its My Domain and at its generic host', async () => {
    const { org, exchange } = await startFixture();
    for (const { username, tenant } of org.users.values()) {
      const home = org.tenants.find(({ name }) => name === tenant);
      const aud = `https://${home?.loginHost}`;
      const own = responseFields(
        await exchange({ sub: username, aud }, `https://${home?.myDomain}`),
      );
      const generic = responseFields(await exchange({ sub: username, aud }, aud));
      assert.equal(own.instance_url, `https://${home?.myDomain}`, tenant);
      assert.deepEqual(generic, own, tenant);
      assert.match(home?.orgId ?? '', ORG_ID);
      assert.equal(to18(home?.orgId.slice(0, 15) ?? ''), home?.orgId);
    }
  });

  it('requires the URL of an Experience Cloud site, including its path, as the audience at that site', async () => {
    const { exchange } = await startFixture();
    const site = `https://${SITE_HOST}/customers`;
    const body = responseFields(await exchange({ aud: site }, site));
    assert.equal(body.sfdc_community_url, site);
    assert.ok(String(body.id).startsWith(`${site}/id/00D`));
    assert.equal((await exchange({}, site)).status, 400);
  });

  it('returns its own URL as the instance URL over plain HTTP', async () => {
    const { org, exchange } = await startFixture();
    const body = responseFields(await exchange({}, org.httpUrl));
    assert.equal(body.instance_url, org.httpUrl);
    org.app.audiences.push('urn:bench');
    assert.equal((await exchange({ aud: 'urn:bench' }, org.httpUrl)).status, 200);
  });

  it('can issue a new signed JWT access token for every request', async () => {
    const { org, exchange } = await startFixture();
    org.app.tokenFormat = 'jwt';
    const body = responseFields(await exchange());
    const [header = '', claims = '', signature = ''] = String(body.access_token).split('.');
    const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    assert.equal(decode(header).typ, 'JWT');
    assert.equal(decode(header).alg, 'RS256');
    assert.equal(decode(claims).sub, `uid:${org.users.get('ci@acme.com')?.userId18}`);
    assert.ok(Buffer.from(signature, 'base64url').length === 256);
    assert.equal(body.token_format, 'jwt');
    assert.equal(body.api_instance_url, 'https://api.salesforce.com');
    assert.notEqual(responseFields(await exchange()).access_token, body.access_token);
  });

  it('records each request with its decoded assertion', async () => {
    const { org, exchange, claims } = await startFixture();
    await exchange({ jti: 'one' });
    const record = org.requests.at(-1);
    assert.equal(record?.host, 'login.salesforce.com');
    assert.equal(record?.path, '/services/oauth2/token');
    assert.equal(record?.outcome, 'token for ci@acme.com');
    assert.deepEqual(record?.assertion?.header, { alg: 'RS256' });
    const { exp: _exp, ...expected } = claims({ jti: 'one' });
    const { exp: _sent, ...actual } = Object(record?.assertion?.claims);
    assert.deepEqual(actual, expected);
    assert.equal(org.tunnels.at(-1)?.authority, 'login.salesforce.com:443');
  });

  it('has a proxy that connects to no other host', async () => {
    const { org } = await startFixture();
    for (const host of ['example.com', 'a.b.my.salesforce.com', 'salesforce.com']) {
      await assert.rejects(sendRequest(org, `https://${host}/`), { code: 'PROXY_502' });
    }
  });

  it('has a proxy that can require credentials and records their validity', async () => {
    const proxyCredentials = { user: 'ci', password: 'p@ss:word' };
    const { org, exchange } = await startFixture({ proxyCredentials });
    assert.equal((await exchange()).status, 200);
    const open = { ...org, proxyUrl: org.proxyUrl.replace(/\/\/.*@/, '//') };
    await assert.rejects(sendRequest(open, 'https://login.salesforce.com/'), { code: 'PROXY_407' });
    const wrong = { ...org, proxyUrl: org.proxyUrl.replace('//ci', '//root') };
    await assert.rejects(sendRequest(wrong, 'https://login.salesforce.com/'), {
      code: 'PROXY_407',
    });
    const seen = org.tunnels.map(({ credentials }) => credentials);
    assert.deepEqual(seen, ['valid', 'none', 'invalid']);
  });

  it('returns the environment for its clients, and deletes its files when it is closed', async () => {
    const org = await startOrg();
    const { NODE_EXTRA_CA_CERTS: path = '', ...variables } = org.environment();
    assert.equal(readFileSync(path, 'utf8'), org.caPem);
    assert.deepEqual(variables, {
      HTTPS_PROXY: org.proxyUrl,
      https_proxy: org.proxyUrl,
      SFDX_DISABLE_DNS_CHECK: 'true',
    });
    await org.close();
    assert.equal(existsSync(path), false);
  });

  it('comes with CLOSED_PORT, a port on which nothing listens', async () => {
    const { org } = await startFixture();
    const url = `http://127.0.0.1:${CLOSED_PORT}/`;
    await assert.rejects(sendRequest(org, url), { code: 'ECONNREFUSED' });
  });

  it('comes with makeAssertion, whose signature node:crypto verifies', async () => {
    const { key, claims } = await startFixture();
    const [header, body, signature = ''] = makeAssertion(key.privateKey, claims()).split('.');
    const publicKey = createPublicKey(key.certificatePem);
    const signed = Buffer.from(`${header}.${body}`);
    assert.ok(verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url')));
    assert.equal(GRANT_TYPE, 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  });
});
