import { json, type SimRequest, type SimResponse } from '../http-message.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { query } from './soql.ts';

/**
 * Handles the GraphQL UI API, limited to queries of the form `uiapi { query { Object { edges { node
 * { … } } } } }`.
 */
export function graphql(
  state: OrgState,
  session: Session,
  request: SimRequest,
  version: string,
): SimResponse {
  const text = String(JSON.parse(request.body).query ?? '');
  const [, object = '', first, fields = ''] =
    /query\s*\{\s*(\w+)\s*(?:\(\s*first:\s*(\d+)\s*\))?\s*\{\s*edges\s*\{\s*node\s*\{(.+)\}/s.exec(
      text,
    ) ?? [];
  const columns = [...fields.matchAll(/(\w+)(?=\s*\{\s*value\s*\}|\s)/g)].map(([name]) => name);
  const fieldNames = columns.filter((name) => name !== 'value');
  if (object === '' || fieldNames.length === 0)
    return graphqlError('Invalid Syntax: offending token');
  const limit = first === undefined ? '' : ` LIMIT ${first}`;
  const soql = `SELECT ${fieldNames.join(', ')} FROM ${object}${limit}`;
  const response = query({ state, session, version, soql, describeColumns: false });
  const result = JSON.parse(String(response.body));
  if (response.status !== 200) return graphqlError(result[0].message);
  const edges = result.records.map((record: Record<string, unknown>) => ({
    node: Object.fromEntries(
      fieldNames.map((name) => [name, name === 'Id' ? record[name] : { value: record[name] }]),
    ),
  }));
  const data = { uiapi: { query: { [object]: { edges } } } };
  return json(200, { data, errors: [] }, `GraphQL on ${object}`);
}

/** Returns an error with status 200, as GraphQL does. */
function graphqlError(message: string): SimResponse {
  return json(200, { data: null, errors: [{ message, paths: [] }] }, 'GraphQL error');
}
