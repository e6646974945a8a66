import { START } from '../../helpers/fake-runtime.ts';
import {
  HOSTED,
  MY_DOMAIN,
  type PublicReport,
  refusal,
  SANDBOX,
  SELF_HOSTED,
  token,
} from './replay.ts';

const TEN_MINUTES_MS = 600_000;

/** Responses of the token endpoint, most of them errors. */
export const REFUSALS: readonly PublicReport[] = [
  {
    source: 'https://github.com/leandrob/node-salesforce-jwt/issues/3',
    summary: 'The app has no scope refresh_token, or is not installed.',
    replay: {
      responses: [
        refusal(
          'invalid_request',
          'refresh_token scope is required and the connected app should be installed and preauthorized',
        ),
      ],
      first: /refresh_token, offline_access/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/3260',
    summary: 'The user is not admin approved to use the app in the scratch org.',
    replay: {
      inputs: {
        'login-url': 'https://acme-dev.scratch.my.salesforce.com',
        username: 'test-1@example.com',
      },
      responses: [refusal('invalid_app_access', 'user is not admin approved to access this app')],
      first: /lists no profile and no permission set/,
    },
  },
  {
    source: 'https://github.com/googleapis/google-auth-library-nodejs/issues/129',
    summary: 'The clock of the machine was wrong.',
    replay: {
      responses: [
        refusal('invalid_grant', 'expired authorization code', {
          date: new Date(START + 2 * TEN_MINUTES_MS).toUTCString(),
        }),
      ],
      first: /clock is wrong/,
    },
  },
  {
    source: 'https://github.com/cangencer/salesforce-oauth2/pull/5',
    summary: 'A sandbox user was sent to the production login host.',
    replay: {
      inputs: { username: 'ci@acme.com.uat' },
      responses: [refusal('invalid_grant', 'authentication failure')],
      first: /user is in a sandbox/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/1798',
    summary: 'Requests went through a proxy, because no_proxy was not honored.',
    replay: {
      inputs: SANDBOX,
      env: {
        ...SELF_HOSTED,
        https_proxy: 'http://proxy.corp.example:8080',
        no_proxy: 'https://acme--dev.sandbox.my.salesforce.com',
      },
      responses: [refusal('invalid_grant', 'ip restricted')],
      first: /public address of the proxy/,
      says: /no_proxy has “https:\/\/acme--dev/,
    },
  },
  {
    source:
      'https://supportportal.cloudsense.com/article/131461-jwt-oauth-callback-failing-connected-app-not-authorized',
    summary: 'Nobody had approved the app for this user.',
    replay: {
      inputs: { ...MY_DOMAIN, username: 'integration@acme.com' },
      responses: [refusal('invalid_grant', "user hasn't approved this consumer")],
      first: /does not pre-authorize this user/,
    },
  },
  {
    source: 'https://github.com/forceworkbench/forceworkbench/issues/772',
    summary: 'The address of a hosted runner is outside the Login IP Ranges.',
    replay: {
      inputs: MY_DOMAIN,
      env: HOSTED,
      responses: [refusal('invalid_grant', 'ip restricted')],
      first: /outside the Login IP Ranges/,
    },
  },
  {
    source: 'https://github.com/sfdx-actions/setup-sfdx/issues/17',
    summary: 'The address of a hosted runner is refused in a sandbox.',
    replay: {
      inputs: SANDBOX,
      env: HOSTED,
      responses: [refusal('invalid_grant', 'ip restricted')],
      first: /runner’s address is outside/,
    },
  },
  {
    source: 'https://github.com/restforce/restforce/issues/946',
    summary: 'The audience of production was used with the login host of sandboxes.',
    replay: {
      inputs: {
        'login-url': 'https://test.salesforce.com',
        audience: 'https://login.salesforce.com/',
        username: 'ci@acme.com.uat',
      },
      responses: [refusal('invalid_grant', 'audience is invalid')],
      first: /audience does not match the login URL/,
    },
  },
  {
    source: 'https://github.com/restforce/restforce/issues/674',
    summary: 'A Trailhead playground accepts sign-ins only at its own My Domain.',
    replay: {
      responses: [refusal('invalid_grant', "user hasn't approved this consumer")],
      listed: /^Also possible: login\.salesforce\.com does not serve this org: /m,
    },
  },
  {
    source: 'https://github.com/n8n-io/n8n/issues/21589',
    summary: 'An admin blocked the app.',
    replay: {
      inputs: MY_DOMAIN,
      responses: [refusal('OAUTH_APP_BLOCKED', 'this app is blocked by admin')],
      first: /An admin blocked the app/,
    },
  },
  {
    source: 'https://github.com/hardisgroupcom/sfdx-hardis/issues/1979',
    summary: 'The variable with the My Domain was not read, so the default login host was used.',
    replay: {
      inputs: { 'login-url': '' },
      responses: [refusal('app_not_found', 'External client app is not installed in this org')],
      first: /`login-url` is empty/,
    },
  },
  {
    source: 'https://github.com/pozil/pub-sub-api-node-client/issues/67',
    summary: 'The app issues tokens in JWT format, which the API does not take.',
    replay: {
      inputs: { 'export-env': 'true' },
      responses: [token({ access_token: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl' })],
      says: /issues tokens in JWT format/,
    },
  },
  {
    source: 'https://github.com/NangoHQ/nango/issues/5793',
    summary: 'The request went to production, but user and audience are those of a sandbox.',
    replay: {
      inputs: {
        username: 'ci@acme.com.uat',
        audience: 'https://acme--uat.sandbox.my.salesforce.com',
      },
      responses: [refusal('invalid_grant', 'audience is invalid')],
      first: /username and the audience belong to another org than `login-url`/,
    },
  },
  {
    source: 'https://github.com/omniphx/forrest/issues/278',
    summary: 'The request went to the wrong one of the two login hosts.',
    replay: {
      responses: [refusal('invalid_grant', "user hasn't approved this consumer")],
      listed: /it is for orgs of the other kind/,
    },
  },
  {
    source: 'https://github.com/Oyatel/CometD.NET/issues/20',
    summary: 'The user of a scratch org signed in at login.salesforce.com.',
    replay: {
      inputs: { username: 'test-abc123@example.com' },
      responses: [refusal('unsupported_grant_type', 'grant type not supported')],
      first: /The user is in a sandbox, but the login URL is for production/,
    },
  },
  {
    source: 'https://github.com/simple-salesforce/simple-salesforce/pull/612',
    summary: 'The username reached Salesforce with &amp; instead of &.',
    replay: {
      inputs: { username: 'ci&amp;cd@acme.com' },
      responses: [refusal('invalid_grant', "user hasn't approved this consumer")],
      first: /The username is in an escaped form/,
    },
  },
  {
    source: 'https://github.com/amazon-connect/amazon-connect-salesforce-scv/issues/31',
    summary: 'The audience was that of production, and the org a sandbox.',
    replay: {
      inputs: { ...SANDBOX, audience: 'https://login.salesforce.com' },
      responses: [refusal('invalid_grant', 'audience is invalid')],
      first: /The audience does not match the login URL/,
    },
  },
  {
    source: 'https://github.com/restforce/restforce/pull/886',
    summary: 'Some orgs of production do not accept sign-ins at login.salesforce.com.',
    replay: {
      responses: [refusal('invalid_grant', "user hasn't approved this consumer")],
      listed: /the org accepts sign-ins only at its My Domain/,
    },
  },
];
