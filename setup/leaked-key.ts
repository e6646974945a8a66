import { certificateOfKey, joinCertificates } from './certificates.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import type { GivenKey } from './key-pair.ts';
import { effectiveVariables } from './key-service/beside.ts';
import type { RemoteKey } from './key-service/signing-key.ts';
import { commandLine } from './options.ts';
import type { ExistingApp } from './steps/find-app.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';

interface LeakedKeyCheck {
  readonly own: GivenKey | undefined;
  readonly app: ExistingApp | undefined;
  readonly places: readonly PlaceInspection[] | undefined;
  readonly signingKey: RemoteKey | undefined;
}

/**
 * With `--compromised`, checks that a key that existed before the run is not the leaked one, as far as
 * the certificates in the org and in GitHub show.
 * @throws SetupError
 */
export function requireUnleaked(
  { options }: SetupContext,
  { own, app, places = [], signingKey }: LeakedKeyCheck,
): void {
  if (own === undefined || app === undefined) return;
  const isInService = signingKey !== undefined;
  const next = isInService
    ? commandLine(options, { 'signing-key': 'ADDRESS' })
    : commandLine(options, {
        'use-key': undefined,
        'use-certificate': undefined,
        'key-file': 'FILE',
      });
  const another = isInService ? 'key' : 'file';
  const advice = `If this key was leaked, use another ${another}; if it is the new one, leave out --compromised.`;
  const has = (certificates = ''): boolean => certificateOfKey(certificates, own.key) !== undefined;
  if (has(app.certificate)) {
    throw new SetupError(
      `${app.apiName} already has the certificate of the key in ${own.source}. ${advice}`,
      next,
    );
  }
  const stored = places.map(effectiveVariables);
  const user = places.find((_, index) => {
    const { SF_CERTIFICATE: certificates, SF_SIGNING_KEY: address } = stored[index] ?? {};
    return has(certificates) || (isInService && address === signingKey.address);
  });
  if (user !== undefined) {
    throw new SetupError(
      `The workflows of ${user.gh.label} already have the key in ${own.source}. ${advice}`,
      next,
    );
  }
  if (app.certificate !== undefined) return;
  const unknown = `This org does not show the certificate of ${app.apiName}, so the command cannot find out whether the key in ${own.source} is the leaked one.`;
  if (!isInService)
    throw new SetupError(`${unknown} Let the command create the new key, in another file.`, next);
  const isKnown = stored.every(({ SF_CERTIFICATE: one }) => joinCertificates(one) !== '');
  if (isKnown && stored.length > 0) return;
  throw new SetupError(
    `${unknown} Store the certificate of the leaked key in the variable SF_CERTIFICATE.`,
    commandLine(options),
  );
}
