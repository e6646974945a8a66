import { generateKeyPairSync } from 'node:crypto';
import { handleEnvironment } from './github-environments.ts';
import { makeStore, type Organization, type Repository, type ValueStore } from './github-stores.ts';
import {
  errorResponse,
  handleSecrets,
  handleVariables,
  listSecrets,
  listVariables,
  pageOf,
} from './github-values.ts';
import { json, type SimRequest, type SimResponse } from './http-message.ts';

/** The state of the simulated part of GitHub's API, which manages secrets and variables. */
export interface GitHub {
  /** Access tokens that the API accepts. */
  readonly tokens: Set<string>;
  readonly repositories: Map<string, Repository>;
  readonly organizations: Map<string, Organization>;
  /** Raw X25519 keys in base64. Clients encrypt secrets with the public key. */
  readonly keyPair: { readonly publicKey: string; readonly privateKey: string };
}

export {
  makeOrganization,
  makeRepository,
  type Repository,
  type ValueStore,
} from './github-stores.ts';

export const GITHUB_HOST = 'api.github.com';
const NOT_FOUND = errorResponse(404, 'Not Found');
const FORBIDDEN = errorResponse(403, 'Resource not accessible by personal access token');

export function makeGitHub(): GitHub {
  const { privateKey } = generateKeyPairSync('x25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const base64 = (part: string): string => Buffer.from(part, 'base64url').toString('base64');
  return {
    tokens: new Set(),
    repositories: new Map(),
    organizations: new Map(),
    keyPair: { publicKey: base64(x), privateKey: base64(d) },
  };
}

export function handleGitHubRequest(github: GitHub, request: SimRequest): SimResponse {
  const token = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined || !github.tokens.has(token))
    return errorResponse(401, 'Bad credentials');
  const path = request.path.replace(/\?.*$/, '');
  const [, owner = '', values = ''] = /^\/orgs\/([^/]+)\/actions\/(.+)$/.exec(path) ?? [];
  if (owner !== '') return handleOrganization(github, owner, values, request);
  if (path === '/graphql') return handleGraphql(github, request);
  const [, fullName = '', subpath = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(path) ?? [];
  const repository = github.repositories.get(fullName.toLowerCase());
  if (repository === undefined) return NOT_FOUND;
  if (subpath === '') return json(200, repositoryJson(fullName, repository), 'repository');
  const [, environment = '', rest = ''] =
    /^\/(?:actions|environments\/([^/]+))(?:\/(.+))?$/.exec(subpath) ?? [];
  const name = decodeURIComponent(environment);
  const [, shared] = /^organization-(secrets|variables)$/.exec(rest) ?? [];
  if (shared !== undefined) return listShared(github, fullName, shared, request);
  if (!/^(secrets|variables)(\/|$)/.test(rest))
    return handleEnvironment(repository, { name, rest }, request);
  const isWrite = request.method !== 'GET';
  if (!repository.mayWrite || (isWrite && repository.isReadOnly)) return FORBIDDEN;
  const store = repository.stores.get(name);
  if (store === undefined) return NOT_FOUND;
  return handleValues(github, { store, isShared: false, path: rest }, request);
}

/** Lists the values of the organization that the repository may use. A user's repository has none. */
function listShared(
  { organizations, repositories }: GitHub,
  fullName: string,
  kind: string,
  { query }: SimRequest,
): SimResponse {
  const [owner = ''] = fullName.toLowerCase().split('/');
  const store = organizations.get(owner)?.store ?? makeStore();
  const id = repositories.get(fullName.toLowerCase())?.id;
  // All repositories here are private.
  const isVisible = ({ name }: { readonly name: string }): boolean =>
    (store.visibility.get(name) ?? 'selected') !== 'selected' ||
    store.visibleTo.get(name)?.includes(Number(id)) === true;
  return kind === 'secrets'
    ? pageOf('secrets', listSecrets(store).filter(isVisible), query)
    : pageOf('variables', listVariables(store).filter(isVisible), query);
}

/** Answers the query that gh uses to look up repository IDs. */
function handleGraphql({ repositories }: GitHub, { body }: SimRequest): SimResponse {
  const { query, variables = {} } = JSON.parse(body);
  const resolveArgument = (text: string): string =>
    text.startsWith('$') ? String(variables[text.slice(1)]) : text.replaceAll('"', '');
  const pattern =
    /(\w+)\s*:\s*repository\(\s*owner:\s*([$"][\w.-]+"?),?\s*name:\s*([$"][\w.-]+"?)/g;
  const found = [...String(query).matchAll(pattern)].map(
    ([, alias = '', owner = '', name = '']) => {
      const repository = repositories.get(
        `${resolveArgument(owner)}/${resolveArgument(name)}`.toLowerCase(),
      );
      return [alias, repository === undefined ? null : { databaseId: repository.id }];
    },
  );
  return json(200, { data: Object.fromEntries(found) }, 'repository IDs');
}

function handleOrganization(
  github: GitHub,
  owner: string,
  path: string,
  request: SimRequest,
): SimResponse {
  const organization = github.organizations.get(owner.toLowerCase());
  if (organization === undefined) return NOT_FOUND;
  return organization.mayWrite
    ? handleValues(github, { store: organization.store, isShared: true, path }, request)
    : errorResponse(403, 'Must have admin rights to the organization (admin:org).');
}

interface ValuesPath {
  readonly store: ValueStore;
  readonly isShared: boolean;
  /** The rest of the path, from `secrets` or `variables` on. */
  readonly path: string;
}

function handleValues(
  github: GitHub,
  { store, isShared, path }: ValuesPath,
  { method, body, query }: SimRequest,
): SimResponse {
  const [kind = '', name = '', detail = ''] = path.split('/');
  if (detail === 'repositories') {
    const ids = store.visibleTo.get(name) ?? [];
    const repositories = [...github.repositories]
      .filter(([, { id }]) => ids.includes(id))
      .map(([fullName, { id }]) => ({ id, name: fullName.split('/')[1] }));
    return pageOf('repositories', repositories, query);
  }
  const { publicKey } = github.keyPair;
  const call = { publicKey, store, isShared, method, body, query, name };
  return kind === 'secrets' ? handleSecrets(call) : handleVariables(call);
}

function repositoryJson(fullName: string, { id, mayWrite, isAdmin }: Repository): unknown {
  const permissions = { admin: isAdmin, push: mayWrite, pull: true };
  const name = fullName.split('/')[1];
  const owner = { id: 17, login: fullName.split('/')[0] };
  return {
    id,
    name,
    full_name: fullName,
    owner,
    private: true,
    default_branch: 'main',
    permissions,
  };
}
