import type { ValueStore } from './github-stores.ts';
import { json, type SimResponse } from './http-message.ts';

const KEY_ID = '568250167242549743';
const NO_CONTENT: SimResponse = { status: 204, headers: {}, body: '', outcome: 'done' };

interface ValueCall {
  readonly publicKey: string;
  readonly store: ValueStore;
  readonly method: string;
  readonly body: string;
  readonly name: string;
}

export function handleSecrets({ publicKey, store, method, body, name }: ValueCall): SimResponse {
  if (name === 'public-key') return json(200, { key_id: KEY_ID, key: publicKey }, 'public key');
  if (name === '') {
    const list = [...store.secrets].map(([secretName, { updated }]) =>
      secretRow(secretName, updated),
    );
    return json(200, { total_count: list.length, secrets: list }, 'secrets');
  }
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
    : json(200, secretRow(name, existing.updated), `secret ${name}`);
}

export function handleVariables({ store, method, body, name }: ValueCall): SimResponse {
  if (method === 'POST') {
    const { name: newName, value, ...visibility } = JSON.parse(body);
    if (store.variables.has(newName)) return errorResponse(409, 'Variable already exists');
    store.variables.set(newName, value);
    setVisibility(store, newName, visibility);
    return json(201, {}, `variable ${newName}`);
  }
  if (name === '') {
    const variables = [...store.variables].map(([variable, value]) => ({ name: variable, value }));
    return json(200, { total_count: variables.length, variables }, 'variables');
  }
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
  return json(200, { name, value, updated_at: isoSeconds() }, `variable ${name}`);
}

function setVisibility(
  store: ValueStore,
  name: string,
  { selected_repository_ids: ids }: { readonly selected_repository_ids?: readonly unknown[] },
): void {
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
