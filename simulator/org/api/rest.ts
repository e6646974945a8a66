import { json, restError, type SimRequest, type SimResponse } from '../http-message.ts';
import { identityUrl, sessionOf } from '../oauth/endpoints.ts';
import type { OrgState } from '../state.ts';
import { runTests } from './apex-tests.ts';
import { type ApiCall, NOT_FOUND } from './api-call.ts';
import { bulk } from './bulk.ts';
import { graphql } from './graphql.ts';
import { PACKAGE } from './packages.ts';
import { createRecord, deleteRecord } from './records.ts';
import { restDeploy, restDeployStatus } from './rest-deploy.ts';
import { scratchOrgInfo } from './scratch-orgs.ts';
import { describe, query } from './soql.ts';
import { userRow } from './user-tables.ts';

const VERSIONS = ['64.0', '65.0', '66.0', '67.0'] as const;
const LABELS: Readonly<Record<string, string>> = {
  '64.0': "Summer '25",
  '65.0': "Winter '26",
  '66.0': "Spring '26",
  '67.0': "Summer '26",
};

export const INVALID_SESSION = restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
const WRONG_HOST = restError(
  404,
  'URL_NOT_RESET',
  'Destination URL not reset. The URL returned from login must be set',
);

/** Handlers of the resources under /services/data/vXX.0, by the first segment of their path. */
const RESOURCES: Readonly<Record<string, (call: ApiCall) => SimResponse>> = {
  '': ({ session, version }) =>
    json(200, { ...resources(version), identity: identityUrl(session) }),
  query: (call) => runQuery(call, false),
  tooling,
  composite: batch,
  jobs: bulk,
  graphql: ({ state, session, request, version }) => graphql(state, session, request, version),
  limits: () =>
    json(200, {
      DailyApiRequests: { Max: 100_000, Remaining: 99_958 },
      DataStorageMB: { Max: 1024, Remaining: 1000 },
    }),
  sobjects: sobject,
  metadata: ({ state, session, request, pathSegments }) =>
    request.method === 'POST'
      ? restDeploy(state, session, request)
      : restDeployStatus(state.deployments, pathSegments[1] ?? ''),
};

export function restApi(state: OrgState, request: SimRequest): SimResponse {
  const [version, resource = '', ...pathSegments] = request.path.split('/').slice(3);
  // Only the list of versions can be read without a session.
  if (version === undefined || version === '') return json(200, VERSIONS.map(versionEntry));
  if (state.tenants.some(({ loginHost }) => loginHost === request.host)) return WRONG_HOST;
  const session = sessionOf(state, request);
  if (session === undefined) return INVALID_SESSION;
  if (!/^v\d\d\.0$/.test(version)) return NOT_FOUND;
  const resourceHandler = RESOURCES[resource];
  return resourceHandler === undefined
    ? NOT_FOUND
    : resourceHandler({ state, session, request, version, pathSegments });
}

function tooling(call: ApiCall): SimResponse {
  const { state, session, request } = call;
  const [resource, ...pathSegments] = call.pathSegments;
  if (resource === 'query') return runQuery(call, true);
  if (resource === 'runTestsAsynchronous') return runTests(state, session, request.body);
  return sobject({ ...call, pathSegments });
}

/**
 * Handles POST composite/batch, which combines up to 25 requests. Only GET requests to `query` are
 * supported here.
 */
function batch(call: ApiCall): SimResponse {
  const { state, session, request } = call;
  if (call.pathSegments[0] !== 'batch' || request.method !== 'POST') return NOT_FOUND;
  const { batchRequests } = JSON.parse(request.body) as { batchRequests: { url: string }[] };
  const results = batchRequests.map(({ url }) => {
    const { pathname, searchParams } = new URL(url, 'https://host');
    const [, version = '', resource] = pathname.split('/');
    const soql = searchParams.get('q') ?? '';
    const { status, body } =
      resource === 'query'
        ? query({ state, session, version, soql, describeColumns: false })
        : NOT_FOUND;
    return { statusCode: status, result: JSON.parse(String(body)) };
  });
  return json(200, { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
}

function runQuery({ state, session, request, version }: ApiCall, isTooling: boolean): SimResponse {
  const soql = request.query.get('q') ?? '';
  const describeColumns = request.query.get('columns') === 'true';
  return query({ state, session, version, soql, describeColumns, isTooling });
}

function versionEntry(version: string): Record<string, string> {
  return { label: LABELS[version] ?? version, url: `/services/data/v${version}`, version };
}

function resources(version: string): Record<string, string> {
  const names = ['query', 'sobjects', 'limits', 'tooling', 'metadata'];
  return Object.fromEntries(names.map((name) => [name, `/services/data/${version}/${name}`]));
}

function sobject({ state, session, request, pathSegments: [type, id] }: ApiCall): SimResponse {
  if (type === undefined) {
    return json(200, { encoding: 'UTF-8', sobjects: [{ name: 'Account' }, { name: 'User' }] });
  }
  if (request.method === 'POST') return createRecord(state, session, type, request.body);
  if (request.method === 'DELETE') return deleteRecord(state, type, id ?? '');
  if (id === 'describe') {
    const description = describe(session, type);
    return description === undefined ? NOT_FOUND : json(200, description, `describe ${type}`);
  }
  if (type === 'Package2' && id === PACKAGE.Id) return json(200, PACKAGE, 'package');
  if (type === 'ScratchOrgInfo') return scratchOrgInfo(state, session, id ?? '') ?? NOT_FOUND;
  if (type === 'Organization' && id === session.tenant.orgId) {
    return json(200, { attributes: { type }, ...session.tenant.organization }, 'organization');
  }
  const user = [...state.users.values()].find(
    ({ userId18, tenant }) => userId18 === id && tenant === session.tenant.name,
  );
  if (type !== 'User' || user === undefined) return NOT_FOUND;
  const ownFields = Object.entries(userRow(state, user)).filter(([name]) => !name.includes('.'));
  const record = { attributes: { type }, ...Object.fromEntries(ownFields) };
  return json(200, record, `user ${user.username}`);
}
