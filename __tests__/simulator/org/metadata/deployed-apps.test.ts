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

/** Components of a deployed app, by type. */
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

describe('a deployed External Client App', () => {
  it('has the scopes, policy and certificate of its metadata', async () => {
    const { org } = await startFixture();
    put(org, 'production', PARTS);
    const app = appByConsumerKey(org, KEY) ?? assert.fail();
    assert.deepEqual(app.scopes, ['api', 'refresh_token']);
    assert.equal(app.permittedUsers, 'admin-approved');
    assert.equal(app.certificatePem?.trim(), certificatePem.trim());
    assert.deepEqual(app.installedIn, new Set(['production']));
    assert.deepEqual(app.approvedUsers, new Set());
  });

  it('approves users with its permission set', async () => {
    const { org } = await startFixture();
    put(org, 'production', PARTS);
    org.metadata.put('production', { type: 'PermissionSet', fullName: 'CI_access', xml: '' });
    const [set = assert.fail()] = org.directory.permissionSets('production');
    const userId = org.users.get('ci@acme.com')?.userId18 ?? '';
    org.directory.assignments.push({ id: '0Pa1', tenant: 'production', userId, targetId: set.id });
    assert.deepEqual(appByConsumerKey(org, KEY)?.approvedUsers, new Set(['ci@acme.com']));
  });

  it('is not installed in any org while it is disabled', async () => {
    const { org } = await startFixture();
    const disabled = { ExtlClntAppConfigurablePolicies: '<isEnabled>false</isEnabled>' };
    put(org, 'production', { ...PARTS, ...disabled });
    assert.deepEqual(appByConsumerKey(org, KEY)?.installedIn, new Set());
  });

  it('is also installed in a sandbox to which it was deployed, but has a separate certificate there', async () => {
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

describe('appByConsumerKey', () => {
  it('returns the built-in app in every org', async () => {
    const { org } = await startFixture();
    assert.equal(appByConsumerKey(org, org.app.consumerKey), org.app);
    assert.equal(appInTenant(org, org.app, 'sandbox'), org.app);
  });

  it('returns undefined for an unknown consumer key', async () => {
    const { org } = await startFixture();
    for (const key of ['anotherKey', undefined, 7])
      assert.equal(appByConsumerKey(org, key), undefined);
  });

  it('returns a Connected App with its own scopes, approved for every user', async () => {
    const { org } = await startFixture();
    const xml = `<consumerKey>${KEY}</consumerKey><scopes>Api</scopes><scopes>Full</scopes>`;
    org.metadata.put('production', { type: 'ConnectedApp', fullName: 'Old', xml });
    const app = appByConsumerKey(org, KEY);
    assert.deepEqual(app?.scopes, ['api', 'full']);
    assert.equal(app?.approvedUsers, 'everyone');
  });
});
