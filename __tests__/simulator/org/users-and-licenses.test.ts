import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeMetadata } from '../../../simulator/org/metadata/metadata.ts';
import { makeTenants } from '../../../simulator/org/tenants.ts';
import {
  createUserDirectory,
  type PermissionSet,
} from '../../../simulator/org/users-and-licenses.ts';

function setUp() {
  const { users } = makeTenants();
  const metadata = makeMetadata();
  for (const tenant of ['production', 'sandbox'] as const) {
    metadata.put(tenant, { type: 'PermissionSet', fullName: 'CI_access', xml: '' });
  }
  const directory = createUserDirectory(users, metadata);
  const user = users.get('ci@acme.com') ?? assert.fail();
  const setOf = (tenant: 'production' | 'sandbox'): PermissionSet =>
    directory.permissionSets(tenant)[0] ?? assert.fail();
  return { directory, user, setOf };
}

describe('the user directory', () => {
  it('gives a user the profile of an integration user by default', () => {
    const { directory, user } = setUp();
    assert.equal(directory.profileOf(user).license, 'Salesforce Integration');
    directory.profiles.set(user.userId18, 'Chatter Free User');
    assert.deepEqual(
      [directory.profileOf(user).license, directory.profileOf(user).apiEnabled],
      ['Chatter Free', false],
    );
  });

  it('gives a deployed permission set a stable ID that differs between orgs', () => {
    const { setOf } = setUp();
    assert.deepEqual(setOf('production'), setOf('production'));
    assert.notEqual(setOf('production').id, setOf('sandbox').id);
  });

  it('lists the users with a permission set until their org is refreshed', () => {
    const { directory, user, setOf } = setUp();
    const tenant = 'production';
    assert.deepEqual(directory.usersWith(tenant, ['CI_access']), new Set());
    directory.assignments.push({
      id: '0Pa1',
      tenant,
      userId: user.userId18,
      targetId: setOf(tenant).id,
    });
    assert.deepEqual(directory.usersWith(tenant, ['CI_access']), new Set(['ci@acme.com']));
    assert.deepEqual(directory.usersWith(tenant, ['Other']), new Set());
    directory.removeTenant('sandbox');
    assert.equal(directory.assignments.length, 1);
    directory.removeTenant(tenant);
    assert.deepEqual(directory.usersWith(tenant, ['CI_access']), new Set());
  });
});
