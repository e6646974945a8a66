import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRecord, deleteRecord } from '../../../../simulator/org/api/records.ts';
import { INTEGRATION_LICENSE, PROFILES } from '../../../../simulator/org/users-and-licenses.ts';
import { startFixture } from '../../../helpers/org-fixture.ts';

const USER = {
  Username: 'New@acme.com',
  LastName: 'Integration',
  Email: 'a@acme.com',
  Alias: 'ci',
  ProfileId: PROFILES['Minimum Access - API Only Integrations'].id,
  TimeZoneSidKey: 'GMT',
  LocaleSidKey: 'en_US',
  EmailEncodingKey: 'UTF-8',
  LanguageLocaleKey: 'en_US',
};

async function setUp() {
  const { org } = await startFixture();
  const [tenant = assert.fail()] = org.tenants;
  const user = org.users.get('ci@acme.com') ?? assert.fail();
  const session = org.sessions.open(org.app, tenant, user, Date.now());
  org.metadata.put('production', { type: 'PermissionSet', fullName: 'CI_access', xml: '' });
  const create = (type: string, fields: object) => {
    const { status, body } = createRecord(org, session, type, JSON.stringify(fields));
    const json = JSON.parse(String(body));
    return { status, id: String(json.id), code: json[0]?.errorCode };
  };
  const remove = (type: string, id: string) => deleteRecord(org, type, id).status;
  return { org, user, create, remove };
}

describe('creating a user', () => {
  it('uses a license and stores the username in lower case', async () => {
    const { org, create } = await setUp();
    const used = () => org.directory.licenses.get('Salesforce Integration')?.used ?? 0;
    const before = used();
    const { status, id } = create('User', USER);
    assert.equal(status, 201);
    assert.match(id, /^005\w{15}$/);
    assert.equal(org.users.get('new@acme.com')?.userId18, id);
    assert.equal(used(), before + 1);
    assert.equal(create('User', USER).code, 'DUPLICATE_USERNAME');
  });

  it('fails if a field is missing, the profile is unknown or no license is left', async () => {
    const { org, create } = await setUp();
    const { Alias: _, ...incomplete } = USER;
    assert.equal(create('User', incomplete).code, 'REQUIRED_FIELD_MISSING');
    const unknownProfile = { ...USER, ProfileId: '00e000000000000AAA' };
    assert.equal(create('User', unknownProfile).code, 'INVALID_CROSS_REFERENCE_KEY');
    const license = org.directory.licenses.get('Salesforce Integration') ?? assert.fail();
    license.used = license.total;
    assert.equal(create('User', USER).code, 'LICENSE_LIMIT_EXCEEDED');
    assert.ok(!org.users.has('new@acme.com'));
  });
});

describe('assigning permissions', () => {
  it('succeeds once for a permission set, and the assignment can be deleted once', async () => {
    const { org, user, create, remove } = await setUp();
    const [set = assert.fail()] = org.directory.permissionSets('production');
    const fields = { AssigneeId: user.userId18, PermissionSetId: set.id };
    const { status, id } = create('PermissionSetAssignment', fields);
    assert.equal(status, 201);
    assert.equal(create('PermissionSetAssignment', fields).code, 'DUPLICATE_VALUE');
    assert.equal(remove('PermissionSetAssignment', id), 204);
    assert.equal(remove('PermissionSetAssignment', id), 404);
  });

  it('fails for a user of another org, an unknown permission set or a license without API access', async () => {
    const { org, user, create } = await setUp();
    const [set = assert.fail()] = org.directory.permissionSets('production');
    const sandboxUser = org.users.get('ci@acme.com.uat') ?? assert.fail();
    const assign = (AssigneeId: string, PermissionSetId: string) =>
      create('PermissionSetAssignment', { AssigneeId, PermissionSetId }).code;
    assert.equal(assign(sandboxUser.userId18, set.id), 'INVALID_CROSS_REFERENCE_KEY');
    assert.equal(assign(user.userId18, '0PS000000000000AAA'), 'INVALID_CROSS_REFERENCE_KEY');
    org.directory.profiles.set(user.userId18, 'Chatter Free User');
    assert.equal(assign(user.userId18, set.id), 'FIELD_INTEGRITY_EXCEPTION');
  });

  it('succeeds for a permission set license only if it is the license of integration users', async () => {
    const { org, user, create } = await setUp();
    const assign = (PermissionSetLicenseId: string) =>
      create('PermissionSetLicenseAssign', { AssigneeId: user.userId18, PermissionSetLicenseId });
    assert.equal(assign(INTEGRATION_LICENSE.id).status, 201);
    assert.equal(assign('0PL000000000000AAA').code, 'INVALID_CROSS_REFERENCE_KEY');
    assert.equal(org.directory.licenseAssignments.length, 1);
  });
});

it('a record of another type, such as Account, can be neither created nor deleted', async () => {
  const { create, remove } = await setUp();
  assert.equal(create('Account', { Name: 'Acme' }).code, 'NOT_FOUND');
  assert.equal(remove('Account', '001000000000000AAA'), 404);
});
