import { joinCertificates, shareCertificate } from '../certificates.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import type { GitHubCli } from '../gh.ts';
import {
  type PlaceInspection,
  type SECRETS,
  VARIABLES,
  type VariableName,
} from './inspect-places.ts';

/** The secrets and variables of a workflow, named as in docs/setup.md. */
export interface WorkflowValues {
  readonly secrets: Readonly<Record<(typeof SECRETS)[number], string>>;
  /** Without SF_CERTIFICATE. An undefined value is removed. */
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
    const store = valueStore(context, place.gh, progress);
    const before = place.variables;
    const oldCertificates = joinCertificates(before.SF_CERTIFICATE, values.oldCertificate);
    const isReplaced = place.secrets.SF_PRIVATE_KEY !== undefined;
    if (isReplaced && oldCertificates !== '') {
      const both = joinCertificates(values.certificatePem, oldCertificates);
      await store.variable('SF_CERTIFICATE', both, before.SF_CERTIFICATE);
    }
    for (const [name, value] of Object.entries(values.variables))
      await store.variable(name, value, before[name as VariableName]);
    await store.secret('SF_CONSUMER_KEY', values.secrets.SF_CONSUMER_KEY);
    await store.secret('SF_PRIVATE_KEY', values.secrets.SF_PRIVATE_KEY);
    await requireNewKey(context, place);
    await finishCertificates(context, place, values, progress);
    const names = await verifyStored(context, place.gh, values);
    const orgChanged =
      before.SF_ORG_ID !== undefined && before.SF_ORG_ID !== values.variables.SF_ORG_ID;
    const suffix = orgChanged
      ? `; SF_ORG_ID was ${before.SF_ORG_ID}: another org, or a refreshed sandbox`
      : '';
    return { result: `${names.join(', ')} in ${place.gh.label}${suffix}`, value: undefined };
  });
}

/** Once GitHub has the new key: leaves its certificate alone in SF_CERTIFICATE and in the reminder. */
export async function finishCertificates(
  context: SetupContext,
  place: PlaceInspection,
  values: Pick<WorkflowValues, 'certificatePem' | 'withReminder'>,
  progress: (name: string) => void = () => undefined,
): Promise<void> {
  const { certificatePem, withReminder } = values;
  const { gh, repositoryGh, reminder } = place;
  await valueStore(context, gh, progress).variable('SF_CERTIFICATE', certificatePem, undefined);
  if (gh.place.environment === undefined) return;
  if (!withReminder && reminder.value === undefined) return;
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
 * True if SF_CERTIFICATE in the place contains only this certificate, which means that its key is
 * stored too.
 */
export function isComplete(
  { secrets, variables }: PlaceInspection,
  certificatePem: string,
): boolean {
  const stored = variables.SF_CERTIFICATE ?? '';
  return (
    secrets.SF_PRIVATE_KEY !== undefined &&
    secrets.SF_CONSUMER_KEY !== undefined &&
    shareCertificate(stored, certificatePem) &&
    joinCertificates(stored) === joinCertificates(certificatePem)
  );
}

/** GitHub may show a value a moment after it was written. */
const SETTLE_MS = 2000;

/** @throws SetupError if GitHub still has the old key, so that its certificate must not be removed */
async function requireNewKey(
  { runtime, record }: SetupContext,
  { gh, secrets }: PlaceInspection,
): Promise<void> {
  const hasNewKey = async (): Promise<boolean> =>
    (await gh.secretUpdatedAt('SF_PRIVATE_KEY')) !== secrets.SF_PRIVATE_KEY;
  if (await hasNewKey()) return;
  await runtime.pause(SETTLE_MS);
  if (await hasNewKey()) return;
  record.forget({ where: gh.label, what: 'SF_PRIVATE_KEY' });
  throw new SetupError('gh reported that it set SF_PRIVATE_KEY, but GitHub did not update it.');
}

/** Verifies variables by their values, and secrets by their existence: GitHub does not return a secret. */
async function verifyStored(
  { runtime, record }: SetupContext,
  gh: GitHubCli,
  values: WorkflowValues,
): Promise<string[]> {
  const variables = { ...values.variables, SF_CERTIFICATE: values.certificatePem };
  const expected = Object.entries(variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const findMissing = async (): Promise<string[]> => {
    const missing: string[] = [];
    for (const name of Object.keys(values.secrets))
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
  if (missing.length === 0)
    return [...Object.keys(values.secrets), ...expected.map(([name]) => name)];
  for (const what of missing) record.forget({ where: gh.label, what });
  throw new SetupError(
    `GitHub accepted these values, but does not return them: ${missing.join(', ')}.`,
  );
}
