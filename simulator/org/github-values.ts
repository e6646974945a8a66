import type { ValueStore } from './github-stores.ts';
import { json, type SimResponse } from './http-message.ts';

const KEY_ID = '568250167242549743';
const NO_CONTENT: SimResponse = { status: 204, headers: {}, body: '', outcome: 'done' };

interface ValueCall {
  readonly publicKey: string;
  readonly store: ValueStore;
  /** True for values of an organization, which have a visibility. */
  readonly isShared: boolean;
  readonly method: string;
  readonly body: string;
  readonly query: URLSearchParams;
  readonly name: string;
}

/** GitHub's sizes of a page. */
export const PAGES = {
  secrets: { usual: 30, largest: 100 },
  variables: { usual: 10, largest: 30 },
  repositories: { usual: 30, largest: 100 },
} as const;

/** Returns one page of a list, and the length of the list. */
export function pageOf<T>(
  kind: keyof typeof PAGES,
  list: readonly T[],
  query: URLSearchParams,
): SimResponse {
  const { usual, largest } = PAGES[kind];
  const size = Math.min(Number(query.get('per_page') ?? usual), largest);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  const body = { total_count: list.length, [kind]: list.slice(start, start + size) };
  return json(200, body, kind);
}

export const listSecrets = ({ secrets }: ValueStore) =>
  [...secrets].map(([name, { updated }]) => secretRow(name, updated));

export const listVariables = ({ variables }: ValueStore) =>
  [...variables].map(([name, value]) => ({ name, value }));

/** Returns the fields that only values of an organization have. */
const visibilityOf = ({ store, isShared, name }: ValueCall): object =>
  isShared ? { visibility: store.visibility.get(name) ?? 'selected' } : {};

export function handleSecrets(call: ValueCall): SimResponse {
  const { publicKey, store, method, body, query, name } = call;
  if (name === 'public-key') return json(200, { key_id: KEY_ID, key: publicKey }, 'public key');
  if (name === '') return pageOf('secrets', listSecrets(store), query);
  const existing = store.secrets.get(name);
  if (method === 'PUT') {
    const { encrypted_value: sealed, key_id: keyId, ...visibility } = JSON.parse(body);
    if (keyId !== KEY_ID) return errorResponse(422, 'Bad request - key_id is not the current one');
    store.secrets.set(name, { sealed, updated: laterThan(existing?.updated) });
    setVisibility(store, name, visibility);
    return existing === undefined ? json(201, {}, `secret ${name}`) : NO_CONTENT;
  }
  if (existing === undefined) return errorResponse(404, 'Not Found');
  if (method === 'DELETE') store.secrets.delete(name);
  return method === 'DELETE'
    ? NO_CONTENT
    : json(200, { ...secretRow(name, existing.updated), ...visibilityOf(call) }, `secret ${name}`);
}

export function handleVariables(call: ValueCall): SimResponse {
  const { store, method, body, query, name } = call;
  if (method === 'POST') {
    const { name: newName, value, ...visibility } = JSON.parse(body);
    if (store.variables.has(newName)) return errorResponse(409, 'Variable already exists');
    store.variables.set(newName, value);
    setVisibility(store, newName, visibility);
    return json(201, {}, `variable ${newName}`);
  }
  if (name === '') return pageOf('variables', listVariables(store), query);
  const value = store.variables.get(name);
  if (value === undefined) return errorResponse(404, 'Not Found');
  if (method === 'PATCH') {
    const { value: newValue, ...visibility } = JSON.parse(body);
    store.variables.set(name, newValue);
    setVisibility(store, name, visibility);
    return NO_CONTENT;
  }
  if (method === 'DELETE') {
    store.variables.delete(name);
    return NO_CONTENT;
  }
  const row = { name, value, updated_at: isoSeconds(), ...visibilityOf(call) };
  return json(200, row, `variable ${name}`);
}

function setVisibility(
  store: ValueStore,
  name: string,
  {
    visibility,
    selected_repository_ids: ids,
  }: {
    readonly visibility?: 'all' | 'private' | 'selected';
    readonly selected_repository_ids?: readonly unknown[];
  },
): void {
  if (visibility !== undefined) store.visibility.set(name, visibility);
  if (ids !== undefined) store.visibleTo.set(name, ids.map(Number));
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
 * Returns the current time or, within the same second, a later time, so that every update changes
 * the timestamp.
 */
const laterThan = (time: string | undefined): string =>
  isoSeconds(Math.max(Date.now(), time === undefined ? 0 : Date.parse(time) + 1000));

export function errorResponse(status: number, message: string): SimResponse {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' }, message);
}
