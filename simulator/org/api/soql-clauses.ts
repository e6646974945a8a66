import type { TableRow } from './table.ts';

export const equalsIgnoreCase = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase();

const CONDITION =
  /([\w.]+)\s*(<=|>=|=|<|>|\bLIKE\b|\bIN\b)\s*('[^']*'|\([^)]*\)|true|false|\d{4}-[\d:.TZ+-]+)/gi;

/** Returns the columns that the conditions compare. */
export const conditionColumns = (clauses: string): string[] =>
  [...clauses.matchAll(CONDITION)].map(([, column = '']) => column);

/**
 * Returns a WHERE clause as a predicate. The clause consists of groups joined by OR; each group
 * consists of conditions joined by AND.
 */
export function whereClause(clauses: string): (row: TableRow) => boolean {
  const alternatives = clauses
    .split(/\sOR\s/i)
    .map((alternative) =>
      [...alternative.matchAll(CONDITION)].map(([, column = '', operator = '', value = '']) =>
        comparison(column, operator.toUpperCase(), value),
      ),
    );
  return (row) =>
    alternatives.some((predicates) => predicates.every((predicate) => predicate(row)));
}

function comparison(column: string, operator: string, literal: string): (row: TableRow) => boolean {
  const values = literal.startsWith('(') ? literal.slice(1, -1).split(',') : [literal];
  const expected = values.map((value) => value.trim().replace(/^'|'$/g, ''));
  const [first = ''] = expected;
  return (row) => {
    const name = Object.keys(row).find((candidate) => equalsIgnoreCase(candidate, column));
    const actual = String(name === undefined ? undefined : row[name]);
    if (operator === 'LIKE')
      return actual.toLowerCase().startsWith(first.replace(/%$/, '').toLowerCase());
    if (/[<>]/.test(operator)) return compareTimes(actual, operator, first);
    // An ID matches by its first 15 characters.
    if (equalsIgnoreCase(column, 'Id') && first.length >= 15) return actual.startsWith(first);
    return expected.some((text) => equalsIgnoreCase(text, actual));
  };
}

function compareTimes(actual: string, operator: string, expected: string): boolean {
  const difference = Date.parse(actual) - Date.parse(expected);
  if (difference === 0) return operator.endsWith('=');
  return operator.startsWith('<') ? difference < 0 : difference > 0;
}

export function applyOrder(rows: readonly TableRow[], clauses: string): readonly TableRow[] {
  const [, column = '', direction = ''] =
    /\bORDER\s+BY\s+([\w.]+)(?:\s+(DESC))?/i.exec(clauses) ?? [];
  if (column === '') return rows;
  const sorted = rows.toSorted((left, right) =>
    String(left[column]).localeCompare(String(right[column])),
  );
  return direction === '' ? sorted : sorted.reverse();
}

export function applyLimit(rows: readonly TableRow[], clauses: string): readonly TableRow[] {
  const limit = /\bLIMIT\s+(\d+)/i.exec(clauses)?.[1];
  return limit === undefined ? rows : rows.slice(0, Number(limit));
}
