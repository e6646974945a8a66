import { hostKind as kindOfHost } from '../../src/salesforce/hosts.ts';
import { elementOf } from '../metadata-project.ts';
import type { TargetOrg } from '../steps/inspect-org.ts';
import type { DiagnosedApp } from './app-files.ts';
import { findingsOf, type OrgFinding } from './finding.ts';
import { hasValue, type MetadataFile, type Reading } from './reader.ts';
import type { ProfileRow, UserRow } from './rows.ts';
import type { RefusedSignIn } from './target.ts';

const { right, wrong, open, unseen } = findingsOf('Org');

interface OrgFacts {
  readonly org: TargetOrg;
  readonly files: Reading<readonly MetadataFile[]>;
  readonly app: DiagnosedApp | undefined;
  readonly user: UserRow | undefined;
  readonly profile: ProfileRow | undefined;
}

/** Checks whether the login URL belongs to this org, and checks the org's settings for sign-ins. */
export function checkOrg(facts: OrgFacts, signIn: RefusedSignIn): OrgFinding[] {
  const { files } = facts;
  return [
    checkLoginUrl(facts, signIn),
    ...(hasValue(files)
      ? [
          checkMyDomain(files.value, facts.org, signIn),
          checkApiAccess(files.value, facts.app),
          ...checkSessionLevel(files.value, facts),
        ]
      : [unseen('My Domain, API Access Control and session settings', files.problem)]),
  ];
}

/** Returns true for the orgs that `test.salesforce.com` serves, which include scratch orgs. */
const isSandbox = ({ kind }: TargetOrg): boolean => kind === 'sandbox' || kind === 'scratch org';

const hostOf = ({ myDomain }: TargetOrg): string => new URL(myDomain).hostname;

function checkLoginUrl(
  { org, files }: OrgFacts,
  { host, hostKind, loginUrl }: RefusedSignIn,
): OrgFinding {
  if (host === hostOf(org)) return right(`${loginUrl} is the My Domain of ${org.name}`);
  if (hostKind === 'login' || hostKind === 'test') {
    return isSandbox(org) === (hostKind === 'test')
      ? right(`${loginUrl} is for orgs such as ${org.name} (${org.kind})`)
      : wrong(
          'wrong-org',
          `${loginUrl} is for ${hostKind === 'test' ? 'sandboxes' : 'production orgs'}, but ${org.name} is ${org.kind === 'production' ? 'in production' : `a ${org.kind}`}`,
        );
  }
  if (hostKind !== 'my-domain' && hostKind !== 'sandbox')
    return open(`no setting shows whether ${loginUrl} belongs to ${org.name}`);
  const name = nameOfMyDomain(files);
  // A sandbox may show the name of the production org.
  const isSameKind = isSandbox(org) === (hostKind === 'sandbox');
  if (isSameKind && name !== undefined && name === host.split('.')[0]) {
    return open(
      `the name of My Domain in ${org.name} is ${name}, as in ${loginUrl}; the Salesforce CLI reads this org at ${org.myDomain}`,
    );
  }
  return isMyDomain(org, name)
    ? wrong(
        'wrong-org',
        `${loginUrl} is not the My Domain of ${org.name}, which is ${org.myDomain}`,
      )
    : open(
        `the Salesforce CLI reads ${org.name} at ${org.myDomain}, not at ${loginUrl}; the org does not show whether both belong to it`,
        'wrong-org',
      );
}

function nameOfMyDomain(files: OrgFacts['files']): string | undefined {
  const xml = hasValue(files) ? settingsOf(files.value, 'MyDomain') : undefined;
  return xml === undefined ? undefined : elementOf(xml, 'myDomainName')?.toLowerCase();
}

/**
 * Returns true if the URL that the CLI has stored contains the name of My Domain in the settings of
 * the org. It may also be the URL of an instance, or contain a former name.
 */
function isMyDomain(org: TargetOrg, name: string | undefined): boolean {
  const kind = kindOfHost(hostOf(org));
  return (kind === 'my-domain' || kind === 'sandbox') && name === hostOf(org).split('.')[0];
}

const settingsOf = (files: readonly MetadataFile[], name: string): string | undefined =>
  files.find((file) => file.extension === 'settings' && file.name === name)?.xml;

function checkMyDomain(
  files: readonly MetadataFile[],
  org: TargetOrg,
  { host, hostKind, loginUrl }: RefusedSignIn,
): OrgFinding {
  const xml = settingsOf(files, 'MyDomain');
  if (xml === undefined)
    return unseen('the login policy of My Domain', 'the org returned no settings of My Domain');
  const names = ['canOnlyLoginWithMyDomainUrl', 'doesApiLoginRequireOrgDomain'];
  const isMyDomainOnly = names.some((name) => elementOf(xml, name) === 'true');
  const isShared = hostKind === 'login' || hostKind === 'test';
  if (!isMyDomainOnly)
    return right('My Domain accepts sign-ins at the shared login hosts, too', 'my-domain-only');
  if (host === hostOf(org))
    return right('My Domain accepts sign-ins only at its own URL, which this one used');
  return isShared
    ? open(
        `My Domain accepts sign-ins only at its own URL; no source says whether that refuses this one at ${loginUrl}`,
        'my-domain-only',
      )
    : open('My Domain accepts sign-ins only at its own URL');
}

function checkApiAccess(files: readonly MetadataFile[], app: DiagnosedApp | undefined): OrgFinding {
  const xml = settingsOf(files, 'ConnectedApp');
  if (xml === undefined)
    return unseen('API Access Control', 'the org returned no settings of Connected Apps');
  // If the element is missing, the setting is off or not available in this org.
  if (elementOf(xml, 'enableAdminApprovedAppsOnly') !== 'true')
    return right('API Access Control is off');
  if (app?.oauthPolicies?.isSelfAuthorized === undefined)
    return open('API Access Control is on, and allows only approved apps', 'api-access-control');
  if (!app.oauthPolicies.isSelfAuthorized)
    return right('API Access Control is on, and the app is pre-authorized');
  return app.kind === 'Connected App'
    ? wrong(
        'api-access-control',
        `API Access Control is on, and no administrator has approved the app “${app.label}”`,
      )
    : open(
        'API Access Control is on; no source says whether it concerns External Client Apps',
        'api-access-control',
      );
}

/**
 * Checks whether the profile requires a high session level. Sources disagree on whether this
 * prevents a sign-in with a JWT.
 */
function checkSessionLevel(
  files: readonly MetadataFile[],
  { user, profile }: OrgFacts,
): OrgFinding[] {
  const names = [user?.Profile?.Name, profile?.FullName].flatMap(
    (name) => name?.toLowerCase() ?? [],
  );
  const setting = files.find(
    ({ extension, xml }) =>
      extension === 'profileSessionSetting' &&
      names.includes((elementOf(xml, 'profile') ?? '').toLowerCase()) &&
      elementOf(xml, 'requiredSessionLevel') === 'HIGH_ASSURANCE',
  );
  return setting === undefined
    ? []
    : [
        open(
          `the profile ${user?.Profile?.Name} requires a High Assurance session at login; sources contradict each other on whether that stops a sign-in with a JWT`,
          'profile-high-assurance',
        ),
      ];
}
