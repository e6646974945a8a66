import type { Session } from '../oauth/sessions.ts';
import { type Incoming, json, type Reply } from '../reply.ts';
import type { OrgState } from '../state.ts';
import { query } from './soql.ts';

/** The UI API by GraphQL, for questions of one shape: `uiapi { query { Object { edges { node { … } } } } }`. */
export function graphql(
  state: OrgState,
  session: Session,
  request: Incoming,
  version: string,
): Reply {
  const text = String(JSON.parse(request.body).query ?? '');
  const [, object = '', first, fields = ''] =
    /query\s*\{\s*(\w+)\s*(?:\(\s*first:\s*(\d+)\s*\))?\s*\{\s*edges\s*\{\s*node\s*\{(.+)\}/s.exec(
      text,
    ) ?? [];
  const columns = [...fields.matchAll(/(\w+)(?=\s*\{\s*value\s*\}|\s)/g)].map(([name]) => name);
  const named = columns.filter((name) => name !== 'value');
  if (object === '' || named.length === 0) return failed('Invalid Syntax: offending token');
  const limit = first === undefined ? '' : ` LIMIT ${first}`;
  const soql = `SELECT ${named.join(', ')} FROM ${object}${limit}`;
  const answer = query({ state, session, version, soql, describeColumns: false });
  const found = JSON.parse(String(answer.body));
  if (answer.status !== 200) return failed(found[0].message);
  const edges = found.records.map((record: Record<string, unknown>) => ({
    node: Object.fromEntries(
      named.map((name) => [name, name === 'Id' ? record[name] : { value: record[name] }]),
    ),
  }));
  const data = { uiapi: { query: { [object]: { edges } } } };
  return json(200, { data, errors: [] }, `GraphQL on ${object}`);
}

/** Like every GraphQL service, it says no with 200. */
function failed(message: string): Reply {
  return json(200, { data: null, errors: [{ message, paths: [] }] }, 'GraphQL error');
}
