import { INTEGRATION_LICENCE, PROFILES, type ProfileName } from '../directory.ts';
import type { Session } from '../oauth/sessions.ts';
import { json, type Reply, restError } from '../reply.ts';
import { makeId } from '../salesforce-id.ts';
import type { OrgState } from '../state.ts';
import { makePackageVersion } from './packages.ts';
import { deleteScratchOrg, requestScratchOrg } from './scratch-orgs.ts';

/** Records that a client makes and deletes: users, and what they are given. */
type Fields = Readonly<Record<string, unknown>>;
type Create = (state: OrgState, session: Session, fields: Fields) => string | Reply;

const CREATE: Readonly<Record<string, Create>> = {
  User: createUser,
  PermissionSetAssignment: assignPermissionSet,
  PermissionSetLicenseAssign: assignLicence,
  Package2VersionCreateRequest: (state, _session, fields) => {
    const version = makePackageVersion(fields);
    if (version === undefined) return restError(400, 'INVALID_INPUT', 'Not a package of this org');
    state.work.packageVersions.push(version);
    return version.requestId;
  },
  ScratchOrgInfo: (state, _session, fields) => requestScratchOrg(state, fields),
};

export function createRecord(state: OrgState, session: Session, type: string, body: string): Reply {
  const create = CREATE[type];
  if (create === undefined) return restError(404, 'NOT_FOUND', `No ${type} can be made here`);
  const made = create(state, session, fieldsOf(body));
  return typeof made === 'string'
    ? json(201, { id: made, success: true, errors: [] }, `created ${type}`)
    : made;
}

/** A record with a file comes in parts, of which the first is its fields. */
function fieldsOf(body: string): Fields {
  const parts = /^--.+?\r\n\r\n(\{.*?\})\r\n--(.*)$/s.exec(body);
  return parts === null ? JSON.parse(body) : { ...JSON.parse(parts[1] ?? ''), file: parts[2] };
}

export function deleteRecord(state: OrgState, type: string, id: string): Reply {
  const { directory } = state;
  if (type === 'ActiveScratchOrg' && deleteScratchOrg(state, id)) {
    return { status: 204, headers: {}, body: '', outcome: `deleted ${type}` };
  }
  const lists = {
    PermissionSetAssignment: directory.assignments,
    PermissionSetLicenseAssign: directory.licenceAssignments,
  };
  const list = lists[type as keyof typeof lists];
  const at = list?.findIndex((one) => one.id === id) ?? -1;
  if (list === undefined || at < 0) {
    return restError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  }
  list.splice(at, 1);
  return { status: 204, headers: {}, body: '', outcome: `deleted ${type}` };
}

function createUser(state: OrgState, { tenant }: Session, fields: Fields): string | Reply {
  const required = [
    'Username',
    'LastName',
    'Email',
    'Alias',
    'ProfileId',
    'TimeZoneSidKey',
    'LocaleSidKey',
    'EmailEncodingKey',
    'LanguageLocaleKey',
  ];
  const missing = required.filter((name) => typeof fields[name] !== 'string');
  if (missing.length > 0) {
    const message = `Required fields are missing: [${missing.join(', ')}]`;
    return restError(400, 'REQUIRED_FIELD_MISSING', message);
  }
  const username = String(fields['Username']).toLowerCase();
  if (state.users.has(username)) {
    return restError(
      400,
      'DUPLICATE_USERNAME',
      'Duplicate Username.  The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations.',
    );
  }
  const name = Object.keys(PROFILES).find(
    (one) => PROFILES[one as ProfileName].id === fields['ProfileId'],
  ) as ProfileName | undefined;
  if (name === undefined)
    return restError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const licence = state.directory.licences.get(PROFILES[name].licence);
  if (licence === undefined || licence.used >= licence.total) {
    return restError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded');
  }
  licence.used += 1;
  const userId18 = makeId('005');
  state.users.set(username, { userId18, username, tenant: tenant.name, active: true });
  state.directory.profiles.set(userId18, name);
  return userId18;
}

function assignPermissionSet(state: OrgState, { tenant }: Session, fields: Fields): string | Reply {
  const { AssigneeId: userId = '', PermissionSetId: targetId = '' } = fields as Record<
    string,
    string
  >;
  const { directory } = state;
  const user = [...state.users.values()].find((one) => one.userId18 === userId);
  const known = directory.permissionSets(tenant.name).some(({ id }) => id === targetId);
  if (user?.tenant !== tenant.name || !known) {
    return restError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  if (directory.profileOf(user).licence === 'Chatter Free') {
    return restError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      `Can't assign permission set to user ${user.username}. The user license doesn't allow the permission: API Enabled`,
    );
  }
  if (directory.assignments.some((one) => one.userId === userId && one.targetId === targetId)) {
    return restError(
      400,
      'DUPLICATE_VALUE',
      `Duplicate PermissionSetAssignment. Assignee: ${userId}`,
    );
  }
  const id = makeId('0Pa');
  directory.assignments.push({ id, tenant: tenant.name, userId, targetId });
  return id;
}

function assignLicence(
  { directory }: OrgState,
  { tenant }: Session,
  fields: Fields,
): string | Reply {
  const { AssigneeId: userId = '', PermissionSetLicenseId: targetId = '' } = fields as Record<
    string,
    string
  >;
  if (targetId !== INTEGRATION_LICENCE.id) {
    return restError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  const id = makeId('2LA');
  directory.licenceAssignments.push({ id, tenant: tenant.name, userId, targetId });
  return id;
}
