import { generateKeyPairSync } from 'node:crypto';
import { json, type SimRequest, type SimResponse } from './http-message.ts';

/** The part of GitHub's API that sets and deletes secrets and variables. */
export interface GitHub {
  /** Tokens that the API accepts. */
  readonly tokens: Set<string>;
  readonly repositories: Map<string, Repository>;
  /** Raw X25519 keys in base64. Clients encrypt secrets with the public key. */
  readonly keyPair: { readonly publicKey: string; readonly privateKey: string };
}

export interface Repository {
  /** If false, writing secrets and variables fails with 403. */
  mayWrite: boolean;
  /** Values by the name of the environment; the repository's own are stored under ''. */
  readonly stores: Map<string, ValueStore>;
}

export interface ValueStore {
  readonly secrets: Map<string, { readonly sealed: string; readonly updated: string }>;
  readonly variables: Map<string, string>;
}

export const GITHUB_HOST = 'api.github.com';
const KEY_ID = '568250167242549743';
const NOT_FOUND = errorResponse(404, 'Not Found');
const NO_CONTENT: SimResponse = { status: 204, headers: {}, body: '', outcome: 'done' };

export function makeGitHub(): GitHub {
  const { privateKey } = generateKeyPairSync('x25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const base64 = (part: string): string => Buffer.from(part, 'base64url').toString('base64');
  return {
    tokens: new Set(),
    repositories: new Map(),
    keyPair: { publicKey: base64(x), privateKey: base64(d) },
  };
}

export const makeRepository = (mayWrite = true): Repository => ({
  mayWrite,
  stores: new Map([['', makeStore()]]),
});

const makeStore = (): ValueStore => ({ secrets: new Map(), variables: new Map() });

interface GitHubCall {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly store: ValueStore;
  readonly method: string;
  readonly body: string;
  readonly name: string;
}

export function handleGitHubRequest(github: GitHub, request: SimRequest): SimResponse {
  const token = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined || !github.tokens.has(token))
    return errorResponse(401, 'Bad credentials');
  const [, fullName = '', subpath = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(request.path) ?? [];
  const repository = github.repositories.get(fullName.toLowerCase());
  if (repository === undefined) return NOT_FOUND;
  if (subpath === '') return json(200, repositoryJson(fullName, repository), 'repository');
  const [, environment = '', kind = '', name = ''] =
    /^\/(?:actions|environments\/([^/]+))(?:\/(secrets|variables)(?:\/([^/]+))?)?$/.exec(subpath) ??
    [];
  if (kind === '') return handleEnvironment(repository, decodeURIComponent(environment), request);
  if (!repository.mayWrite)
    return errorResponse(403, 'Resource not accessible by personal access token');
  const store = repository.stores.get(decodeURIComponent(environment));
  if (store === undefined) return NOT_FOUND;
  const { method, body } = request;
  const call = { github, repository, store, method, body, name };
  return kind === 'secrets' ? handleSecrets(call) : handleVariables(call);
}

function repositoryJson(fullName: string, { mayWrite }: Repository): unknown {
  const permissions = { admin: mayWrite, push: mayWrite, pull: true };
  return { id: 4711, full_name: fullName, private: true, permissions };
}

function handleEnvironment(
  repository: Repository,
  name: string,
  { method }: SimRequest,
): SimResponse {
  if (name === '') return NOT_FOUND;
  const exists = repository.stores.has(name);
  if (method === 'PUT') {
    if (!repository.mayWrite) return errorResponse(403, 'Must have admin rights to Repository.');
    if (!exists) repository.stores.set(name, makeStore());
  } else if (!exists) {
    return NOT_FOUND;
  }
  return json(200, { id: 161088068, name, protection_rules: [] }, 'environment');
}

function handleSecrets({ github, store, method, body, name }: GitHubCall): SimResponse {
  if (name === 'public-key') {
    return json(200, { key_id: KEY_ID, key: github.keyPair.publicKey }, 'public key');
  }
  if (name === '') {
    const list = [...store.secrets].map(([secretName, { updated }]) =>
      secretRow(secretName, updated),
    );
    return json(200, { total_count: list.length, secrets: list }, 'secrets');
  }
  const existing = store.secrets.get(name);
  if (method === 'PUT') {
    const { encrypted_value: sealed, key_id: keyId } = JSON.parse(body);
    if (keyId !== KEY_ID) return errorResponse(422, 'Bad request - key_id is not the current one');
    store.secrets.set(name, { sealed, updated: laterThan(existing?.updated) });
    return existing === undefined ? json(201, {}, `secret ${name}`) : NO_CONTENT;
  }
  if (existing === undefined) return NOT_FOUND;
  if (method === 'DELETE') store.secrets.delete(name);
  return method === 'DELETE'
    ? NO_CONTENT
    : json(200, secretRow(name, existing.updated), `secret ${name}`);
}

function handleVariables({ store, method, body, name }: GitHubCall): SimResponse {
  if (method === 'POST') {
    const { name: newName, value } = JSON.parse(body);
    if (store.variables.has(newName)) return errorResponse(409, 'Variable already exists');
    store.variables.set(newName, value);
    return json(201, {}, `variable ${newName}`);
  }
  const value = store.variables.get(name);
  if (value === undefined) return NOT_FOUND;
  if (method === 'PATCH') {
    store.variables.set(name, JSON.parse(body).value);
    return NO_CONTENT;
  }
  if (method === 'DELETE') {
    store.variables.delete(name);
    return NO_CONTENT;
  }
  return json(200, { name, value, updated_at: isoSeconds() }, `variable ${name}`);
}

const secretRow = (name: string, updated: string) => ({
  name,
  created_at: updated,
  updated_at: updated,
});

/** Formats a time without milliseconds, as GitHub does. */
const isoSeconds = (time = Date.now()): string =>
  new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * Ensures that a second update has a later time even if it happens within the same second, as in a
 * test.
 */
const laterThan = (time: string | undefined): string =>
  isoSeconds(Math.max(Date.now(), time === undefined ? 0 : Date.parse(time) + 1000));

function errorResponse(status: number, message: string): SimResponse {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' }, message);
}
