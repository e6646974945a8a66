import { httpResponse } from '../../helpers/fake-runtime.ts';
import {
  networkError,
  type PublicReport,
  page,
  restError,
  SELF_HOSTED,
  token,
  VERIFY,
} from './replay.ts';

const SANDBOX_HOST = 'acme--dev.sandbox.my.salesforce.com';

/** Failures after the sign-in, most of which the check of `verify` detects. */
export const AFTER_SIGN_IN: readonly PublicReport[] = [
  {
    source: 'https://github.com/hubotio/hubot/issues/1346',
    summary: 'The password of the user has expired, so the API refuses the user.',
    replay: {
      inputs: VERIFY,
      responses: [
        token(),
        restError(
          403,
          'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
          'The users password has expired, you must call SetPassword before attempting any other API operations',
        ),
      ],
      first: /password has expired/,
    },
  },
  {
    source: 'https://github.com/jsforce/jsforce/issues/1308',
    summary: 'The password of the user has expired, with another message.',
    replay: {
      inputs: VERIFY,
      responses: [
        token(),
        restError(
          403,
          'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
          'Your password has expired. Please reset your password.',
        ),
      ],
      first: /password has expired/,
    },
  },
  {
    source: 'https://github.com/RoseSilverSoftware/IlluminatedCloud/issues/1667',
    summary: 'The instance URL in the token response redirects to the My Domain of the sandbox.',
    replay: {
      inputs: {
        ...VERIFY,
        'login-url': 'https://test.salesforce.com',
        username: 'ci@acme.com.uat',
      },
      responses: [
        token({ instance_url: 'https://acme--uat.cs42.my.salesforce.com' }),
        httpResponse(301, '', { location: 'https://acme--uat.sandbox.my.salesforce.com/x' }),
      ],
      first: /The org has another host/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/2992',
    summary: 'TLS is inspected on the way to the My Domain, but not to the login host.',
    replay: {
      inputs: {
        ...VERIFY,
        'login-url': 'https://test.salesforce.com',
        username: 'ci@acme.com.dev',
      },
      env: SELF_HOSTED,
      responses: [
        token({ instance_url: `https://${SANDBOX_HOST}` }),
        networkError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', SANDBOX_HOST, 'userinfo'),
      ],
      first: /TLS-inspecting proxy/,
      says: /^The sign-in at https:\/\/test\.salesforce\.com succeeded, but the check .* failed/m,
    },
  },
  {
    source: 'https://github.com/vdesabou/kafka-docker-playground/issues/8350',
    summary: 'The API calls of the last 24 hours are used up.',
    replay: {
      inputs: VERIFY,
      responses: [
        token(),
        restError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
      ],
      first: /used up its API calls of the last 24 hours/,
    },
  },
  {
    source: 'https://github.com/restforce/restforce/issues/219',
    summary: 'The edition of the org has no API.',
    replay: {
      inputs: VERIFY,
      responses: [
        token(),
        restError(
          403,
          'API_DISABLED_FOR_ORG',
          'The REST API is not enabled for this Organization.',
        ),
      ],
      first: /edition has no API/,
    },
  },
  {
    source: 'https://github.com/pgonzaleznetwork/HappySoup.io/issues/214',
    summary: 'The org enforces login IP ranges on every request.',
    replay: {
      inputs: VERIFY,
      responses: [token(), restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid')],
      listed: /Enforce login IP ranges on every request/,
    },
  },
  {
    source: 'https://github.com/omniphx/forrest/issues/334',
    summary: 'The scope of the token does not cover the call.',
    replay: {
      inputs: VERIFY,
      responses: [token({ scope: 'id refresh_token' }), httpResponse(403, 'Bad_OAuth_Token')],
      first: /no scope api/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/agents/pull/260',
    summary: 'The scopes for the agent APIs are missing; the sign-in itself succeeds.',
    replay: {
      inputs: { 'job-summary': 'always' },
      responses: [token({ scope: 'api refresh_token' })],
      says: /\| Scope \| api refresh_token \|/,
    },
  },
  {
    source: 'https://github.com/salesforcecli/plugin-auth/pull/732',
    summary: 'A My Domain whose name ends with “-lightning” was refused; the step accepts it.',
    replay: {
      inputs: { 'login-url': 'https://acme-lightning.my.salesforce.com', 'job-summary': 'always' },
      responses: [token()],
      says: /Signed in to Salesforce/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/3598',
    summary: 'The host of a scratch org answers with a waiting page.',
    replay: {
      inputs: { ...VERIFY, 'login-url': 'https://test.salesforce.com' },
      responses: [token(), page(503, 'This page will auto-refresh when ready')],
      first: /Salesforce is temporarily unavailable/,
    },
  },
];
