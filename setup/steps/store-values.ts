import { joinCertificates } from '../certificates.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import type { GitHubCli } from '../gh.ts';
import type { StoredKey } from '../key-pair.ts';
import {
  consumerKeyName,
  effectiveVariables,
  isBeside,
  joinKinds,
  otherCertificates,
  variablesFor,
} from '../key-service/beside.ts';
import {
  type PlaceInspection,
  type StoredValues,
  VARIABLES,
  type VariableName,
} from './inspect-places.ts';

/** The values that a workflow reads from secrets and variables. docs/setup.md lists their names. */
export interface WorkflowValues {
  readonly consumerKey: string;
  readonly key: StoredKey;
  /** All variables except SF_CERTIFICATE and the key. An undefined value is removed. */
  readonly variables: Readonly<Partial<Record<VariableName, string | undefined>>>;
  readonly certificatePem: string;
  /**
   * The app's certificate before the run. It matches the key in GitHub until that key is replaced.
   */
  readonly oldCertificate: string | undefined;
  /** True to store the variable of the reminder even if it does not exist yet. */
  readonly withReminder: boolean;
}

/**
 * Stores the values. SF_CERTIFICATE always contains the certificate of the stored key: first it
 * contains the new and the old certificate, then the key is replaced, and then only the new certificate
 * remains.
 */
export function storeValues(
  context: SetupContext,
  place: PlaceInspection,
  values: WorkflowValues,
): Promise<void> {
  const { terminal } = context;
  return terminal.step('GitHub', async (progress) => {
    const { options } = context;
    const store = valueStore(context, place.gh, progress);
    const before = place.variables;
    const variables = variablesFor(place, values.variables, options);
    const others = otherCertificates(context, place, values);
    const oldCertificates = joinCertificates(
      others,
      effectiveVariables(place).SF_CERTIFICATE,
      values.oldCertificate,
    );
    if ((hasKey(place, values.key.name) || others !== '') && oldCertificates !== '') {
      const both = joinKinds(options, values.certificatePem, oldCertificates);
      await store.variable('SF_CERTIFICATE', both, before.SF_CERTIFICATE);
    }
    for (const [name, value] of Object.entries(variables))
      await store.variable(name, value, before[name as VariableName]);
    const consumerKey = consumerKeyName(place, options);
    await store.secret(consumerKey, values.consumerKey);
    await storeKey(store, values.key);
    await requireNewKey(context, place, values.key);
    await finishCertificates(context, place, values, progress);
    const names = await verifyStored(context, place.gh, {
      secrets: [consumerKey, ...(values.key.name === 'SF_PRIVATE_KEY' ? [values.key.name] : [])],
      variables: {
        ...variables,
        ...(values.key.name === 'SF_SIGNING_KEY' ? { SF_SIGNING_KEY: values.key.value } : {}),
        SF_CERTIFICATE: finalCertificates(context, place, values),
      },
    });
    const orgChanged = before.SF_ORG_ID !== undefined && before.SF_ORG_ID !== variables.SF_ORG_ID;
    const suffix = orgChanged
      ? `; SF_ORG_ID was ${before.SF_ORG_ID}: another org, or a refreshed sandbox`
      : '';
    return { result: `${names.join(', ')} in ${place.gh.label}${suffix}`, value: undefined };
  });
}

/** Returns true if a key of this kind was stored before the run. */
export const hasKey = ({ secrets, variables }: StoredValues, name: StoredKey['name']): boolean =>
  (name === 'SF_PRIVATE_KEY' ? secrets.SF_PRIVATE_KEY : variables.SF_SIGNING_KEY) !== undefined;

/**
 * Returns true if GitHub now has this key, as far as that can be seen: a secret must have a new
 * time.
 */
export async function hasNewKey(
  { gh, secrets }: PlaceInspection,
  { name, value }: StoredKey,
): Promise<boolean> {
  return name === 'SF_PRIVATE_KEY'
    ? (await gh.secretUpdatedAt(name)) !== secrets.SF_PRIVATE_KEY
    : (await gh.variable(name))?.trim() === value;
}

const storeKey = (store: ValueStore, { name, value }: StoredKey): Promise<void> =>
  name === 'SF_PRIVATE_KEY' ? store.secret(name, value) : store.variable(name, value, undefined);

type CertificateValues = Pick<WorkflowValues, 'certificatePem' | 'oldCertificate'>;

/**
 * Returns the final value of SF_CERTIFICATE: the new certificate, and that of the other kind of key.
 */
export const finalCertificates = (
  context: SetupContext,
  place: PlaceInspection,
  values: CertificateValues,
): string => {
  const others = otherCertificates(context, place, values);
  const { certificatePem } = values;
  return others === '' ? certificatePem : joinKinds(context.options, certificatePem, others);
};

/**
 * Called when GitHub has the new key. Leaves only certificates of current keys in SF_CERTIFICATE, and
 * updates the reminder.
 */
