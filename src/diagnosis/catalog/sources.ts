import type { EntryId, OAuthEntryId } from './index.ts';
import type * as shared from './shared-causes.ts';

// Only scripts and tests import this file, because the action itself needs neither names nor
// sources.

/** A link: its text, which contains no spaces, and its URL. */
export type SourceLink = readonly [name: string, url: string];

const salesforceHelp = (id: string): SourceLink => [
  id.replace(/^xcloud\.|\.htm$/g, ''),
  `https://help.salesforce.com/s/articleView?id=${id}`,
];
const issue = (repository: string, number: number): SourceLink => [
  `${repository.split('/')[1]}#${number}`,
  `https://github.com/${repository}/issues/${number}`,
];
const stackExchange = (question: number): SourceLink => [
  `StackExchange-${question}`,
  `https://salesforce.stackexchange.com/questions/${question}`,
];
const cliIssue = (number: number) => issue('forcedotcom/cli', number);
const githubDocs = (path: string): SourceLink => [
  path.replace(/^.*\//, ''),
  `https://docs.github.com/en/${path}`,
];

const JWT_FLOW = salesforceHelp('xcloud.remoteaccess_oauth_jwt_flow.htm');
const JWT_APP = salesforceHelp('xcloud.configure_oauth_jwt_flow_external_client_apps.htm');
const FLOW_ERRORS = salesforceHelp('xcloud.remoteaccess_oauth_flow_errors.htm');
const GLOBAL_SETTINGS: SourceLink = [
  'ExtlClntAppGlobalOauthSettings',
  'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm',
];
const POLICIES: SourceLink = [
  'ExtlClntAppOauthConfigurablePolicies',
  'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappoauthconfigurablepolicies.htm',
];
const VAULT: SourceLink = [
  'vault-plugin-secrets-salesforce',
  'https://github.com/DarthVaderRC/vault-plugin-secrets-salesforce',
];
const AGENT_API: SourceLink = [
  'agentforce-agent-api',
  'https://github.com/dylandersen/agentforce-agent-api',
];
const UNINSTALLED = salesforceHelp('005132365');
const LOGIN_POLICY = salesforceHelp('xcloud.domain_name_setting_login_policy.htm');

const KMS_SIGN: SourceLink = [
  'KMS-Sign',
  'https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html',
];
const KMS_ERRORS: SourceLink = [
  'KMS-errors',
  'https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html',
];
const TRANSIT: SourceLink = [
  'transit-API',
  'https://developer.hashicorp.com/vault/api-docs/secret/transit',
];
const VAULT_STATUS: SourceLink = ['Vault-API', 'https://developer.hashicorp.com/vault/api-docs'];
const CLOUD_KMS_ROLES: SourceLink = [
  'Cloud-KMS-roles',
  'https://cloud.google.com/kms/docs/reference/permissions-and-roles',
];
const KEY_VAULT_ERRORS: SourceLink = [
  'Key-Vault-errors',
  'https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes',
];
const FEDERATION: SourceLink = [
  'workload-identity-federation',
  'https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations',
];
const GITHUB_OIDC = githubDocs('actions/reference/security/oidc');

export const LOGIN_STATUS: SourceLink = [
  'LOGIN_STATUS',
  'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventlogfile_login_status.htm',
];

/**
 * Salesforce's mobile SDK. It lists error codes without an explanation, so their causes are
 * inferred.
 */
export const MOBILE_SDK: SourceLink = [
  'OAuthErrorCode.kt',
  'https://github.com/forcedotcom/SalesforceMobileSDK-Android',
];

/**
 * Marks claims without a source. The page explains that a section without a link is the authors'
 * conclusion.
 */
const NO_SOURCE: readonly SourceLink[] = [];

interface CauseDocumentation {
  /** The heading of the cause in docs/troubleshooting.md. Causes with the same name share a section. */
  readonly name: string;
  readonly sources: readonly SourceLink[];
}

interface EntryDocumentation {
  /** Additional texts that users search for, besides those that the entry matches. */
  readonly searchTerms?: readonly string[];
  readonly sources?: readonly SourceLink[];
}

type SharedItem = (typeof shared)[keyof typeof shared];
type CauseIn<Item> = Item extends readonly (infer Element)[] ? Element : Item;
type SharedCauseId = Extract<CauseIn<SharedItem>, { readonly id: string }>['id'];

/** The compiler requires an entry for each cause in shared-causes.ts. */
export const CAUSE_DOCUMENTATION: Readonly<Record<SharedCauseId, CauseDocumentation>> = {
  'api-access-control': {
    name: 'API Access Control does not allow the app',
    sources: [cliIssue(3428)],
  },
  'api-enabled-missing': { name: 'The user lacks API Enabled', sources: NO_SOURCE },
  'app-not-in-org': { name: 'The app is not in this org', sources: [cliIssue(3482)] },
  'login-url-empty': { name: 'The login URL is empty', sources: NO_SOURCE },
  'unknown-words': { name: 'The message is not known', sources: NO_SOURCE },
  'certificate-expired': { name: 'The certificate has expired', sources: [stackExchange(313488)] },
  'token-without-api-scope': {
    name: 'The scope api is missing',
    sources: [JWT_FLOW, salesforceHelp('005226515')],
  },
  'user-not-selected': { name: 'The user is not selected', sources: [JWT_APP, VAULT] },
  'proxy-variable-not-read': { name: 'The proxy variable is not read', sources: NO_SOURCE },
  'proxy-exempted': { name: 'A proxy is required', sources: NO_SOURCE },
  'extra-ca-certs-unusable': {
    name: 'NODE_EXTRA_CA_CERTS does not help',
    sources: [cliIssue(1681), cliIssue(2907)],
  },
  'extra-ca-certs-without-authority': {
    name: 'NODE_EXTRA_CA_CERTS does not help',
    sources: NO_SOURCE,
  },
  'extra-ca-certs-incomplete': {
    name: 'NODE_EXTRA_CA_CERTS does not help',
    sources: [cliIssue(1681), cliIssue(2907)],
  },
  'proxy-down': { name: 'The proxy is down', sources: NO_SOURCE },
  'high-assurance-required': {
    name: 'A High Assurance session is required',
    sources: [issue('jsforce/jsforce', 1301), POLICIES],
  },
  intercepted: { name: 'A proxy or firewall interferes', sources: NO_SOURCE },
  'changed-recently': {
    name: 'The change has not taken effect yet',
    sources: [cliIssue(1640), FLOW_ERRORS],
  },
  'my-domain-only': {
    name: 'The login host does not serve the org',
    sources: [LOGIN_POLICY, issue('simple-salesforce/simple-salesforce', 711)],
  },
  'proxy-needed': { name: 'A proxy is required', sources: NO_SOURCE },
  'api-scope-missing': {
    name: 'The scope api is missing',
    sources: [JWT_FLOW, salesforceHelp('005226515')],
  },
  'certificate-missing-in-app': {
    name: 'The app has no certificate',
    sources: [JWT_APP, GLOBAL_SETTINGS],
  },
  'offline-scope-missing': {
    name: 'The scope refresh_token is missing',
    sources: [JWT_FLOW, stackExchange(184363)],
  },
  'app-not-installed': { name: 'The app is not installed, or blocked', sources: [UNINSTALLED] },
  'user-not-preauthorized': {
    name: 'The user is not pre-authorized',
    sources: [JWT_FLOW, JWT_APP],
  },
  'consumer-key-of-another-app': {
    name: 'The consumer key belongs to another app',
    sources: [JWT_FLOW],
  },
  'my-domain-audience-required': {
    name: 'The org requires its My Domain as audience',
    sources: [issue('n8n-io/n8n', 28990), issue('simstudioai/sim', 6508)],
  },
  'shared-login-host': {
    name: 'The login URL is a shared host',
    sources: [cliIssue(3482), issue('n8n-io/n8n', 28990)],
  },
  'salesforce-unavailable': { name: 'Salesforce is unavailable', sources: NO_SOURCE },
  'login-url-wrong': { name: 'The login URL is wrong', sources: NO_SOURCE },
  'app-has-other-certificate': {
    name: 'Certificate and key do not match',
    sources: [VAULT, JWT_APP],
  },
  'certificate-key-mismatch': {
    name: 'Certificate and key do not match',
    sources: [VAULT, JWT_APP],
  },
  'sandbox-user-at-production-host': {
    name: 'The user belongs to another org',
    sources: NO_SOURCE,
  },
  'production-user-at-sandbox-host': {
    name: 'The user belongs to another org',
    sources: NO_SOURCE,
  },
  'username-escaped': { name: 'The username is escaped', sources: NO_SOURCE },
  'user-of-another-sandbox': { name: 'The user belongs to another org', sources: NO_SOURCE },
};

type DocumentedEntries = Readonly<
  Record<OAuthEntryId, Required<Pick<EntryDocumentation, 'sources'>> & EntryDocumentation> &
    Partial<Record<EntryId, EntryDocumentation>>
>;

/**
 * The compiler requires sources for each OAuth error, because its causes make claims about
 * Salesforce.
 */
export const ENTRY_DOCUMENTATION: DocumentedEntries = {
  'user-not-approved': { sources: [JWT_FLOW, stackExchange(184363), cliIssue(1640)] },
  'app-not-found': { sources: [cliIssue(3482), cliIssue(3638), issue('n8n-io/n8n', 28990)] },
  'audience-invalid': {
    sources: [FLOW_ERRORS, cliIssue(3325), issue('forcedotcom/datacloud-jdbc', 30)],
  },
  'invalid-assertion': {
    sources: [JWT_FLOW, issue('frankkessler/salesforce-laravel-oauth2-rest', 68), cliIssue(217)],
  },
  'invalid-client-credentials': { sources: [VAULT] },
  'client-id-invalid': { sources: [FLOW_ERRORS] },
  'user-not-admin-approved': { sources: [VAULT, MOBILE_SDK] },
  'ip-restricted': {
    searchTerms: ['ip restricted or invalid login hours'],
    sources: [salesforceHelp('xcloud.connected_app_continuous_ip.htm')],
  },
  'authentication-failure': { sources: [issue('jsforce/jsforce', 482), MOBILE_SDK] },
  'assertion-expired': {
    sources: [stackExchange(18039), issue('simple-salesforce/simple-salesforce', 491)],
  },
  'unsupported-grant-type': { sources: [issue('aaronhuggins/sf-jwt-token', 1), MOBILE_SDK] },
  'retry-request': {
    sources: [
      issue('amazon-connect/amazon-connect-salesforce-lambda', 43),
      issue('restforce/restforce', 826),
      MOBILE_SDK,
    ],
  },
  'login-rate-exceeded': { sources: [salesforceHelp('000381578'), AGENT_API] },
  'refresh-token-scope-required': { sources: [JWT_FLOW, issue('JitendraZaa/OAuthFlows', 1)] },
  'app-must-be-installed': { sources: [UNINSTALLED, MOBILE_SDK] },
  'cross-org': {
    sources: [
      [
        'unified.to',
        'https://unified.to/blog/salesforce_external_client_apps_on_multiple_organizations',
      ],
      MOBILE_SDK,
    ],
  },
  'unsupported-domain': { sources: [issue('pozil/pub-sub-api-node-client', 58)] },
  'inactive-user': {
    searchTerms: ['user is frozen', 'Salesforce Security notification'],
    sources: [issue('restforce/restforce', 303), salesforceHelp('005318944')],
  },
  'no-valid-scopes': {
    sources: [
      [
        'cloudwithabhi',
        'https://cloudwithabhi.com/2025/10/17/%f0%9f%a7%a9-client-credentials-flow-new-invalid-scope-error',
      ],
      MOBILE_SDK,
    ],
  },
  'too-many-scopes': {
    sources: [
      [
        'Okta-Agentforce',
        'https://developer.okta.com/docs/guides/ai-agent-secure-salesforce-agentforce/main/',
      ],
      JWT_FLOW,
    ],
  },
  'approval-expired': { sources: [issue('restforce/restforce', 81), JWT_FLOW] },
  'maximum-logins-exceeded': { sources: [AGENT_API, LOGIN_STATUS] },
  'app-blocked': { sources: [MOBILE_SDK] },
  'policy-not-found': { sources: [MOBILE_SDK] },
  'invalid-session-level': { sources: [MOBILE_SDK] },
  'inactive-org': { sources: [LOGIN_STATUS] },
  'invalid-request': { sources: [VAULT, MOBILE_SDK] },
  'invalid-grant': { sources: [LOGIN_STATUS] },
  'input-missing': {
    sources: [
      githubDocs('actions/security-guides/using-secrets-in-github-actions'),
      githubDocs(
        'code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions',
      ),
      githubDocs(
        'actions/how-tos/write-workflows/choose-when-workflows-run/control-jobs-with-conditions',
      ),
      githubDocs('actions/reference/workflows-and-actions/contexts'),
    ],
  },
  'not-an-rsa-key': {
    sources: [
      JWT_FLOW,
      ['withampersand', 'https://docs.withampersand.com/customer-guides/salesforce-jwt'],
    ],
  },
  'host-not-found': { searchTerms: ['getaddrinfo ENOTFOUND'] },
  'name-server-silent': { searchTerms: ['getaddrinfo EAI_AGAIN'] },
  'certificate-untrusted': {
    searchTerms: [
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'unable to get local issuer certificate',
      'self-signed certificate in certificate chain',
    ],
  },
  'connection-reset': { searchTerms: ['socket hang up'] },
  'proxy-without-tls': { searchTerms: ['wrong version number'] },
  'proxy-connection-failed': {
    searchTerms: ['502 Bad Gateway', 'tunneling socket could not be established'],
  },
  'not-http': { searchTerms: ['HPE_INVALID_CONSTANT', 'Parse Error'] },
  'session-not-valid-for-api': {
    sources: [cliIssue(3428), issue('NangoHQ/nango', 4344), issue('jsforce/jsforce', 1301)],
  },
  'session-invalid': {
    sources: [VAULT, issue('forcedotcom/SalesforcePy', 56)],
  },
  'api-disabled': {
    sources: [issue('restforce/restforce', 219), issue('jsforce/jsforce', 1301)],
  },
  'request-limit-exceeded': { sources: [issue('vdesabou/kafka-docker-playground', 8350)] },
  'password-expired': { sources: [issue('jsforce/jsforce', 1308), issue('hubotio/hubot', 1346)] },
  'passkey-page': {
    sources: [salesforceHelp('005321563'), issue('DataDog/browser-sdk', 4859)],
  },
  'data-not-available': { sources: [issue('jsforce/jsforce', 1274)] },
  'server-error': { sources: [issue('simple-salesforce/simple-salesforce', 814)] },
  'token-unusable': { searchTerms: ['access_token', 'instance_url'] },
  'instance-url-http': { searchTerms: ['instance_url'] },
  'instance-url-foreign': { searchTerms: ['instance_url'] },
  'outputs-not-written': { searchTerms: ['ENOSPC', 'EROFS', 'EDQUOT'] },
  'id-token-missing': { sources: [GITHUB_OIDC] },
  'key-service-clock': { sources: [KMS_ERRORS] },
  'key-service-login-expired': { sources: [KMS_ERRORS, VAULT_STATUS] },
  'key-disabled': { sources: [KMS_SIGN, KEY_VAULT_ERRORS] },
  'key-not-for-signing': { sources: [KMS_SIGN, TRANSIT] },
  'aws-access-denied': { sources: [KMS_ERRORS, KMS_SIGN] },
  'aws-not-found': { sources: [KMS_SIGN] },
  'aws-signature-wrong': { sources: [KMS_ERRORS] },
  'vault-permission-denied': { sources: [VAULT_STATUS] },
  'vault-path': { sources: [VAULT_STATUS, TRANSIT] },
  'vault-sealed': { sources: [VAULT_STATUS] },
  'vault-version': { sources: [TRANSIT] },
  'google-permission-denied': { sources: [CLOUD_KMS_ROLES] },
  'federation-refused': { sources: [FEDERATION, GITHUB_OIDC] },
  'azure-forbidden': { sources: [KEY_VAULT_ERRORS] },
  'azure-firewall': { sources: [KEY_VAULT_ERRORS] },
  'azure-key-not-found': { sources: [KEY_VAULT_ERRORS] },
  'signature-pss': { sources: [TRANSIT, KMS_SIGN] },
};
