import { oneLine } from '../src/redaction/one-line.ts';
import { isMyDomain } from '../src/salesforce/hosts.ts';
import type { TargetOrg } from './steps/inspect-org.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';

/**
 * Returns true if the stored values belong to another org. The same sandbox before a refresh does
 * not count as another org.
 */
export function hasOtherOrg({ variables }: PlaceInspection, org: TargetOrg): boolean {
  const { SF_ORG_ID: id, SF_LOGIN_URL: url } = variables;
  const host = hostOf(url);
  if (host === hostOf(org.myDomain)) return false;
  // Without the ID, only a My Domain shows the org: every org uses the shared login hosts.
  if (id === undefined) return isMyDomain(host);
  // An ID of 15 characters may identify the same org as one of 18 characters.
  return id.trim().slice(0, 15) !== org.id.slice(0, 15);
}

/** Returns the host of a URL that may lack its scheme, or an empty string. */
function hostOf(url = ''): string {
  const text = url.trim().replace(/^(?!https?:)/i, 'https://');
  return URL.canParse(text) ? new URL(text).host : '';
}

export function describeOrgOf({ variables }: PlaceInspection): string {
  const { SF_ORG_ID: id, SF_LOGIN_URL: url, SF_USERNAME: user } = variables;
  return oneLine([id, url, user].filter((value) => value !== undefined).join(', '));
}
