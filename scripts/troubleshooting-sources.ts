/**
 * Where the claims of the catalogue about Salesforce and GitHub come from, for the help page: by the
 * title of an entry, or by what a shared cause says.
 */
import {
  API_ACCESS,
  APP_NOT_IN_ORG,
  HIGH_ASSURANCE,
  JUST_CHANGED,
  KEY_MISMATCH,
  KEY_OF_OTHER_APP,
  MY_DOMAIN_AUDIENCE,
  MY_DOMAIN_ONLY,
  NO_API_SCOPE,
  NO_CERTIFICATE,
  NO_OFFLINE_SCOPE,
  NOT_INSTALLED,
  NOT_PREAUTHORIZED,
  SHARED_HOST,
  TEST_HOST,
} from '../src/diagnosis/catalog/shared-causes.ts';

/** Link text of one word, and an address. */
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
  path.split('/').at(-1) ?? path,
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

export const LOGIN_STATUS: SourceLink = [
  'LOGIN_STATUS',
  'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventlogfile_login_status.htm',
];

/** A code that is in Salesforce's own mobile SDK, and explained nowhere: the causes are ours, from its name. */
export const MOBILE_SDK: SourceLink = [
  'OAuthErrorCode.kt',
  'https://github.com/forcedotcom/SalesforceMobileSDK-Android',
];

export const SOURCES: Readonly<Record<string, readonly SourceLink[]>> = {
  "user hasn't approved this consumer": [JWT_FLOW, stackExchange(184363), cliIssue(1640)],
  'External client app is not installed in this org': [
    cliIssue(3482),
    cliIssue(3638),
    issue('n8n-io/n8n', 28990),
  ],
  'audience is invalid': [FLOW_ERRORS, cliIssue(3325), issue('forcedotcom/datacloud-jdbc', 30)],
  'invalid assertion': [
    JWT_FLOW,
    issue('frankkessler/salesforce-laravel-oauth2-rest', 68),
    cliIssue(217),
  ],
  'invalid client credentials': [VAULT],
  'client identifier invalid': [FLOW_ERRORS],
  'user is not admin approved to access this app': [VAULT, MOBILE_SDK],
  'ip restricted': [salesforceHelp('xcloud.connected_app_continuous_ip.htm')],
  'authentication failure': [issue('jsforce/jsforce', 482), MOBILE_SDK],
  'expired authorization code': [
    stackExchange(18039),
    issue('simple-salesforce/simple-salesforce', 491),
  ],
  'grant type not supported': [issue('aaronhuggins/sf-jwt-token', 1), MOBILE_SDK],
  'retry your request': [
    issue('amazon-connect/amazon-connect-salesforce-lambda', 43),
    issue('restforce/restforce', 826),
    MOBILE_SDK,
  ],
  'login rate exceeded': [salesforceHelp('000381578'), AGENT_API],
  'refresh_token scope is required and the connected app should be installed and preauthorized': [
    JWT_FLOW,
    issue('JitendraZaa/OAuthFlows', 1),
  ],
  'app must be installed into org': [UNINSTALLED, MOBILE_SDK],
  'Cross-org OAuth flows are not supported for this external client app': [
    [
      'unified.to',
      'https://unified.to/blog/salesforce_external_client_apps_on_multiple_organizations',
    ],
    MOBILE_SDK,
  ],
  'request not supported on this domain': [issue('pozil/pub-sub-api-node-client', 58)],
  'inactive user': [issue('restforce/restforce', 303)],
  'no valid scopes defined': [
    [
      'cloudwithabhi',
      'https://cloudwithabhi.com/2025/10/17/%f0%9f%a7%a9-client-credentials-flow-new-invalid-scope-error',
    ],
    MOBILE_SDK,
  ],
  'expired access/refresh token': [issue('restforce/restforce', 81), JWT_FLOW],
  'Maximum Logins Exceeded': [AGENT_API, LOGIN_STATUS],
  app_blocked: [MOBILE_SDK],
  oauth_policy_not_found: [MOBILE_SDK],
  invalid_session_level: [MOBILE_SDK],
  'inactive organization': [LOGIN_STATUS],
  invalid_request: [VAULT, MOBILE_SDK],
  invalid_grant: [LOGIN_STATUS],
  'This session is not valid for use with the REST API': [
    cliIssue(3428),
    issue('NangoHQ/nango', 4344),
    issue('jsforce/jsforce', 1301),
  ],
  'INVALID_SESSION_ID: Session expired or invalid': [VAULT, issue('forcedotcom/SalesforcePy', 56)],
  'API_DISABLED_FOR_ORG: the API is not enabled': [LOGIN_STATUS],
  'Data Not Available': [issue('jsforce/jsforce', 1274)],
  'A required input is empty': [
    githubDocs('actions/security-guides/using-secrets-in-github-actions'),
    githubDocs(
      'code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions',
    ),
    githubDocs(
      'actions/how-tos/write-workflows/choose-when-workflows-run/control-jobs-with-conditions',
    ),
    githubDocs('actions/reference/workflows-and-actions/contexts'),
  ],
  'The private key is not an RSA key': [
    JWT_FLOW,
    ['withampersand', 'https://docs.withampersand.com/customer-guides/salesforce-jwt'],
  ],
  [API_ACCESS.explanation]: [cliIssue(3428)],
  [APP_NOT_IN_ORG.explanation]: [cliIssue(3482)],
  [HIGH_ASSURANCE.explanation]: [issue('jsforce/jsforce', 1301), POLICIES],
  [JUST_CHANGED.explanation]: [cliIssue(1640), FLOW_ERRORS],
  ...Object.fromEntries(KEY_MISMATCH.map(({ explanation }) => [explanation, [VAULT, JWT_APP]])),
  [MY_DOMAIN_ONLY.explanation]: [LOGIN_POLICY, issue('simple-salesforce/simple-salesforce', 711)],
  [NO_API_SCOPE.explanation]: [JWT_FLOW],
  [NO_CERTIFICATE.explanation]: [JWT_APP, GLOBAL_SETTINGS],
  [NO_OFFLINE_SCOPE.explanation]: [JWT_FLOW, stackExchange(184363)],
  [NOT_INSTALLED.explanation]: [UNINSTALLED],
  [NOT_PREAUTHORIZED.explanation]: [JWT_FLOW, JWT_APP],
  [KEY_OF_OTHER_APP.explanation]: [JWT_FLOW],
  [MY_DOMAIN_AUDIENCE.explanation]: [issue('n8n-io/n8n', 28990), issue('simstudioai/sim', 6508)],
  [SHARED_HOST.explanation]: [cliIssue(3482), issue('n8n-io/n8n', 28990)],
  [TEST_HOST.explanation]: [issue('simple-salesforce/simple-salesforce', 814)],
};
