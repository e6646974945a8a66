import { oneLine } from '../../src/redaction/one-line.ts';
import {
  certificatesIn,
  isFromKeyService,
  joinCertificates,
  withoutKeysOf,
} from '../certificates.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { readOldCertificate } from '../key-file.ts';
import { commandLine, type Options } from '../options.ts';
import { describeOrgOf, hasOtherOrg } from '../place-org.ts';
import type { ExistingApp } from '../steps/find-app.ts';
import type { TargetOrg } from '../steps/inspect-org.ts';
import type {
  PlaceInspection,
  SecretName,
  StoredValues,
  VariableName,
} from '../steps/inspect-places.ts';

/**
 * Returns true if workflows already use a private key, which must continue to work when the key
 * service is added.
 */
export const hasPrivateKey = ({ secrets, inherited }: PlaceInspection): boolean =>
  (secrets.SF_PRIVATE_KEY ?? inherited.secrets.SF_PRIVATE_KEY) !== undefined;

/** Returns true if the run must not change the values that workflows use now. */
export const isBeside = (place: PlaceInspection, options: Options): boolean =>
  options['signing-key'] !== undefined && hasPrivateKey(place);

/**
 * Returns the name of the secret for the Consumer Key. After a migration from a private key to a
 * key service, the name is still SF_SIGNING_CONSUMER_KEY.
 */
export function consumerKeyName(place: PlaceInspection, options: Options): SecretName {
  const isSecond = isBeside(place, options) || place.secrets.SF_SIGNING_CONSUMER_KEY !== undefined;
  return options['signing-key'] !== undefined && isSecond
    ? 'SF_SIGNING_CONSUMER_KEY'
    : 'SF_CONSUMER_KEY';
}

/**
 * Returns the variables that workflows read: the environment's own, or else those inherited from
 * the repository.
 */
export const effectiveVariables = ({
  variables,
  inherited,
}: PlaceInspection): StoredValues['variables'] => ({ ...inherited.variables, ...variables });

/**
 * Returns the variables to store. If workflows use a private key, the present login URL and
 * audience are kept, because these workflows read them.
 */
export function variablesFor(
  place: PlaceInspection,
  variables: Readonly<Partial<Record<VariableName, string | undefined>>>,
  options: Options,
): Readonly<Partial<Record<VariableName, string | undefined>>> {
  if (!isBeside(place, options)) return variables;
  const { SF_AUDIENCE: _, ...others } = variables;
  const { SF_LOGIN_URL: url, SF_AUDIENCE: audience } = effectiveVariables(place);
  return {
    ...others,
    ...(url === undefined ? {} : { SF_LOGIN_URL: url }),
    ...(audience === undefined ? {} : { SF_AUDIENCE: audience }),
  };
}

interface Certificates {
  readonly certificatePem: string;
  /** The app's certificate before the run. */
  readonly oldCertificate: string | undefined;
}

/** Returns the stored certificates that belong to the other kind of key and must be kept. */
export function otherCertificates(
  context: SetupContext,
  place: PlaceInspection,
  { certificatePem, oldCertificate = '' }: Certificates,
): string {
  const { options } = context;
  const isInService = options['signing-key'] !== undefined;
  const hasOther = isInService
    ? hasPrivateKey(place)
    : place.variables.SF_SIGNING_KEY !== undefined;
  if (!hasOther) return '';
  const stored = effectiveVariables(place).SF_CERTIFICATE ?? readOldCertificate(context) ?? '';
  const others = certificatesIn(withoutKeysOf(stored, certificatePem, oldCertificate));
  // Runs that were killed leave certificates of older keys. If a key service has signed none of the
  // certificates, all are kept, because one that was created elsewhere has no mark.
  const ofOtherKind = others.filter((item) => isFromKeyService(item) !== isInService);
  const kept = isInService || ofOtherKind.length > 0 ? ofOtherKind : others;
  return kept.map((item) => item.toString()).join('');
}

/**
 * Joins the certificates of both kinds of keys. That of the private key comes first, because versions
 * of the action before 1.2 read only the first one.
 */
export const joinKinds = (options: Options, own: string, others: string): string =>
  options['signing-key'] === undefined
    ? joinCertificates(own, others)
    : joinCertificates(others, own);

/**
 * Checks before the first change that the run cannot break workflows that use the stored values.
 * @throws SetupError
 */
export function requireUnaffected(
  context: SetupContext,
  places: readonly PlaceInspection[],
  { org, app }: { readonly org: TargetOrg; readonly app: ExistingApp | undefined },
): void {
  const { options } = context;
  if (options['signing-key'] === undefined) {
    for (const place of places) requireNoSigningKey(place, options);
    return;
  }
  for (const place of places.filter(hasPrivateKey)) {
    requireSameOrg(place, org, options);
    requireSameUser(place, options);
    requireCertificate(context, place);
    if (app === undefined || app.madeFor === 'SF_SIGNING_KEY') continue;
    throw new SetupError(
      `The workflows of ${place.gh.label} have a private key, and perhaps the app ${app.apiName} has its certificate. An app holds one certificate, so the key in the key service needs an app of its own.`,
      commandLine(options, { 'connected-app': undefined, 'consumer-key': undefined, name: 'NAME' }),
    );
  }
}

/**
 * Rejects a private key if only a key service has been set up: there is one Consumer Key, which a
 * second app would replace.
 */
function requireNoSigningKey({ gh, secrets, variables }: PlaceInspection, options: Options): void {
  const isSigning = variables.SF_SIGNING_KEY !== undefined && secrets.SF_PRIVATE_KEY === undefined;
  if (!isSigning || secrets.SF_SIGNING_CONSUMER_KEY !== undefined) return;
  throw new SetupError(
    `The key of ${gh.label} is in a key service: ${oneLine(String(variables.SF_SIGNING_KEY))}. A key in a secret would replace its Consumer Key.`,
    `To change the key: ${commandLine(options, { 'signing-key': 'ADDRESS' })}`,
  );
}

function requireSameOrg(place: PlaceInspection, org: TargetOrg, options: Options): void {
  const effective = { ...place, variables: effectiveVariables(place) };
  if (!hasOtherOrg(effective, org)) return;
  throw new SetupError(
    `The workflows of ${place.gh.label} sign in to another org (${describeOrgOf(effective)}) with a private key, and would stop working.`,
    commandLine(options, { environment: 'NAME' }),
  );
}

function requireSameUser(place: PlaceInspection, options: Options): void {
  const { SF_USERNAME: user } = effectiveVariables(place);
  if (user === undefined || user.toLowerCase() === options.user?.toLowerCase()) return;
  throw new SetupError(
    `The workflows of ${place.gh.label} sign in as ${oneLine(user)} (SF_USERNAME), and would stop working with another user.`,
    commandLine(options, { user }),
  );
}

/**
 * Requires the certificate of the private key. Without it, SF_CERTIFICATE would only contain a
 * certificate that does not match the private key.
 */
function requireCertificate(context: SetupContext, place: PlaceInspection): void {
  const { SF_CERTIFICATE: stored } = effectiveVariables(place);
  if (joinCertificates(stored, readOldCertificate(context)) !== '') return;
  throw new SetupError(
    `${place.gh.label} has a private key, but no SF_CERTIFICATE. A workflow that reads this variable will reject the private key as soon as the variable contains the new certificate. Pass the certificate that was uploaded to the app for this private key.`,
    commandLine(context.options, { 'old-certificate': 'FILE' }),
  );
}
