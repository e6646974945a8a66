import { makeAppKey } from '../keys.ts';
import { randomText } from '../salesforce-id.ts';
import type { Refusal, RefusalTarget } from './types.ts';

const otherKey = (): string => `3MVG9${randomText(80)}`;

interface ConnectedAppSettings {
  readonly isAdminApproved: boolean;
  readonly sessionPolicy?: string;
}

/**
 * Replaces the External Client App with a Connected App that has the same consumer key and certificate.
 */
function replaceByConnectedApp(
  { state: { app, metadata }, tenant }: RefusalTarget,
  { isAdminApproved, sessionPolicy = '' }: ConnectedAppSettings,
): void {
  const scopes = ['Api', 'RefreshToken'].map((scope) => `<scopes>${scope}</scopes>`).join('');
  metadata.put(tenant.name, {
    type: 'ConnectedApp',
    fullName: 'CI',
    xml:
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>CI</label><oauthConfig>' +
      `<certificate>${app.certificatePem ?? ''}</certificate><consumerKey>${app.consumerKey}</consumerKey>` +
      `<isAdminApproved>${isAdminApproved}</isAdminApproved>${scopes}</oauthConfig>${sessionPolicy}` +
      '<profileName>Minimum Access - API Only Integrations</profileName></ConnectedApp>',
  });
  app.consumerKey = otherKey();
}

export const APP_REFUSALS: readonly Refusal[] = [
  {
    name: 'app-missing',
    summary: 'The app is not in this org.',
    apply: ({ state, tenant }) => void state.app.installedIn.delete(tenant.name),
  },
  {
    name: 'app-with-other-key',
    summary: 'The app in this org has another consumer key.',
    apply({ state }) {
      state.app.consumerKey = otherKey();
    },
  },
  {
    name: 'app-not-installed',
    summary: 'The app belongs to another org and is not installed in this one.',
    fault: 'app-must-be-installed',
    apply: ({ state, tenant }) => void state.app.installedIn.delete(tenant.name),
  },
  {
    name: 'app-disabled',
    summary: 'The app is disabled.',
    apply({ state }) {
      state.app.isEnabled = false;
    },
  },
  {
    name: 'oauth-plugin-disabled',
    summary: 'The OAuth plugin of the app is disabled.',
    apply({ state }) {
      state.app.isOauthEnabled = false;
    },
  },
  {
    name: 'policies-missing',
    summary: 'The app was deployed without its policies.',
    fault: 'no-policy',
    apply({ state }) {
      state.app.hasPolicies = false;
    },
  },
  {
    name: 'app-blocked',
    summary: 'The session policy of the app is Block.',
    apply({ state }) {
      state.app.policyAction = 'Block';
    },
  },
  {
    name: 'high-assurance',
    summary: 'The session policy of the app requires a High Assurance session.',
    apply: ({ state }) =>
      void Object.assign(state.app, {
        policyAction: 'RaiseSessionLevel',
        sessionLevel: 'HIGH_ASSURANCE',
      }),
  },
  {
    name: 'certificate-missing',
    summary: 'The app has no certificate, so JWT Bearer Flow is off.',
    apply({ state }) {
      state.app.certificatePem = undefined;
    },
  },
  {
    name: 'certificate-of-other-key',
    summary: 'The app has the certificate of another key.',
    apply({ state }) {
      state.app.certificatePem = makeAppKey().certificatePem;
    },
  },
  {
    name: 'refresh-token-scope-missing',
    summary: 'The app lacks the scope refresh_token.',
    apply({ state }) {
      state.app.scopes = ['api'];
    },
  },
  {
    name: 'api-scope-missing',
    summary: 'The app lacks the scope api.',
    fault: 'no-valid-scopes',
    apply({ state }) {
      state.app.scopes = ['refresh_token'];
    },
  },
  {
    name: 'connected-app-blocked',
    summary: 'The session policy of a Connected App is Block.',
    apply: (target) =>
      replaceByConnectedApp(target, {
        isAdminApproved: true,
        sessionPolicy: '<sessionPolicy><policyAction>Block</policyAction></sessionPolicy>',
      }),
  },
  {
    name: 'connected-app-self-authorized',
    summary: 'A Connected App leaves it to the users to authorize it.',
    fault: 'not-approved',
    apply: (target) => replaceByConnectedApp(target, { isAdminApproved: false }),
  },
  {
    name: 'api-access-control',
    summary: 'API Access Control is on, and a Connected App is not approved by an administrator.',
    fault: 'not-admin-approved',
    apply(target) {
      target.state.policy.adminApprovedAppsOnly = true;
      replaceByConnectedApp(target, { isAdminApproved: false });
    },
  },
];
