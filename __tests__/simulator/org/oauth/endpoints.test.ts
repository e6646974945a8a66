import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendRequest } from '../../../../simulator/client.ts';
import {
  bearer,
  get,
  MY_DOMAIN_URL,
  responseFields,
  startFixture,
} from '../../../helpers/org-fixture.ts';

describe('the OAuth endpoints other than the token endpoint', () => {
  it('return the user of the token from userinfo, and reject an invalid token', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const response = await get(fixture, '/services/oauth2/userinfo', token);
    const [production] = fixture.org.tenants;
    const info = responseFields(response);
    assert.equal(info.organization_id, production?.orgId);
    assert.equal(info.user_id, fixture.org.users.get('ci@acme.com')?.userId18);
    assert.equal(info.preferred_username, 'ci@acme.com');
    fixture.org.sessions.revoke(token);
    const dead = await get(fixture, '/services/oauth2/userinfo', token);
    assert.deepEqual([dead.status, dead.body], [403, 'Bad_OAuth_Token']);
  });

  it('return the user of the token from the id URL, even if the token is in the query', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const { id } = responseFields(await fixture.exchange());
    for (const query of ['', `?oauth_token=${encodeURIComponent(token)}`]) {
      const options = query === '' ? bearer(token) : {};
      const response = await sendRequest(fixture.org, `${String(id)}${query}`, options);
      assert.equal(responseFields(response).username, 'ci@acme.com');
    }
    assert.equal((await sendRequest(fixture.org, String(id))).body, 'Missing_OAuth_Token');
  });

  it('accept each link from singleaccess once, and a link to frontdoor.jsp with the token', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const path = '/services/oauth2/singleaccess';
    const response = await sendRequest(fixture.org, `${MY_DOMAIN_URL}${path}`, {
      method: 'POST',
      ...bearer(token),
    });
    const link = String(responseFields(response).frontdoor_uri);
    assert.ok(!link.includes(token));
    assert.equal((await sendRequest(fixture.org, link)).headers.location, '/lightning/page/home');
    assert.equal((await sendRequest(fixture.org, link)).headers.location, '/');
    const bySid = `/secur/frontdoor.jsp?sid=${encodeURIComponent(token)}`;
    assert.equal((await get(fixture, bySid)).headers.location, '/lightning/page/home');
  });

  it('open a page with the token as the cookie sid if the session is valid and its scope contains web', async () => {
    const fixture = await startFixture();
    const titleWith = async (cookie: string) => {
      const url = `${MY_DOMAIN_URL}/lightning/page/home`;
      const { body } = await sendRequest(fixture.org, url, { headers: { cookie } });
      return /<title>(.*)<\/title>/.exec(body)?.[1];
    };
    const token = await fixture.token();
    assert.equal(await titleWith(`a=b; sid=${token}`), 'Home | Salesforce');
    assert.equal(await titleWith('a=b'), 'Login | Salesforce');
    fixture.org.sessions.revoke(token);
    assert.equal(await titleWith(`sid=${token}`), 'Login | Salesforce');
    fixture.org.app.scopes = ['api', 'refresh_token'];
    assert.equal(await titleWith(`sid=${await fixture.token()}`), 'Login | Salesforce');
  });
});
