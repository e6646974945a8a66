import { foreign } from './words.ts';

/** An annotation that does not fail the step. */
export interface Notice {
  readonly title: string;
  readonly message: string;
}

const notice = (title: string, message: string): Notice => ({
  title: `Salesforce sign-in: ${title}`,
  message,
});

const RENEW =
  'Make a new pair: openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"\nThen upload server.crt to the app and replace the secrets in one go: an app holds one certificate.';

/** @param date last day of the certificate, as `2026-11-30` */
export const certificateExpired = (date: string): Notice =>
  notice(
    'the certificate has expired',
    `The certificate was valid until ${date}. Salesforce does not mind, so this run goes on.\n${RENEW}`,
  );

/**
 * @param date last day of the certificate, as `2026-11-30`
 * @param days whole days until then
 */
export const certificateExpires = (date: string, days: number): Notice =>
  notice(
    'the certificate expires soon',
    `The certificate is valid until ${date} (days left: ${days}).\n${RENEW}`,
  );

/** @param skewSeconds Salesforce's clock minus the runner's */
export const clockSkew = (skewSeconds: number): Notice =>
  notice(
    'the runner’s clock is wrong',
    `The runner’s clock is ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} Salesforce’s, so the request was signed again with Salesforce’s time. Set it by NTP.`,
  );

export const jwtToken = (): Notice =>
  notice(
    'sf cannot use this token as it is',
    [
      'The app issues tokens in JWT format. sf does not know them in SF_TARGET_ORG, so that was not set. SOAP below API version 68.0 does not take them, and "sf project deploy" uses SOAP by default.',
      'Better: turn off “Issue JSON Web Token (JWT)-based access tokens”. Setup → External Client Apps Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).',
      'Otherwise: run "sf org login access-token --no-prompt --instance-url $SF_ORG_INSTANCE_URL", and set SF_ORG_METADATA_REST_DEPLOY=true to deploy.',
    ].join('\n'),
  );

export const needlessPassphrase = (): Notice =>
  notice(
    'the passphrase is not needed',
    'The private key is not encrypted. Remove `private-key-passphrase`, or store the encrypted key.',
  );

/** @param reason a few words, like `HTTP 400 unsupported_token_type` */
export const revokeFailed = (reason: string): Notice =>
  notice(
    'the token was not revoked',
    `Revoking failed: ${foreign(reason)}. The token is valid until its session times out. To end it now, remove the session: Setup → Session Management.`,
  );

/** @param reason a few words, like `EACCES` */
export const deployCacheNotCleaned = (reason: string): Notice =>
  notice(
    'the token may be left on the runner',
    `sf writes it to ~/.sf/deploy-cache.json, which could not be tidied up: ${foreign(reason)}. Delete that file if the runner is your own.`,
  );
