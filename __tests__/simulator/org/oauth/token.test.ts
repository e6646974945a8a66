import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ClientResponse,
  GRANT_TYPE,
  makeAssertion,
  postForm,
  sendRequest,
} from '../../../../simulator/client.ts';
import { makeAppKey } from '../../../../simulator/org/keys.ts';
import { type OrgFixture, responseFields, startFixture } from '../../../helpers/org-fixture.ts';

const TOKEN_URL = 'https://login.salesforce.com/services/oauth2/token';

function assertRejected(response: ClientResponse, error: string, description: string): void {
  assert.equal(response.status, 400);
  assert.equal(response.headers['content-type'], 'application/json;charset=UTF-8');
  assert.deepEqual(responseFields(response), { error, error_description: description });
}

const post = ({ org }: OrgFixture, form: Record<string, string>): Promise<ClientResponse> =>
  postForm(org, TOKEN_URL, form);

/** Invalid claims and their expected error responses. */
const CLAIMS: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
  ['an unknown consumer key', { iss: 'x' }, 'invalid_client_id', 'client identifier invalid'],
  ['an audience in an array', { aud: ['https://login.salesforce.com'] }, ...audience()],
  ['an audience without a scheme', { aud: 'login.salesforce.com' }, ...audience()],
  ['the audience for sandboxes', { aud: 'https://test.salesforce.com' }, ...audience()],
  ['an expired assertion', { exp: 1_700_000_000 }, ...expired()],
  ['an unknown user', { sub: 'nobody@acme.com' }, ...notApproved()],
  ['a user of the sandbox', { sub: 'ci@acme.com.uat' }, ...notApproved()],
  ['an unknown user in `prn`', { prn: 'nobody' }, ...notApproved()],
];

function audience(): [string, string] {
  return ['invalid_grant', 'audience is invalid'];
}
function expired(): [string, string] {
  return ['invalid_grant', 'expired authorization code'];
}
function notApproved(): [string, string] {
  return ['invalid_grant', "user hasn't approved this consumer"];
}

describe('the token endpoint', () => {
  for (const [problem, changes, error, description] of CLAIMS) {
    it(`rejects ${problem}: ${description}`, async () => {
      const { exchange } = await startFixture();
      assertRejected(await exchange(changes), error, description);
    });
  }

  it('accepts the variants of claims that Salesforce accepts', async () => {
    const { exchange } = await startFixture();
    const now = Math.floor(Date.now() / 1000);
    const tolerated = [
      { aud: 'https://login.salesforce.com/' },
      { aud: 'https://acme.my.salesforce.com' },
      { exp: Date.now() + 300 },
      { exp: String(now + 60) },
      { exp: now },
      { iat: now, nbf: now, jti: '1', extra: true },
      { sub: undefined, prn: 'ci@acme.com' },
    ];
    for (const changes of tolerated) {
      assert.equal((await exchange(changes)).status, 200, JSON.stringify(changes));
    }
  });

  it('rejects a malformed assertion', async () => {
    const fixture = await startFixture();
    const good = makeAssertion(fixture.key.privateKey, fixture.claims());
    const bad = ['', 'a.b.c', good.slice(5), good.replace('.', ''), good.replace(/(.{9})/, '$1\n')];
    for (const assertion of bad) {
      const response = await post(fixture, { grant_type: GRANT_TYPE, assertion });
      assertRejected(response, 'invalid_grant', 'invalid assertion');
    }
  });

  it('rejects every algorithm except RS256', async () => {
    const fixture = await startFixture();
    for (const alg of ['none', 'HS256', 'RS512', undefined]) {
      const assertion = makeAssertion(fixture.key.privateKey, fixture.claims(), { alg });
      const response = await post(fixture, { grant_type: GRANT_TYPE, assertion });
      assertRejected(response, 'invalid_grant', 'invalid assertion');
    }
  });

  it('verifies the signature with the uploaded certificate only', async () => {
    const fixture = await startFixture();
    const { privateKey, certificatePem } = makeAppKey();
    const assertion = makeAssertion(privateKey, fixture.claims());
    const form = { grant_type: GRANT_TYPE, assertion };
    assertRejected(await post(fixture, form), 'invalid_client', 'invalid client credentials');
    fixture.org.uploadCertificate(certificatePem);
    assert.equal((await post(fixture, form)).status, 200);
    fixture.org.app.certificatePem = undefined;
    assertRejected(await post(fixture, form), 'invalid_client', 'invalid client credentials');
  });

  it('requires a POST with the JWT bearer grant type and without a scope', async () => {
    const fixture = await startFixture();
    const assertion = makeAssertion(fixture.key.privateKey, fixture.claims());
    const form = { grant_type: GRANT_TYPE, assertion };
    const unsupported = ['unsupported_grant_type', 'grant type not supported'] as const;
    assertRejected(await post(fixture, { ...form, grant_type: 'password' }), ...unsupported);
    const scoped = await post(fixture, { ...form, scope: 'api' });
    assertRejected(scoped, 'invalid_request', 'scope parameter not supported');
    const json = await sendRequest(fixture.org, TOKEN_URL, {
      method: 'POST',
      body: JSON.stringify(form),
    });
    assertRejected(json, ...unsupported);
    const get = await sendRequest(fixture.org, `${TOKEN_URL}?${new URLSearchParams(form)}`);
    assertRejected(get, 'invalid_request', 'must use HTTP POST');
  });

  it('rejects the request if the settings of the app or the user do not allow it', async () => {
    const { org, exchange } = await startFixture();
    const user = org.users.get('ci@acme.com');
    assert.ok(user);
    user.active = false;
    assertRejected(await exchange(), 'inactive_user', 'inactive user');
    org.app.approvedUsers = new Set(['somebody@acme.com']);
    assertRejected(await exchange(), ...notApproved());
    org.app.approvedUsers = 'everyone';
    org.app.permittedUsers = 'self-authorized';
    assertRejected(await exchange(), ...notApproved());
    org.app.permittedUsers = 'admin-approved';
    org.app.scopes = ['api'];
    assertRejected(await exchange(), ...notApproved());
    org.app.acceptsMyDomainAsAudience = false;
    assertRejected(await exchange({ aud: 'https://acme.my.salesforce.com' }), ...audience());
    org.app.installedIn.delete('production');
    const description = 'External client app is not installed in this org';
    assertRejected(await exchange(), 'app_not_found', description);
  });

  it("rejects sign-ins at the generic host if the org's login policy prevents them", async () => {
    const { org, exchange } = await startFixture();
    org.policy.preventGenericLogin = true;
    assertRejected(await exchange(), ...notApproved());
    assert.equal((await exchange({}, 'https://acme.my.salesforce.com')).status, 200);
  });
});
