import { joinCertificates, shareCertificate } from '../certificates.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import type { GitHubCli } from '../gh.ts';
import { keyNameOf, type StoredKey } from '../key-pair.ts';
import {
  consumerKeyName,
  effectiveVariables,
  isBeside,
  joinKinds,
  otherCertificates,
  variablesFor,
} from '../key-service/beside.ts';
import { type PlaceInspection, VARIABLES, type VariableName } from './inspect-places.ts';

/** The secrets and variables of a workflow, named as in docs/setup.md. */
export interface WorkflowValues {
  readonly consumerKey: string;
  readonly key: StoredKey;
  /** Without SF_CERTIFICATE and the key. An undefined value is removed. */
  readonly variables: Readonly<Partial<Record<VariableName, string | undefined>>>;
  readonly certificatePem: string;
  /** The app's certificate before the run, to which the key in GitHub belongs until it is replaced. */
  readonly oldCertificate: string | undefined;
  /** True if the reminder's variable is to be stored even if it does not exist. */
  readonly withReminder: boolean;
}

/**
 * Stores the values in one place. The certificate belongs to the key at every moment: SF_CERTIFICATE first
 * has the new and the old one, then the key is replaced, then the new certificate stays alone.
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

/** True if the place had a key of this kind before the run. */
export const hasKey = ({ secrets, variables }: PlaceInspection, name: StoredKey['name']): boolean =>
  (name === 'SF_PRIVATE_KEY' ? secrets.SF_PRIVATE_KEY : variables.SF_SIGNING_KEY) !== undefined;

/** True if GitHub has this key now, as far as it shows that: a secret must have a new time. */
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

/** Returns SF_CERTIFICATE as it stays: the new certificate, beside that of a key of the other kind. */
const finalCertificates = (
  context: SetupContext,
  place: PlaceInspection,
  values: CertificateValues,
): string => {
  const others = otherCertificates(context, place, values);
  const { certificatePem } = values;
  return others === '' ? certificatePem : joinKinds(context.options, certificatePem, others);
};

/** Once GitHub has the new key: leaves only certificates of current keys in SF_CERTIFICATE, and the reminder. */
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
  // The reminder is about the private key until that is removed.
  if (reminder.value !== undefined && isBeside(place, context.options)) return;
  const store = valueStore(context, repositoryGh, progress);
  await store.variable(reminder.name, certificatePem, reminder.value);
}

/** Puts the variables back that this run has changed, because the key in the place is the old one. */
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
  /** Does nothing if the place has this value already. */
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
      if (value === before) return;
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

/**
 * True if the place has everything that a run would store. SF_CERTIFICATE has no older certificate
 * only after the key was stored.
 */
export function isComplete(
  context: SetupContext,
  place: PlaceInspection,
  {
    certificatePem,
    address,
  }: { readonly certificatePem: string; readonly address: string | undefined },
): boolean {
  const { options } = context;
  const { secrets, variables } = place;
  const certificates = { certificatePem, oldCertificate: undefined };
  return (
    certificatePem !== '' &&
    hasKey(place, keyNameOf(options)) &&
    (address === undefined || variables.SF_SIGNING_KEY === address) &&
    secrets[consumerKeyName(place, options)] !== undefined &&
    joinCertificates(variables.SF_CERTIFICATE) ===
      joinCertificates(finalCertificates(context, place, certificates)) &&
    hasReminder(place, options, certificatePem)
  );
}

/** True if the reminder's variable is as a run would leave it. */
function hasReminder(
  place: PlaceInspection,
  options: SetupContext['options'],
  certificatePem: string,
): boolean {
  const { gh, reminder } = place;
  if (gh.place.environment === undefined) return true;
  if (reminder.value === undefined) return !options.reminder;
  return isBeside(place, options) || shareCertificate(reminder.value, certificatePem);
}

/** GitHub may show a value a moment after it was written. */
const SETTLE_MS = 2000;

/** @throws SetupError if GitHub still has the old key, so that its certificate must not be removed */
async function requireNewKey(
  { runtime, record }: SetupContext,
  place: PlaceInspection,
  key: StoredKey,
): Promise<void> {
  if (await hasNewKey(place, key)) return;
  await runtime.pause(SETTLE_MS);
  if (await hasNewKey(place, key)) return;
  record.forget({ where: place.gh.label, what: key.name });
  throw new SetupError(`gh has set ${key.name}, but GitHub does not have it.`);
}

interface ExpectedValues {
  readonly secrets: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Verifies variables by their values, and secrets by their existence: GitHub does not return a secret. */
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
    `GitHub accepted these values, but does not show them: ${missing.join(', ')}.`,
  );
}
