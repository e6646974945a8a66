/**
 * Notices and warnings of a step. The post step loads this file too, so its imports are kept to a
 * minimum.
 */
import type { ActionsCore } from '../runtime.ts';
import { NEW_KEY_PAIR_COMMAND } from './catalog/commands.ts';

export { FINGERPRINT_COMMAND } from './catalog/commands.ts';

/** A workflow annotation. */
export interface Annotation {
  /** Only determines how the annotation is displayed: `error` does not fail the step. */
  readonly level: 'notice' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
}

export function annotate(
  core: Pick<ActionsCore, Annotation['level']>,
  { level, title, message }: Annotation,
): void {
  core[level](message, { title });
}

const makeAnnotation = (
  level: Annotation['level'],
  title: string,
  message: string,
): Annotation => ({
  level,
  title: `Salesforce sign-in: ${title}`,
  message,
});

/**
 * Removes characters that could form a workflow command, because the reason may quote a server's
 * response.
 */
const plainReason = (reason: string) => reason.replace(/[^\w .()-]+/g, ' ').trim();

const RENEWAL_STEPS = `Make a new key and certificate: ${NEW_KEY_PAIR_COMMAND}\nThen upload server.crt to the app and update the secrets right away, because an app holds one certificate.`;

/**
 * Warns that the certificate expires soon. Reports an expired certificate as an error, but does not
 * fail the step, because Salesforce reportedly accepts such a certificate.
 * @see https://salesforce.stackexchange.com/questions/313488
 * @param daysLeft whole days until the certificate expires; negative afterwards
 */
export function certificateEnds(notAfter: Date, daysLeft: number): Annotation {
  const date = notAfter.toISOString().slice(0, 10);
  return daysLeft < 0
    ? makeAnnotation(
        'error',
        'the certificate has expired',
        `The certificate was valid until ${date}. Salesforce is reported to accept it all the same, so the step continues.\n${RENEWAL_STEPS}`,
      )
    : makeAnnotation(
        'warning',
        'the certificate expires soon',
        `The certificate is valid until ${date} (days left: ${daysLeft}).\n${RENEWAL_STEPS}`,
      );
}

/** @param skewSeconds Salesforce's clock minus the runner's */
export const wrongClock = (skewSeconds: number): Annotation =>
  makeAnnotation(
    'warning',
    'the runner’s clock is wrong',
    `The runner’s clock is ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} Salesforce’s, so the step signed the request again with Salesforce’s time. Synchronize the clock with NTP.`,
  );

/**
 * @param audience the org's My Domain, which Salesforce accepted after it had rejected the shared
 * audience
 */
export const requiredAudience = (audience: string): Annotation =>
  makeAnnotation(
    'notice',
    'set the audience',
    [
      'This org accepts only its My Domain as audience, so every run makes two requests, and Salesforce refuses the first one. To avoid that, set this under "with:":',
      `  audience: ${audience}`,
    ].join('\n'),
  );

export const jwtFormatToken = (): Annotation =>
  makeAnnotation(
    'warning',
    'sf cannot use this token directly',
    [
      'The app issues tokens in JWT format. sf does not accept them in SF_TARGET_ORG, so the step did not set it. SOAP accepts them only from API version 68.0, and "sf project deploy" uses SOAP by default.',
      'Best: clear “Issue JSON Web Token (JWT)-based access tokens”. Setup → External Client App Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).',
      'Otherwise: run "sf org login access-token --no-prompt --instance-url $SF_ORG_INSTANCE_URL", and set SF_ORG_METADATA_REST_DEPLOY=true to deploy.',
    ].join('\n'),
  );

/** @param scope the scope of the token, which contains neither `api` nor `full` */
export const missingApiScope = (scope: string): Annotation =>
  makeAnnotation(
    'warning',
    'the token has no scope api',
    `The scope of the token is “${scope}”, and sf commands need “api”. Add “Manage user data via APIs (api)” to Selected OAuth Scopes: Setup → External Client App Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).`,
  );

export const needlessPassphrase = (): Annotation =>
  makeAnnotation(
    'warning',
    'the passphrase is not needed',
    'The private key is not encrypted. Remove `private-key-passphrase`, or store the encrypted key.',
  );

export const shortPassphrase = (): Annotation =>
  makeAnnotation(
    'warning',
    'the passphrase is too short to be masked',
    'It has fewer than 4 characters. Masked, it would turn each place of the log that has them into ***. Encrypt the key with a longer one: openssl pkey -in server.key -aes256 -out encrypted.key',
  );

/** @param reason short, such as `HTTP 400 unsupported_token_type` */
export const revokeFailed = (reason: string): Annotation =>
  makeAnnotation(
    'warning',
    'the token was not revoked',
    `Revoking failed: ${plainReason(reason)}. The token is valid until its session times out. To end it now, remove the session: Setup → Session Management.`,
  );

/**
 * @param reason short, such as `EACCES`
 * @param file safe to display, such as `~/.sf/deploy-cache.json` or the folder
 */
export const cacheNotCleaned = (reason: string, file: string): Annotation =>
  makeAnnotation(
    'warning',
    'the token may be left on the runner',
    `sf may have written it to ${file}, which the step could not clean up: ${plainReason(reason)}. On a self-hosted runner, delete it.`,
  );
