import type { StoredKey } from './key-pair.ts';
import type { TargetOrg } from './steps/inspect-org.ts';
import { type PlaceInspection, readInherited, type StoredValues } from './steps/inspect-places.ts';
import { hasKey } from './steps/store-values.ts';

/**
 * Returns the places whose workflows have no key that may work, so that a key that Salesforce has not
 * accepted yet can be stored there.
 */
export async function placesWithoutKey(
  places: readonly PlaceInspection[],
  org: TargetOrg,
  key: StoredKey,
): Promise<PlaceInspection[]> {
  const found: PlaceInspection[] = [];
  for (const place of places) {
    const values = await readEffective(place).catch(() => undefined);
    if (values === undefined) continue;
    if (!hasAnyKey(values, key) || isOfReplacedOrg(values, org)) found.push(place);
  }
  return found;
}

/** Reads the values that the workflows use: those of the place, or else the inherited ones. */
async function readEffective({
  gh,
  repositoryGh,
  secrets,
  variables,
}: PlaceInspection): Promise<StoredValues> {
  const inherited = await readInherited(repositoryGh, gh.place);
  return {
    secrets: { ...inherited.secrets, ...secrets },
    variables: { ...inherited.variables, ...variables },
  };
}

/** A run with a key service changes nothing that workflows with a private key read. */
const hasAnyKey = (values: StoredValues, { name }: StoredKey): boolean =>
  hasKey(values, 'SF_SIGNING_KEY') || (name === 'SF_PRIVATE_KEY' && hasKey(values, name));

/** Returns true if a sandbox was refreshed, which removes the app of the stored key. */
const isOfReplacedOrg = (
  { variables: { SF_LOGIN_URL: url, SF_ORG_ID: id } }: StoredValues,
  org: TargetOrg,
): boolean =>
  url === org.myDomain && id !== undefined && id.trim().slice(0, 15) !== org.id.slice(0, 15);
