import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeAppKey } from '../../../../simulator/org/keys.ts';
import { appByConsumerKey, appInTenant } from '../../../../simulator/org/metadata/deployed-apps.ts';
import type { Org } from '../../../../simulator/org/org.ts';
import type { TenantName } from '../../../../simulator/org/tenants.ts';
import { startFixture } from '../../../helpers/org-fixture.ts';

const { certificatePem } = makeAppKey();
const KEY = 'consumerKeyOfTheApp';
const OF_APP = '<externalClientApplication>CI</externalClientApplication>';

/** Type by type, what a deployment of the kit leaves in the org. */
const PARTS: Readonly<Record<string, string>> = {
  ExtlClntAppGlobalOauthSettings: `<consumerKey>${KEY}</consumerKey><certificate>${certificatePem}</certificate>`,
  ExtlClntAppOauthSettings:
    '<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>',
  ExtlClntAppOauthConfigurablePolicies:
    '<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>' +
    '<commaSeparatedPermissionSet>CI_access</commaSeparatedPermissionSet>',
  ExtlClntAppConfigurablePolicies: '<isEnabled>true</isEnabled>',
};

function put(org: Org, tenant: TenantName, parts: Readonly<Record<string, string>>): void {
  for (const [type, xml] of Object.entries(parts)) {
    org.metadata.put(tenant, { type, fullName: type, xml: OF_APP + xml });
  }
}

describe('an External Client App that was deployed', () => {
  it('has the scopes, the policy and the certificate of its files', async () => {
    const { org } = await startFixture();
    put(org, 'production', PARTS);
    const app = appByConsumerKey(org, KEY) ?? assert.fail();
    assert.deepEqual(app.scopes, ['api', 'refresh_token']);
    assert.equal(app.permittedUsers, 'admin-approved');
    assert.equal(app.certificatePem?.trim(), certificatePem.trim());
    assert.deepEqual(app.installedIn, new Set(['production']));
    assert.deepEqual(app.approvedUsers, new Set());
  });

  it('lets in who has its permission set', async () => {
    const { org } = await startFixture();
    put(org, 'production', PARTS);
    org.metadata.put('production', { type: 'PermissionSet', fullName: 'CI_access', xml: '' });
    const [set = assert.fail()] = org.directory.permissionSets('production');
    const userId = org.users.get('ci@acme.com')?.userId18 ?? '';
    org.directory.assignments.push({ id: '0Pa1', tenant: 'production', userId, targetId: set.id });
    assert.deepEqual(appByConsumerKey(org, KEY)?.approvedUsers, new Set(['ci@acme.com']));
  });

  it('is nowhere while it is switched off', async () => {
    const { org } = await startFixture();
    const off = { ExtlClntAppConfigurablePolicies: '<isEnabled>false</isEnabled>' };
    put(org, 'production', { ...PARTS, ...off });
    assert.deepEqual(appByConsumerKey(org, KEY)?.installedIn, new Set());
  });

  it('is one app in a copied sandbox, where it has its own certificate', async () => {
    const { org } = await startFixture();
    put(org, 'production', PARTS);
    const settings = { ExtlClntAppGlobalOauthSettings: `<consumerKey>${KEY}</consumerKey>` };
    put(org, 'sandbox', { ...PARTS, ...settings });
    const app = appByConsumerKey(org, KEY) ?? assert.fail();
    assert.deepEqual(app.installedIn, new Set(['production', 'sandbox']));
    assert.equal(appInTenant(org, app, 'sandbox').certificatePem, undefined);
    assert.notEqual(appInTenant(org, app, 'production').certificatePem, undefined);
  });
});

describe('an app', () => {
  it('of the simulator itself is the same in every org', async () => {
    const { org } = await startFixture();
    assert.equal(appByConsumerKey(org, org.app.consumerKey), org.app);
    assert.equal(appInTenant(org, org.app, 'sandbox'), org.app);
  });

  it('that nobody deployed is none', async () => {
    const { org } = await startFixture();
    for (const key of ['anotherKey', undefined, 7])
      assert.equal(appByConsumerKey(org, key), undefined);
  });

  it('that is a Connected App has its own scopes, and lets everyone in', async () => {
    const { org } = await startFixture();
    const xml = `<consumerKey>${KEY}</consumerKey><scopes>Api</scopes><scopes>Full</scopes>`;
    org.metadata.put('production', { type: 'ConnectedApp', fullName: 'Old', xml });
    const app = appByConsumerKey(org, KEY);
    assert.deepEqual(app?.scopes, ['api', 'full']);
    assert.equal(app?.approvedUsers, 'everyone');
  });
});
