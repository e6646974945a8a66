import { oneLine } from '../src/redaction/one-line.ts';
import type { TargetOrg } from './steps/inspect-org.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';

/**
 * Returns true if the stored values belong to another org. The same sandbox before a refresh does
 * not count as another org.
 */
export function hasOtherOrg({ variables }: PlaceInspection, org: TargetOrg): boolean {
  const { SF_ORG_ID: id, SF_LOGIN_URL: url } = variables;
  if (url === org.myDomain) return false;
  // An ID of 15 characters may identify the same org as one of 18 characters.
  return id !== undefined && id.trim().slice(0, 15) !== org.id.slice(0, 15);
}

export function describeOrgOf({ variables }: PlaceInspection): string {
  const { SF_ORG_ID: id, SF_LOGIN_URL: url, SF_USERNAME: user } = variables;
  return oneLine([id, url, user].filter((value) => value !== undefined).join(', '));
}
