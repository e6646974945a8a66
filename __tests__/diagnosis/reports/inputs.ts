import { HOSTED, JOB, type PublicReport, page, refusal, token } from './replay.ts';

const NO_SECRETS = { 'consumer-key': '', 'private-key': '', username: '' };

/** Missing secrets, and values in the wrong format. */
export const INPUTS: readonly PublicReport[] = [
  {
    source: 'https://github.com/google-github-actions/auth/issues/103',
    summary: 'A shell variable under `with:` instead of an expression.',
    replay: { inputs: { 'private-key': '$SF_PRIVATE_KEY' }, first: /expands a shell variable/ },
  },
  {
    source: 'https://github.com/actions/create-github-app-token/issues/184',
    summary: 'Shell variables in two inputs.',
    replay: {
      inputs: { 'private-key': '$SF_JWT_KEY', 'consumer-key': '$SF_CONSUMER_KEY' },
      first: /expands a shell variable/,
      says: /The inputs `consumer-key`, `private-key` are not valid/,
    },
  },
  {
    source: 'https://github.com/Soul-Brews-Studio/arra-oracle-v3/pull/2910',
    summary: 'The secrets were stored where the job cannot read them.',
    replay: {
      inputs: { 'consumer-key': '', 'private-key': '' },
      env: JOB,
      listed: /secret or variable is not available/,
    },
  },
  {
    source: 'https://github.com/coveo/ui-kit/pull/1022',
    summary: 'The name of a secret was misspelled.',
    replay: { inputs: { 'consumer-key': '' }, env: JOB, first: /not available to the job deploy/ },
  },
  {
    source: 'https://github.com/tibdex/github-app-token/issues/25',
    summary: 'A pull request from a fork gets no secrets.',
    replay: {
      inputs: { 'consumer-key': '', 'private-key': '' },
      env: { ...JOB, 'INPUT_SECRET-SOURCE': 'None' },
      first: /no secrets to pull requests from forks/,
    },
  },
  {
    source: 'https://github.com/XTM-Hub/xtm-hub/issues/3260',
    summary: 'Dependabot started the run, so it got no secrets of Actions.',
    replay: {
      inputs: { 'private-key': '' },
      env: { ...JOB, GITHUB_ACTOR: 'dependabot[bot]' },
      first: /Dependabot started this run/,
    },
  },
  {
    source: 'https://github.com/tibdex/github-app-token/issues/53',
    summary: 'The workflow and the settings have different names for the secret.',
    replay: { inputs: { 'private-key': '' }, env: JOB, says: /Compare the names letter by letter/ },
  },
  {
    source: 'https://github.com/langfuse/langfuse/pull/13048',
    summary: 'The caller of a reusable workflow passed an empty secret.',
    replay: { inputs: { 'private-key': '' }, env: JOB, listed: /reusable workflow: its caller/ },
  },
  {
    source: 'https://github.com/actions/runner/issues/1490',
    summary: 'The caller of a reusable workflow passed no secrets.',
    replay: { inputs: { 'private-key': '' }, env: JOB, listed: /secrets: inherit/ },
  },
  {
    source: 'https://github.com/CrowdStrike/falcon-integration-gateway/pull/258',
    summary: 'The secrets belong to an environment that the job does not name.',
    replay: { inputs: NO_SECRETS, env: JOB, first: /an environment that the job deploy does not/ },
  },
  {
    source: 'https://github.com/droarty/agentic_client_server_base/issues/304',
    summary: 'The secrets belong to an environment that the job does not name, after a push.',
    replay: { inputs: NO_SECRETS, env: JOB, first: /an environment that the job deploy does not/ },
  },
  {
    source: 'https://github.com/restforce/restforce/issues/594',
    summary: 'No username was given.',
    replay: { inputs: { username: '' }, env: JOB, first: /not available to the job/ },
  },
  {
    source: 'https://github.com/bagofwords1/bagofwords/pull/952',
    summary: 'The app was set up for a flow without a user.',
    replay: { inputs: { username: '' }, env: JOB, listed: /a “Run As” user of the app does not/ },
  },
  {
    source: 'https://github.com/eclipse-che/che/issues/20994',
    summary: 'The consumer key ends with a line break; the step removes it.',
    replay: {
      inputs: { 'consumer-key': '3MVG9.a_consumer_key\n', 'job-summary': 'always' },
      responses: [token()],
      says: /Signed in to Salesforce/,
    },
  },
  {
    source: 'https://github.com/alexbelgium/hassio-addons/pull/3035',
    summary: 'A pasted value was wrapped.',
    replay: {
      inputs: { 'consumer-key': '3MVG9abcdefghijklmnopq\nrstuvwxyz0123456789' },
      first: /`consumer-key` contains a line break/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/datacloud-jdbc/pull/132',
    summary: 'The audience was a host without https://.',
    replay: { inputs: { audience: 'login.salesforce.com' }, first: /not a complete URL/ },
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/2322',
    summary: 'A host under lightning.com instead of the My Domain.',
    replay: {
      inputs: { 'login-url': 'https://acme--test.sandbox.lightning.com/' },
      first: /misspelled, or has another ending/,
      says: /login-url: https:\/\/acme--test\.sandbox\.my\.salesforce\.com/,
    },
  },
  {
    source: 'https://github.com/OpenFn/adaptors/issues/295',
    summary: 'A Lightning page instead of the My Domain.',
    replay: {
      inputs: { 'login-url': 'https://acme.lightning.force.com/' },
      first: /a page inside the org/,
      says: /login-url: https:\/\/acme\.my\.salesforce\.com/,
    },
  },
  {
    source: 'https://github.com/tsmztech/mcp-server-salesforce/issues/1',
    summary: 'A Lightning page instead of the My Domain, in another client.',
    replay: {
      inputs: { 'login-url': 'https://acme.lightning.force.com' },
      first: /a page inside the org/,
    },
  },
  {
    source: 'https://github.com/SEKOIA-IO/documentation/pull/3236',
    summary: 'A host without https://; the step completes it.',
    replay: {
      inputs: { 'login-url': 'acme.my.salesforce.com', 'job-summary': 'always' },
      responses: [token()],
      says: /Signed in to Salesforce/,
    },
  },
  {
    source: 'https://github.com/elastic/integrations/pull/11452',
    summary: 'The path of the token endpoint in the login URL.',
    replay: {
      inputs: { 'login-url': 'https://acme.my.salesforce.com/services/oauth2/token' },
      env: HOSTED,
      first: /`login-url` has a path/,
      says: /^ {2}login-url: https:\/\/acme\.my\.salesforce\.com$/m,
    },
  },
  {
    source: 'https://github.com/forcedotcom/SalesforceMobileSDK-iOS/issues/2639',
    summary: 'The path of a login page; the site itself has the endpoint.',
    replay: {
      inputs: { 'login-url': 'https://acme.force.com/abc' },
      responses: [page(404, 'Not Found')],
      listed: /Remove the path from `login-url`/,
    },
  },
  {
    source: 'https://github.com/actions/runner/issues/2472',
    summary: 'A variable of an environment was empty. The thread only guesses why.',
    replay: {
      inputs: { 'login-url': '' },
      env: JOB,
      responses: [refusal('invalid_client_id', 'client identifier invalid')],
      first: /`login-url` is empty/,
    },
  },
  {
    source: 'https://github.com/appleboy/ssh-action/issues/119',
    summary: 'The inputs were written under `env:` instead of `with:`.',
    replay: {
      inputs: NO_SECRETS,
      env: { ...JOB, PRIVATE_KEY: 'x', CONSUMER_KEY: 'x', USERNAME: 'ci@acme.com' },
      first: /under a name that the step does not read/,
      says: /has a value for PRIVATE_KEY, CONSUMER_KEY, USERNAME/,
    },
  },
  {
    source:
      'https://github.com/abhishekgupta2-glitch/salesforce-cicd-org-flow/blob/main/TROUBLESHOOTING_JWT_SITORG.md',
    summary: 'The secrets had not been created.',
    replay: {
      inputs: NO_SECRETS,
      env: JOB,
      first: /do not exist, or belong to an environment/,
    },
  },
];
