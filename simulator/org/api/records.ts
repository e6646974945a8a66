import { json, restError, type SimResponse } from '../http-message.ts';
import { makeId } from '../salesforce-id.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { INTEGRATION_LICENSE, PROFILES, type ProfileName } from '../users-and-licenses.ts';
import { makePackageVersion } from './packages.ts';
import { deleteScratchOrg, requestScratchOrg } from './scratch-orgs.ts';

type RecordFields = Readonly<Record<string, unknown>>;
/** Returns the ID of the new record, or an error response. */
type CreateRecord = (
  state: OrgState,
  session: Session,
  fields: RecordFields,
) => string | SimResponse;

const CREATORS: Readonly<Record<string, CreateRecord>> = {
  User: createUser,
  PermissionSetAssignment: assignPermissionSet,
  PermissionSetLicenseAssign: assignLicense,
  Package2VersionCreateRequest: (state, _session, fields) => {
    const version = makePackageVersion(fields);
    if (version === undefined) return restError(400, 'INVALID_INPUT', 'Not a package of this org');
    state.jobs.packageVersions.push(version);
    return version.requestId;
  },
  ScratchOrgInfo: (state, _session, fields) => requestScratchOrg(state, fields),
};

export function createRecord(
  state: OrgState,
  session: Session,
  type: string,
  body: string,
): SimResponse {
  const create = CREATORS[type];
  if (create === undefined) return restError(404, 'NOT_FOUND', `Cannot create ${type}`);
  const created = create(state, session, fieldsOf(body));
  return typeof created === 'string'
    ? json(201, { id: created, success: true, errors: [] }, `created ${type}`)
    : created;
}

/**
 * Reads the fields of a record. If the record has a file, the body is multipart and the fields are
 * its first part.
 */
function fieldsOf(body: string): RecordFields {
  const parts = /^--.+?\r\n\r\n(\{.*?\})\r\n--(.*)$/s.exec(body);
  return parts === null ? JSON.parse(body) : { ...JSON.parse(parts[1] ?? ''), file: parts[2] };
}

export function deleteRecord(state: OrgState, type: string, id: string): SimResponse {
  const { directory } = state;
  if (type === 'ActiveScratchOrg' && deleteScratchOrg(state, id)) {
    return { status: 204, headers: {}, body: '', outcome: `deleted ${type}` };
  }
  const lists = {
    PermissionSetAssignment: directory.assignments,
    PermissionSetLicenseAssign: directory.licenseAssignments,
  };
  const list = lists[type as keyof typeof lists];
  const index = list?.findIndex((assignment) => assignment.id === id) ?? -1;
  if (list === undefined || index < 0) {
    return restError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  }
  list.splice(index, 1);
  return { status: 204, headers: {}, body: '', outcome: `deleted ${type}` };
}

function createUser(
  state: OrgState,
  { tenant }: Session,
  fields: RecordFields,
): string | SimResponse {
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
    (profileName) => PROFILES[profileName as ProfileName].id === fields['ProfileId'],
  ) as ProfileName | undefined;
  if (name === undefined)
    return restError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const license = state.directory.licenses.get(PROFILES[name].license);
  if (license === undefined || license.used >= license.total) {
    return restError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded');
  }
  license.used += 1;
  const userId18 = makeId('005');
  state.users.set(username, { userId18, username, tenant: tenant.name, active: true });
  state.directory.profiles.set(userId18, name);
  return userId18;
}

function assignPermissionSet(
  state: OrgState,
  { tenant }: Session,
  fields: RecordFields,
): string | SimResponse {
  const { AssigneeId: userId = '', PermissionSetId: targetId = '' } = fields as Record<
    string,
    string
  >;
  const { directory } = state;
  const user = [...state.users.values()].find((candidate) => candidate.userId18 === userId);
  const exists = directory.permissionSets(tenant.name).some(({ id }) => id === targetId);
  if (user?.tenant !== tenant.name || !exists) {
    return restError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  if (directory.profileOf(user).license === 'Chatter Free') {
    return restError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      `Can't assign permission set to user ${user.username}. The user license doesn't allow the permission: API Enabled`,
    );
  }
  if (
    directory.assignments.some(
      (assignment) => assignment.userId === userId && assignment.targetId === targetId,
    )
  ) {
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

function assignLicense(
  { directory }: OrgState,
  { tenant }: Session,
  fields: RecordFields,
): string | SimResponse {
  const { AssigneeId: userId = '', PermissionSetLicenseId: targetId = '' } = fields as Record<
    string,
    string
  >;
  if (targetId !== INTEGRATION_LICENSE.id) {
    return restError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  }
  const id = makeId('2LA');
  directory.licenseAssignments.push({ id, tenant: tenant.name, userId, targetId });
  return id;
}
