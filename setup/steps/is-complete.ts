import { joinCertificates, shareCertificate } from '../certificates.ts';
import type { SetupContext } from '../context.ts';
import { keyNameOf } from '../key-pair.ts';
import { consumerKeyName, isBeside, variablesFor } from '../key-service/beside.ts';
import type { TargetOrg } from './inspect-org.ts';
import type { PlaceInspection, VariableName } from './inspect-places.ts';
import { finalCertificates, hasKey } from './store-values.ts';

/** Returns the variables that are known before the sign-in. */
export const plannedVariables = ({ options }: SetupContext, org: TargetOrg) => ({
  SF_USERNAME: options.user ?? '',
  SF_LOGIN_URL: org.myDomain,
  SF_ORG_ID: org.id,
});

/**
 * Returns true if everything that the run would store, except the audience, has been stored. Older certificates are only
 * removed from SF_CERTIFICATE after the key has been stored.
 */
export function isComplete(
  context: SetupContext,
  place: PlaceInspection,
  {
    certificatePem,
    address,
    org,
  }: {
    readonly certificatePem: string;
    readonly address: string | undefined;
    readonly org: TargetOrg;
  },
): boolean {
  const { options } = context;
  const { secrets, variables } = place;
  const planned = variablesFor(place, plannedVariables(context, org), options);
  const certificates = { certificatePem, oldCertificate: undefined };
  return (
    certificatePem !== '' &&
    hasKey(place, keyNameOf(options)) &&
    (address === undefined || variables.SF_SIGNING_KEY === address) &&
    secrets[consumerKeyName(place, options)] !== undefined &&
    Object.entries(planned).every(([name, value]) => variables[name as VariableName] === value) &&
    joinCertificates(variables.SF_CERTIFICATE) ===
      joinCertificates(finalCertificates(context, place, certificates)) &&
    hasReminder(place, options, certificatePem)
  );
}

/** Returns true if the reminder's variable is as a run would leave it. */
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
