import { generateKeyPairSync } from 'node:crypto';
import { type Incoming, json, type Reply } from './org/reply.ts';

/** As much of GitHub's API as it takes to set secrets and variables, and to take them away. */
export interface GitHub {
  /** Who has one of these may do what `repositories` says. */
  readonly tokens: Set<string>;
  readonly repositories: Map<string, Repository>;
  /** Opens what was sealed for it; raw X25519, in base64. */
  readonly sealing: { readonly publicKey: string; readonly privateKey: string };
}

export interface Repository {
  /** May the token write secrets? Without, GitHub answers 403. */
  mayWrite: boolean;
  /** The repository's own values by the name '', those of each environment by its name. */
  readonly places: Map<string, Place>;
}

export interface Place {
  readonly secrets: Map<string, { readonly sealed: string; readonly updated: string }>;
  readonly variables: Map<string, string>;
}

export const GITHUB_HOST = 'api.github.com';
const KEY_ID = '568250167242549743';
const NOT_FOUND = problem(404, 'Not Found');
const DONE: Reply = { status: 204, headers: {}, body: '', outcome: 'done' };

export function makeGitHub(): GitHub {
  const { privateKey } = generateKeyPairSync('x25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  const base64 = (part: string): string => Buffer.from(part, 'base64url').toString('base64');
  return {
    tokens: new Set(),
    repositories: new Map(),
    sealing: { publicKey: base64(x), privateKey: base64(d) },
  };
}

export const makeRepository = (mayWrite = true): Repository => ({
  mayWrite,
  places: new Map([['', makePlace()]]),
});

const makePlace = (): Place => ({ secrets: new Map(), variables: new Map() });

interface Call {
  readonly hub: GitHub;
  readonly repository: Repository;
  readonly place: Place;
  readonly method: string;
  readonly body: string;
  readonly name: string;
}

export function github(hub: GitHub, request: Incoming): Reply {
  const token = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined || !hub.tokens.has(token)) return problem(401, 'Bad credentials');
  const [, full = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(request.path) ?? [];
  const repository = hub.repositories.get(full.toLowerCase());
  if (repository === undefined) return NOT_FOUND;
  if (rest === '') return json(200, facts(full, repository), 'repository');
  const [, environment = '', kind = '', name = ''] =
    /^\/(?:actions|environments\/([^/]+))(?:\/(secrets|variables)(?:\/([^/]+))?)?$/.exec(rest) ??
    [];
  if (kind === '') return environmentCall(repository, decodeURIComponent(environment), request);
  if (!repository.mayWrite) return problem(403, 'Resource not accessible by personal access token');
  const place = repository.places.get(decodeURIComponent(environment));
  if (place === undefined) return NOT_FOUND;
  const { method, body } = request;
  const call = { hub, repository, place, method, body, name };
  return kind === 'secrets' ? secrets(call) : variables(call);
}

function facts(full: string, { mayWrite }: Repository): unknown {
  const permissions = { admin: mayWrite, push: mayWrite, pull: true };
  return { id: 4711, full_name: full, private: true, permissions };
}

function environmentCall(repository: Repository, name: string, { method }: Incoming): Reply {
  if (name === '') return NOT_FOUND;
  const isKnown = repository.places.has(name);
  if (method === 'PUT') {
    if (!repository.mayWrite) return problem(403, 'Must have admin rights to Repository.');
    if (!isKnown) repository.places.set(name, makePlace());
  } else if (!isKnown) {
    return NOT_FOUND;
  }
  return json(200, { id: 161088068, name, protection_rules: [] }, 'environment');
}

function secrets({ hub, place, method, body, name }: Call): Reply {
  if (name === 'public-key') {
    return json(200, { key_id: KEY_ID, key: hub.sealing.publicKey }, 'public key');
  }
  if (name === '') {
    const list = [...place.secrets].map(([one, { updated }]) => secretRow(one, updated));
    return json(200, { total_count: list.length, secrets: list }, 'secrets');
  }
  const known = place.secrets.get(name);
  if (method === 'PUT') {
    const { encrypted_value: sealed, key_id: keyId } = JSON.parse(body);
    if (keyId !== KEY_ID) return problem(422, 'Bad request - key_id is not the current one');
    place.secrets.set(name, { sealed, updated: laterThan(known?.updated) });
    return known === undefined ? json(201, {}, `secret ${name}`) : DONE;
  }
  if (known === undefined) return NOT_FOUND;
  if (method === 'DELETE') place.secrets.delete(name);
  return method === 'DELETE' ? DONE : json(200, secretRow(name, known.updated), `secret ${name}`);
}

function variables({ place, method, body, name }: Call): Reply {
  if (method === 'POST') {
    const { name: made, value } = JSON.parse(body);
    if (place.variables.has(made)) return problem(409, 'Variable already exists');
    place.variables.set(made, value);
    return json(201, {}, `variable ${made}`);
  }
  const value = place.variables.get(name);
  if (value === undefined) return NOT_FOUND;
  if (method === 'PATCH') {
    place.variables.set(name, JSON.parse(body).value);
    return DONE;
  }
  if (method === 'DELETE') {
    place.variables.delete(name);
    return DONE;
  }
  return json(200, { name, value, updated_at: inSeconds() }, `variable ${name}`);
}

const secretRow = (name: string, updated: string) => ({
  name,
  created_at: updated,
  updated_at: updated,
});

/** GitHub tells times without milliseconds. */
const inSeconds = (time = Date.now()): string =>
  new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** Nobody sets a secret twice in a second, but a test does. */
const laterThan = (time: string | undefined): string =>
  inSeconds(Math.max(Date.now(), time === undefined ? 0 : Date.parse(time) + 1000));

function problem(status: number, message: string): Reply {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' }, message);
}
