import { json, restError, type SimResponse } from '../http-message.ts';
import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { APEX_TEST_TABLES } from './apex-tests.ts';
import { APP_TABLES } from './app-tables.ts';
import { LOGIN_TABLES } from './login-tables.ts';
import { PACKAGE_TABLES } from './packages.ts';
import { SCRATCH_ORG_TABLES } from './scratch-orgs.ts';
import {
  applyLimit,
  applyOrder,
  conditionColumns,
  equalsIgnoreCase,
  whereClause,
} from './soql-clauses.ts';
import type { Table, TableRow } from './table.ts';
import { USER_TABLES } from './user-tables.ts';

const ACCOUNTS: readonly TableRow[] = [
  { Id: '0015g00000AcmeAAAX', Name: 'Acme', Industry: 'Manufacturing' },
  { Id: '0015g00000AcmeBAAX', Name: 'Globex', Industry: 'Energy' },
  { Id: '0015g00000AcmeCAAX', Name: 'Initech', Industry: 'Technology' },
];

const TABLES: readonly Table[] = [
  { type: 'Account', columns: ['Id', 'Name', 'Industry'], rows: () => ACCOUNTS },
  {
    type: 'Organization',
    columns: [
      'Id',
      'Name',
      'InstanceName',
      'IsSandbox',
      'TrialExpirationDate',
      'NamespacePrefix',
      'OrganizationType',
      'LanguageLocaleKey',
      'TimeZoneSidKey',
    ],
    rows: (_state, { tenant }) => [tenant.organization],
  },
  {
    // The CLI queries this object in scratch orgs for source tracking. It exists but is empty.
    type: 'SourceMember',
    onlyIn: 'scratch',
    columns: [
      'Id',
      'MemberIdOrName',
      'MemberType',
      'MemberName',
      'IsNameObsolete',
      'RevisionCounter',
      'IsNewMember',
      'ChangedBy',
      'LastModifiedDate',
      'LastModifiedBy',
    ],
    rows: () => [],
  },
  ...USER_TABLES,
  ...LOGIN_TABLES,
  ...APP_TABLES,
  ...APEX_TEST_TABLES,
  ...SCRATCH_ORG_TABLES,
  ...PACKAGE_TABLES,
];

export interface Query {
  readonly state: OrgState;
  readonly session: Session;
  readonly version: string;
  readonly soql: string;
  /** True for `columns=true`, which requests column types instead of rows. */
  readonly describeColumns: boolean;
  /** True for a query of the Tooling API, which has different objects. */
  readonly isTooling?: boolean;
}

/**
 * Runs a query of the form `SELECT columns FROM object`, with conditions joined by AND or OR, ORDER
 * BY and LIMIT.
 */
export function query({
  state,
  session,
  version,
  soql,
  describeColumns,
  isTooling = false,
}: Query): SimResponse {
  const [, list = '', object = '', clauses = ''] =
    /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)\b(.*)$/is.exec(soql) ?? [];
  if (object === '') return restError(400, 'MALFORMED_QUERY', 'unexpected token: the query');
  const table = tableOf(session, object, isTooling);
  if (table === undefined) return noSuchObject(object);
  const { type, notFilterable = [] } = table;
  const unfilterable = conditionColumns(clauses).find((column) =>
    notFilterable.some((name) => equalsIgnoreCase(name, column)),
  );
  if (unfilterable !== undefined) return notFilterableError(unfilterable);
  const matches = table.rows(state, session).filter(whereClause(clauses));
  const rows = applyLimit(applyOrder(matches, clauses), clauses);
  if (/^count\(\)$/i.test(list)) {
    return json(200, { totalSize: rows.length, done: true, records: [] }, `count of ${type}`);
  }
  const requestedColumns = list.split(',').map((column) => column.trim());
  const unknownColumn = requestedColumns.find(
    (name) => !table.columns.some((column) => equalsIgnoreCase(column, name)),
  );
  if (unknownColumn !== undefined) return noSuchColumn(unknownColumn, type);
  const columns = requestedColumns.map(
    (name) => table.columns.find((column) => equalsIgnoreCase(column, name)) ?? name,
  );
  if (describeColumns) return json(200, description(type, columns), `columns of ${type}`);
  const records = rows.map((row) => ({
    attributes: { type, url: `/services/data/${version}/sobjects/${type}/${String(idOf(row))}` },
    ...toRecord(columns, row),
  }));
  return json(200, { totalSize: records.length, done: true, records }, `query on ${type}`);
}

/** Returns the description of an object, or undefined if the org has no such object. */
export function describe(session: Session, object: string): unknown {
  const table = tableOf(session, object);
  return table && { name: table.type, fields: table.columns.map((name) => ({ name })) };
}

function tableOf({ tenant }: Session, object: string, isTooling = false): Table | undefined {
  return TABLES.find(
    ({ type, onlyIn = tenant.name, notOnTooling, onlyOnTooling = false }) =>
      equalsIgnoreCase(type, object) &&
      onlyIn === tenant.name &&
      (isTooling ? !notOnTooling : !onlyOnTooling),
  );
}

const idOf = ({ Id }: TableRow): unknown => Id;

/** Nests fields of related objects: `Profile.Name` becomes `{ Profile: { Name } }`. */
function toRecord(columns: readonly string[], row: TableRow): TableRow {
  const record: Record<string, unknown> = {};
  for (const column of columns) {
    const path = column.split('.');
    const last = path.pop() ?? column;
    let target = record;
    for (const segment of path) {
      const inner = (target[segment] ?? {}) as Record<string, unknown>;
      target[segment] = inner;
      target = inner;
    }
    target[last] = row[column];
  }
  return record;
}

function description(type: string, columns: readonly string[]): unknown {
  const columnMetadata = columns.map((columnName) => ({
    aggregate: false,
    apexType: 'String',
    booleanType: false,
    columnName,
    custom: false,
    displayName: columnName,
    foreignKeyName: null,
    insertable: true,
    joinColumns: [],
    numberType: false,
    textType: true,
    updatable: true,
  }));
  return { columnMetadata, entityName: type, groupBy: false, idSelected: columns.includes('Id') };
}

function noSuchObject(object: string): SimResponse {
  const message =
    `\nSELECT Id FROM ${object}\n               ^\nERROR at Row:1:Column:16\n` +
    `sObject type '${object}' is not supported. If you are attempting to use a custom object, ` +
    "be sure to append the '__c' after the entity name. Please reference your WSDL or the " +
    'describe call for the appropriate names.';
  return restError(400, 'INVALID_TYPE', message);
}

function notFilterableError(column: string): SimResponse {
  return restError(400, 'INVALID_FIELD', `field '${column}' can not be filtered in a query call`);
}

function noSuchColumn(column: string, object: string): SimResponse {
  const message =
    `\nSELECT ${column} FROM ${object}\n       ^\nERROR at Row:1:Column:8\n` +
    `No such column '${column}' on entity '${object}'. If you are attempting to use a custom ` +
    "field, be sure to append the '__c' after the custom field name. Please reference your WSDL " +
    'or the describe call for the appropriate names.';
  return restError(400, 'INVALID_FIELD', message);
}
