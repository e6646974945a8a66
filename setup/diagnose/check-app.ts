import type { DiagnosedApp } from './app-files.ts';
import type { AppReadings } from './app-readings.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { hasValue } from './reader.ts';
import type { RefusedSignIn } from './target.ts';
import { shortenKey } from './values.ts';

const { right, wrong, open, unseen } = findingsOf('App');

const SEE_KEYS =
  'give the signed-in user “View all External Client Apps, view their settings, and edit their policies” and “View External Client Apps Consumer Secrets in Metadata”';

/** Checks which app has the consumer key, and how that app is configured. */
export function checkApp({ app, unreadApps }: AppReadings, signIn: RefusedSignIn): OrgFinding[] {
  if (!hasValue(app)) return [unseen('which app has the consumer key', app.problem, SEE_KEYS)];
  const found = app.value;
  if (found === undefined) {
    const key = `the consumer key ${shortenKey(signIn.consumerKey)}`;
    return [
      unreadApps.length === 0
        ? wrong('app-missing', `no app in this org has ${key}`)
        : open(
            `no app that the org shows has ${key}; it does not show the keys of the Connected Apps ${listNames(unreadApps)}, which may be installed from another org`,
            'app-missing',
          ),
    ];
  }
  return [
    right(
      found.isFoundByKey
        ? `the ${found.kind} “${found.label}” has this consumer key`
        : `the ${found.kind} “${found.label}” has this run’s certificate; the org does not show its consumer key`,
      ...(found.isFoundByKey ? (['app-deleted', 'app-not-installed'] as const) : []),
    ),
    ...checkPolicies(found),
    ...checkCertificate(found, signIn),
    ...checkScopes(found),
  ];
}

const MOST_NAMES = 5;

const listNames = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;

function checkPolicies(app: DiagnosedApp): OrgFinding[] {
  const { label, kind, appPolicies, oauthPolicies } = app;
  if (app.lacksPolicies)
    return [wrong('policies-missing', `the app “${label}” has no policies in this org`)];
  // The metadata of a Connected App contains its policies, but not whether the app is enabled.
  const isComplete = kind === 'Connected App' || appPolicies !== undefined;
  return [
    ...(isComplete && oauthPolicies !== undefined
      ? []
      : [
          open(
            `the org did not return all policies of the app “${label}”: either the app lacks them, or this org does not show them`,
            'policies-missing',
          ),
        ]),
    ...(appPolicies === undefined ? [] : [checkStatus(label, appPolicies)]),
    ...(oauthPolicies === undefined ? [] : [checkSessionPolicy(label, oauthPolicies)]),
  ];
}

const checkStatus = (
  label: string,
  { isEnabled, isOauthEnabled }: NonNullable<DiagnosedApp['appPolicies']>,
): OrgFinding =>
  isEnabled
    ? isOauthEnabled
      ? right('enabled')
      : wrong('oauth-disabled', `the OAuth plugin of the app “${label}” is disabled`)
    : wrong('app-disabled', `the app “${label}” is disabled`);

function checkSessionPolicy(
  label: string,
  { policyAction, sessionLevel }: NonNullable<DiagnosedApp['oauthPolicies']>,
): OrgFinding {
  if (policyAction === 'Block')
    return wrong('app-blocked', `the app “${label}” is blocked by its session policy`);
  const needsHighAssurance =
    sessionLevel === 'HIGH_ASSURANCE' &&
    (policyAction === 'RaiseSessionLevel' || policyAction === undefined);
  return needsHighAssurance
    ? wrong(
        'high-assurance',
        `the app “${label}” requires a High Assurance session, which no sign-in with a JWT can have`,
      )
    : right('session policy without Block and without High Assurance');
}

const DAY_MS = 86_400_000;

function checkCertificate(app: DiagnosedApp, { fingerprint, time }: RefusedSignIn): OrgFinding[] {
  const { label, certificates } = app;
  const [certificate] = certificates;
  if (certificate === undefined) {
    return [
      open(
        `the org returned no certificate for the app “${label}”: either none is uploaded, or this org shows none`,
        'certificate-missing',
      ),
    ];
  }
  const date = new Date(certificate.validTo).toISOString().slice(0, 10);
  const isExpired = certificate.validTo < time;
  const dates = isExpired
    ? open(
        `the certificate expired on ${date}; reports disagree on whether Salesforce accepts it then`,
      )
    : right(
        `certificate until ${date}${certificate.validTo - time < 30 * DAY_MS ? ', which is soon' : ''}`,
      );
  if (fingerprint === undefined)
    return [
      dates,
      unseen('whether the certificate belongs to the key', '--fingerprint is missing'),
    ];
  const isSame = certificates.some((candidate) => candidate.fingerprint === fingerprint);
  return [
    isSame
      ? right('the certificate belongs to the key of this run', 'certificate-of-other-key')
      : wrong(
          'certificate-of-other-key',
          `the app “${label}” has the certificate of another key: its SHA-256 is ${certificate.fingerprint}`,
        ),
    dates,
  ];
}

/**
 * Matches the scope for refresh tokens in the spelling of metadata and of OAuth: `RefreshToken`,
 * `refresh_token` or `offline_access`.
 */
const REFRESH_TOKEN = /^(refresh_?token|offline_?access)$/i;
const API = /^(api|full)$/i;

function checkScopes({ label, scopes, issuesJwts }: DiagnosedApp): OrgFinding[] {
  if (scopes === undefined) return [unseen('the scopes', 'the org returned no OAuth settings')];
  const hasRefreshToken = scopes.some((scope) => REFRESH_TOKEN.test(scope));
  const hasApi = scopes.some((scope) => API.test(scope));
  return [
    ...(hasRefreshToken
      ? []
      : [wrong('refresh-token-scope-missing', `the app “${label}” lacks the scope refresh_token`)]),
    ...(hasApi ? [] : [wrong('api-scope-missing', `the app “${label}” lacks the scope api`)]),
    ...(hasRefreshToken && hasApi ? [right(`scopes ${scopes.join(', ')}`)] : []),
    ...(issuesJwts
      ? [
          right(
            'issues JWT-based access tokens; with these, the Metadata API refuses deployments over SOAP',
          ),
        ]
      : []),
  ];
}
