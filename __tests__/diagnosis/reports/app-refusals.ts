import { MY_DOMAIN, type PublicReport, refusal } from './replay.ts';

/** Errors of the token endpoint for which the app or its policies are the reason. */
export const APP_REFUSALS: readonly PublicReport[] = [
  {
    source: 'https://github.com/forcedotcom/cli/issues/2575',
    summary: 'The profile of a new user of a scratch org may not use the app.',
    replay: {
      inputs: {
        'login-url': 'https://acme-dev-1234.scratch.my.salesforce.com',
        username: 'test-abc123@example.com',
      },
      responses: [refusal('invalid_grant', "user hasn't approved this consumer")],
      first: /The app does not pre-authorize this user/,
    },
  },
  {
    source: 'https://developer.okta.com/docs/guides/ai-agent-secure-salesforce-agentforce/main/',
    summary: 'An app with JWT-based access tokens had too many scopes.',
    replay: {
      inputs: MY_DOMAIN,
      responses: [refusal('invalid_request', 'too many scopes requested')],
      first: /more scopes than a JWT-based access token can hold/,
    },
  },
  {
    source:
      'https://github.com/hardisgroupcom/sfdx-hardis-training/blob/main/labs/en/level-3-release-manager/3-1-configure-the-pipeline-up-to-production.md',
    summary: 'The app behind the consumer key was never created.',
    replay: {
      inputs: { 'login-url': 'https://test.salesforce.com', username: 'test-abc123@example.com' },
      responses: [refusal('invalid_client_id', 'client identifier invalid')],
      first: /its app was deleted or never created/,
    },
  },
];
