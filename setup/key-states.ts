import { certificatesIn, shareCertificate } from './certificates.ts';
import type { SetupContext } from './context.ts';
import type { Inspection } from './inspection.ts';
import { keyNameOf } from './key-pair.ts';
import { consumerKeyName, effectiveVariables } from './key-service/beside.ts';
import { apiName } from './metadata-project.ts';
import { hasOtherOrg } from './place-org.ts';
import type { Change, KeyState } from './record.ts';
import { certificateChange, type Rotation } from './rotation.ts';
import { appWhat } from './steps/deploy-app.ts';
import type { ExistingApp } from './steps/find-app.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';
import { hasKey } from './steps/store-values.ts';

export const keyChange = ({ options }: SetupContext, { gh }: PlaceInspection) => ({
  where: gh.label,
  what: keyNameOf(options),
});

export const keyOf = (context: SetupContext, place: PlaceInspection): Change | undefined =>
  context.record.find(keyChange(context, place));

/** Returns the state of each key in GitHub after a failed run. */
export function keyStates(
  context: SetupContext,
  { places = [], org, app, mode, signingKey }: Inspection,
  { rotation }: { readonly rotation: Rotation | undefined },
): KeyState[] {
  const { record, options } = context;
  const name = app?.apiName ?? apiName(options.name);
  const change =
    rotation === undefined
      ? record.find({ where: org.name, what: appWhat(name) })
      : record.find(certificateChange(rotation));
  return places.flatMap((place): KeyState[] => {
    const where = place.gh.label;
    const key = keyOf(context, place);
    if (key === undefined) {
      if (!hasKey(place, keyNameOf(options))) return [];
      const isMixed = mode === 'create' || hasOtherOrg(place, org);
      const consumerKey = record.find({ where, what: consumerKeyName(place, options) });
      if (consumerKey !== undefined) {
        // After a sandbox refresh, the key may be the same, so that only the Consumer Key is new.
        const isSame =
          signingKey !== undefined && place.variables.SF_SIGNING_KEY === signingKey.address;
        if (!isSame && isMixed) return [{ where, state: 'mixed' }];
        if (!isSame && hasOtherApp(place, app)) return [{ where, state: 'doubtful' }];
        if (isMixed) return [{ where, state: consumerKey.isCertain ? 'new' : 'unknown' }];
      }
      if (isMixed || mode !== 'rotate') return [{ where, state: 'untouched' }];
      if (change === undefined) return [{ where, state: 'unchanged' }];
      if (rotation?.hasGap === false) return [{ where, state: 'untouched' }];
      return [{ where, state: change.isCertain ? 'stopped' : 'unknown' }];
    }
    const hasCertificate = mode === 'complete' || mode === 'adopt' || change?.isCertain === true;
    return [{ where, state: key.isCertain && hasCertificate ? 'new' : 'unknown' }];
  });
}

/**
 * Returns true if the stored certificate is not that of the app. The stored key may then belong to
 * another app, or the stored certificate may only be out of date.
 */
function hasOtherApp(place: PlaceInspection, app: ExistingApp | undefined): boolean {
  const stored = effectiveVariables(place).SF_CERTIFICATE ?? '';
  const isKnown = app?.certificate !== undefined && certificatesIn(stored).length > 0;
  return isKnown && !shareCertificate(stored, app.certificate);
}
