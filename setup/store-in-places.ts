import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { commandLine } from './options.ts';
import { hasOtherOrg } from './place-org.ts';
import type { TargetOrg } from './steps/inspect-org.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';
import { storeAudience, storeValues, type WorkflowValues } from './steps/store-values.ts';

/** The places in which the values of an org are stored. */
export interface StoreTarget {
  readonly places: readonly PlaceInspection[];
  readonly org: TargetOrg;
}

/** Removes the audience of another org, unless the sign-in has found that of this org. */
const withoutAudience = (values: WorkflowValues): WorkflowValues => ({
  ...values,
  variables: { SF_AUDIENCE: undefined, ...values.variables },
});

/**
 * Stores the values in every repository and environment. Continues if one of them fails, because
 * workflows with the old key cannot sign in.
 * @throws SetupError listing those in which the values could not be stored
 */
export async function storeInPlaces(
  context: SetupContext,
  { places, org }: StoreTarget,
  values: WorkflowValues,
): Promise<void> {
  const failures: { label: string; error: SetupError }[] = [];
  for (const place of places) {
    const store = place.isStored ? storeAudience : storeValues;
    try {
      await store(context, place, hasOtherOrg(place, org) ? withoutAudience(values) : values);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failures.push({ label: place.gh.label, error });
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  if (places.length === 1) throw first.error;
  const list = failures.map(({ label, error }) => `${label}: ${error.message}`).join('\n');
  const hint =
    context.options['key-file'] === undefined && context.options['signing-key'] === undefined
      ? ''
      : ' It stores the same key in these only.';
  throw new SetupError(
    `The values could not be stored in ${failures.length} of ${places.length} places:\n${list}`,
    `${commandLine(context.options)}${hint === '' ? '' : ` (${hint.trim()})`}`,
  );
}
