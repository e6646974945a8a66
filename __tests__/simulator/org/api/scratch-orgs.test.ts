import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { postForm, sendRequest } from '../../../../simulator/client.ts';
import {
  get,
  MY_DOMAIN_URL,
  type OrgFixture,
  post,
  responseFields,
  startFixture,
} from '../../../helpers/org-fixture.ts';

const RECORDS = '/services/data/v66.0/sobjects';

async function request(fixture: OrgFixture, token: string) {
  const created = await post(fixture, `${RECORDS}/ScratchOrgInfo`, token, { OrgName: 'Acme' });
  const { id } = JSON.parse(created.body);
  const info = await get(fixture, `${RECORDS}/ScratchOrgInfo/${id}`, token);
  return { id, info: JSON.parse(info.body) };
}

describe('a scratch org', () => {
  it('is active as soon as it is requested from the Dev Hub, with an auth code that works once', async () => {
    const fixture = await startFixture();
    const { info } = await request(fixture, await fixture.token());
    assert.deepEqual([info.Status, info.SignupUsername], ['Active', 'ci@acme.scratch']);
    const redeem = (changes: Record<string, string> = {}) =>
      postForm(fixture.org, `${info.LoginUrl}/services/oauth2/token`, {
        grant_type: 'authorization_code',
        code: info.AuthCode,
        client_id: info.ConnectedAppConsumerKey,
        redirect_uri: info.ConnectedAppCallbackUrl,
        ...changes,
      });
    assert.equal((await redeem({ client_id: 'another app' })).status, 400);
    assert.equal((await redeem({ code: 'invalid' })).status, 400);
    const session = responseFields(await redeem());
    assert.equal(session.instance_url, info.LoginUrl);
    const userInfo = '/services/oauth2/userinfo';
    const userInfoResponse = await get(
      fixture,
      userInfo,
      String(session.access_token),
      info.LoginUrl,
    );
    assert.equal(responseFields(userInfoResponse).preferred_username, 'ci@acme.scratch');
    assert.equal((await redeem()).status, 400);
  });

  it('can be deleted once by the Dev Hub', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const { id } = await request(fixture, token);
    const remove = () =>
      sendRequest(fixture.org, `${MY_DOMAIN_URL}${RECORDS}/ActiveScratchOrg/${id}`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${token}` },
      });
    assert.equal((await remove()).status, 204);
    assert.equal((await remove()).status, 404);
    const info = await get(fixture, `${RECORDS}/ScratchOrgInfo/${id}`, token);
    assert.equal(JSON.parse(info.body).Status, 'Deleted');
  });

  it('is unknown in an org that is not a Dev Hub', async () => {
    const fixture = await startFixture();
    const { id } = await request(fixture, await fixture.token());
    const uat = await fixture.signIn('ci@acme.com.uat');
    const path = `${RECORDS}/ScratchOrgInfo/${id}`;
    assert.equal((await get(fixture, path, uat.token, uat.instanceUrl)).status, 404);
    const soql = encodeURIComponent('SELECT Id FROM ActiveScratchOrg');
    const query = `/services/data/v66.0/query?q=${soql}`;
    assert.equal((await get(fixture, query, await fixture.token())).status, 200);
    assert.equal((await get(fixture, query, uat.token, uat.instanceUrl)).status, 400);
  });
});
