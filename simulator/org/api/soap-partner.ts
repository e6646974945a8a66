import type { Session } from '../sessions.ts';
import type { OrgState } from '../state.ts';
import { query } from './soql.ts';

/**
 * Handles `query` of the SOAP Partner API, which Java clients use. Returns undefined if the query
 * fails.
 */
export function partnerQuery(state: OrgState, session: Session, soql: string): string | undefined {
  const response = query({ state, session, version: 'v65.0', soql, describeColumns: false });
  if (response.status !== 200) return undefined;
  const { totalSize, records } = JSON.parse(String(response.body));
  return (
    '<result xsi:type="QueryResult" xmlns:sf="urn:sobject.partner.soap.sforce.com"><done>true</done><queryLocator xsi:nil="true"/>' +
    `${records.map(recordXml).join('')}<size>${totalSize}</size></result>`
  );
}

function recordXml({ attributes, ...fields }: Record<string, unknown>): string {
  const { type } = attributes as { type: string };
  const values = Object.entries(fields).map(([name, value]) => `<sf:${name}>${value}</sf:${name}>`);
  return `<records xsi:type="sf:sObject"><sf:type>${type}</sf:type>${values.join('')}</records>`;
}
