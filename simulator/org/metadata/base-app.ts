import type { App } from '../app.ts';
import type { Component } from './components.ts';

/** Names of the app that every org has without a deployment. */
export const BASE_APP = { developerName: 'Embedded_App', label: 'Embedded App' } as const;

interface BaseAppParts {
  readonly app: App;
  /** All profiles of the org, which are selected if all users may use the app. */
  readonly profiles: readonly string[];
}

/** Returns the components of the app that every org has, as a retrieve returns them. */
export function baseAppComponents({ app, profiles }: BaseAppParts): Component[] {
  const { developerName, label } = BASE_APP;
  const owner = element('externalClientApplication', developerName);
  const parts: readonly (readonly [type: string, suffix: string, content: string])[] = [
    [
      'ExternalClientApplication',
      '',
      element('distributionState', 'Local') + element('label', label),
    ],
    ['ExtlClntAppGlobalOauthSettings', 'GlblOAuth', owner + globalSettings(app)],
    [
      'ExtlClntAppOauthSettings',
      'OAuthSettings',
      owner + element('commaSeparatedOauthScopes', app.scopes.map(scopeName).join(', ')),
    ],
    ...(app.hasPolicies
      ? ([
          [
            'ExtlClntAppOauthConfigurablePolicies',
            'OAuthSettings_defaultPolicy',
            owner + oauthPolicies(app, profiles),
          ],
          [
            'ExtlClntAppConfigurablePolicies',
            '_defaultPolicy',
            owner +
              element('isEnabled', String(app.isEnabled)) +
              element('isOauthPluginEnabled', String(app.isOauthEnabled)),
          ],
        ] as const)
      : []),
  ];
  return parts.map(([type, suffix, content]) => ({
    type,
    fullName: developerName + suffix,
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${content}</${type}>\n`,
  }));
}

const element = (name: string, text: string): string => `    <${name}>${text}</${name}>\n`;

const globalSettings = ({ certificatePem, consumerKey, tokenFormat }: App): string =>
  (certificatePem === undefined ? '' : element('certificate', certificatePem)) +
  element('consumerKey', consumerKey) +
  element('isNamedUserJwtEnabled', String(tokenFormat === 'jwt'));

function oauthPolicies(app: App, profiles: readonly string[]): string {
  const isForEveryone = app.approvedUsers === 'everyone';
  const selectedProfiles = isForEveryone ? profiles : app.selectedProfiles;
  const list = (name: string, names: readonly string[]) =>
    names.length === 0 ? '' : element(name, names.join(','));
  const permittedUsers =
    app.permittedUsers === 'admin-approved' ? 'AdminApprovedPreAuthorized' : 'AllSelfAuthorized';
  return (
    list('commaSeparatedPermissionSet', app.selectedPermissionSets) +
    list('commaSeparatedProfile', selectedProfiles) +
    element('permittedUsersPolicyType', permittedUsers) +
    (app.policyAction === undefined ? '' : element('policyAction', app.policyAction)) +
    element('requiredSessionLevel', app.sessionLevel)
  );
}

const SCOPE_NAMES: Readonly<Record<string, string>> = {
  api: 'Api',
  refresh_token: 'RefreshToken',
  web: 'Web',
  full: 'Full',
};

const scopeName = (scope: string): string => SCOPE_NAMES[scope] ?? scope;
