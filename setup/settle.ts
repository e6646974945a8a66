import type { SetupContext } from './context.ts';
import { Interrupted, SetupError, WaitTimeout } from './errors.ts';
import { compromisedAdvice, showValues } from './finish.ts';
import type { Inspection } from './inspection.ts';
import { keyChange, keyOf, keyStates } from './key-states.ts';
import { commandLine } from './options.ts';
import { placesWithoutKey } from './places-without-key.ts';
import type { ChangeRecord } from './record.ts';
import {
  certificateChange,
  ensureCertificate,
  type Rotation,
  restoreCertificate,
} from './rotation.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';
import {
  finishCertificates,
  hasNewKey,
  restoreVariables,
  type WorkflowValues,
} from './steps/store-values.ts';
import { type StoreTarget, storeInPlaces } from './store-in-places.ts';

/** The state of a run. */
export interface Progress {
  rotation: Rotation | undefined;
  /** Set when the values are complete enough to be stored. */
  values: WorkflowValues | undefined;
}

const SETTLE_MS = 2000;

/**
 * Ends a failed run so that a key in GitHub works if possible: restores the old certificate, or stores
 * the new key if the old certificate is unknown. Returns the error to throw.
 */
export async function settle(
  context: SetupContext,
  inspection: Inspection,
  progress: Progress,
  error: unknown,
): Promise<unknown> {
  const { runtime, options, record } = context;
  const { places = [] } = inspection;
  runtime.ignoreSignals();
  let settled: unknown;
  try {
    for (const place of places) await findStoredKey(context, place, progress);
    settled = await settleCertificate(context, inspection, progress, error);
  } catch (settleError) {
    const [message, settleMessage] = [error, settleError].map(messageOf);
    settled = new SetupError(
      `${message}\nThe command could not put things right: ${settleMessage}`,
      commandLine(options),
    );
  } finally {
    for (const place of places)
      await settleVariables(context, place, progress).catch(() => undefined);
    record.keys = keyStates(context, inspection, progress);
  }
  const isStored = places.length > 0 && places.every(reportsNewKey(record));
  return isStored ? explainStored(context, inspection, settled) : settled;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const reportsNewKey =
  ({ keys }: ChangeRecord) =>
  ({ gh }: PlaceInspection): boolean =>
    keys.some(({ where, state }) => where === gh.label && state === 'new');

/**
 * Explains an error after every place has received the new key. Another run would only change the
 * key once more.
 */
function explainStored({ options }: SetupContext, inspection: Inspection, error: unknown): unknown {
  const advice = options.compromised ? `\n${compromisedAdvice(inspection, options.user)}` : '';
  const message = `${messageOf(error)}${advice}`;
  if (error instanceof Interrupted)
    return new Interrupted(
      message,
      error.next ??
        `Run a workflow, such as examples/first-run.yml. If it fails: ${commandLine(options)}`,
    );
  return error instanceof SetupError ? new SetupError(message, error.next, error) : error;
}

async function settleCertificate(
  context: SetupContext,
  inspection: Inspection,
  { rotation, values }: Progress,
  error: unknown,
): Promise<unknown> {
  const { record } = context;
  const { places = [], org, mode } = inspection;
  const isStored = places.some((place) => keyOf(context, place)?.isCertain === true);
  if (rotation === undefined || record.find(certificateChange(rotation)) === undefined) {
    // Salesforce may still accept the key of a new app, so store it if it replaces no key that works:
    // then no second run is needed.
    const isLate = mode === 'create' && error instanceof WaitTimeout;
    if (!isLate || values === undefined || isStored) return error;
    const open = await placesWithoutKey(places, org, values.key);
    const outcome = await storeLate(context, { places: open, org }, values, error);
    const others = places.filter((place) => !open.includes(place)).map(({ gh }) => gh.label);
    return others.length === 0 ? outcome : withOthers(outcome, others);
  }
  if (isStored) return error;
  if (rotation.oldCertificatePem !== undefined) {
    await restoreCertificate(context, rotation, rotation.oldCertificatePem);
    return error;
  }
  await ensureCertificate(context, rotation);
  if (values === undefined) return error;
  if (inspection.places !== undefined) return storeLate(context, { places, org }, values, error);
  await showValues(context, inspection, values);
  return withKeyAdvice(context, error, 'Enter the new values in GitHub');
}

/** Stores a key that Salesforce has not accepted yet, because the app accepts no other key. */
async function storeLate(
  context: SetupContext,
  target: StoreTarget,
  values: WorkflowValues,
  error: unknown,
): Promise<unknown> {
  if (target.places.length === 0) return error;
  await storeInPlaces(context, target, values);
  return withKeyAdvice(context, error, 'The new key is stored all the same');
}

/** Adds to an error which places keep their key. */
function withOthers(error: unknown, labels: readonly string[]): unknown {
  if (!(error instanceof SetupError)) return error;
  const message = `${error.message}\nNot changed: ${labels.join(', ')}, because the key there may work.`;
  return new SetupError(message, error.next, error);
}

/** Adds to an error why the new key is used although Salesforce has not accepted it yet. */
function withKeyAdvice({ options }: SetupContext, error: unknown, use: string): Error {
  const message = `${messageOf(error)}\n${use}: the app has the certificate of the new key, and accepts no other key.`;
  const next = `Wait ten minutes, then run a workflow, such as examples/first-run.yml. If it fails: ${commandLine(options)}`;
  return error instanceof Interrupted
    ? new Interrupted(message, next)
    : new SetupError(message, next);
}

/** Asks GitHub whether it has the new key, because an interrupted request may have succeeded. */
async function findStoredKey(
  context: SetupContext,
  place: PlaceInspection,
  { values }: Progress,
): Promise<void> {
  const { record, runtime } = context;
  const key = keyChange(context, place);
  if (values === undefined || record.find(key)?.isCertain !== false) return;
  // GitHub may return a value only some time after it was written.
  for (const pause of [0, SETTLE_MS]) {
    if (pause > 0) await runtime.pause(pause);
    const isNew = await hasNewKey(place, values.key).catch(() => undefined);
    if (isNew) record.confirm(key);
    if (isNew !== false) return;
  }
  record.forget(key);
}

/**
 * Restores the variables if GitHub still has the old key. If it has the new key, leaves only
 * certificates of current keys in SF_CERTIFICATE.
 */
async function settleVariables(
  context: SetupContext,
  place: PlaceInspection,
  { values }: Progress,
): Promise<void> {
  const key = keyOf(context, place);
  if (key === undefined) await restoreVariables(context, place);
  else if (key.isCertain && values !== undefined) await finishCertificates(context, place, values);
}