export async function finishCertificates(
  context: SetupContext,
  place: PlaceInspection,
  values: CertificateValues & Pick<WorkflowValues, 'withReminder'>,
  progress: (name: string) => void = () => undefined,
): Promise<void> {
  const { certificatePem, withReminder } = values;
  const { gh, repositoryGh, reminder } = place;
  const final = finalCertificates(context, place, values);
  await valueStore(context, gh, progress).variable('SF_CERTIFICATE', final, undefined);
  if (gh.place.environment === undefined) return;
  if (!withReminder && reminder.value === undefined) return;
  // The reminder refers to the private key until this key is removed.
  if (reminder.value !== undefined && isBeside(place, context.options)) return;
  const store = valueStore(context, repositoryGh, progress);
  await store.variable(reminder.name, certificatePem, reminder.value);
}

/** Restores the variables that this run has changed, because GitHub still has the old key. */
export async function restoreVariables(
  context: SetupContext,
  { gh, variables }: PlaceInspection,
): Promise<void> {
  const { record } = context;
  for (const what of VARIABLES) {
    const change = { where: gh.label, what };
    if (record.find(change) === undefined) continue;
    const value = variables[what];
    if (value === undefined) await gh.remove('variables', what);
    else await gh.setVariable(what, value);
    record.forget(change);
  }
}

interface ValueStore {
  /**
   * Sets the variable, or removes it if the value is undefined. Does nothing if `before` is the
   * same value, unless more repositories may use it from now on.
   */
  variable(name: string, value: string | undefined, before: string | undefined): Promise<void>;
  secret(name: string, value: string): Promise<void>;
}

function valueStore(
  { record }: SetupContext,
  gh: GitHubCli,
  progress: (name: string) => void,
): ValueStore {
  return {
    async variable(name, value, before) {
      if (value === before && !gh.widens(name)) return;
      progress(name);
      const change = { where: gh.label, what: name, how: value === undefined ? 'removed' : 'set' };
      await record.change(change, async () => {
        if (value === undefined) await gh.remove('variables', name);
        else await gh.setVariable(name, value);
      });
    },
    async secret(name, value) {
      progress(name);
      await record.change({ where: gh.label, what: name, how: 'set' }, () =>
        gh.setSecret(name, value),
      );
    },
  };
}

/** Stores the audience that the sign-in has found, if everything else has been stored before. */
export async function storeAudience(
  context: SetupContext,
  place: PlaceInspection,
  values: WorkflowValues,
): Promise<void> {
  if (!('SF_AUDIENCE' in values.variables)) return;
  const before = place.variables.SF_AUDIENCE;
  const { SF_AUDIENCE: audience } = variablesFor(place, values.variables, context.options);
  if (audience === before) return;
  await context.terminal.step('GitHub', async (progress) => {
    await valueStore(context, place.gh, progress).variable('SF_AUDIENCE', audience, before);
    const how = audience === undefined ? 'removed from' : 'in';
    return { result: `SF_AUDIENCE ${how} ${place.gh.label}`, value: undefined };
  });
}

/** GitHub may return a value only some time after it was written. */
const SETTLE_MS = 2000;

/**
 * Checks that GitHub has the new key.
 * @throws SetupError if GitHub still has the old key, so that its certificate must not be removed
 */
async function requireNewKey(
  { runtime, record }: SetupContext,
  place: PlaceInspection,
  key: StoredKey,
): Promise<void> {
  if (await hasNewKey(place, key)) return;
  await runtime.pause(SETTLE_MS);
  if (await hasNewKey(place, key)) return;
  record.forget({ where: place.gh.label, what: key.name });
  throw new SetupError(`gh reported that it set ${key.name}, but GitHub did not update it.`);
}

interface ExpectedValues {
  readonly secrets: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Verifies variables by their values and secrets by their existence, because GitHub does not return
 * secrets.
 */
async function verifyStored(
  { runtime, record }: SetupContext,
  gh: GitHubCli,
  { secrets, variables }: ExpectedValues,
): Promise<string[]> {
  const expected = Object.entries(variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const findMissing = async (): Promise<string[]> => {
    const missing: string[] = [];
    for (const name of secrets)
      if ((await gh.secretUpdatedAt(name)) === undefined) missing.push(name);
    for (const [name, value] of expected)
      if ((await gh.variable(name))?.trim() !== value.trim()) missing.push(name);
    return missing;
  };
  let missing = await findMissing();
  if (missing.length > 0) {
    await runtime.pause(SETTLE_MS);
    missing = await findMissing();
  }
  if (missing.length === 0) return [...secrets, ...expected.map(([name]) => name)];
  for (const what of missing) record.forget({ where: gh.label, what });
  throw new SetupError(
    `GitHub accepted these values, but does not return them: ${missing.join(', ')}.`,
  );
}
