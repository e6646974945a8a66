import type { RunnerProblem } from '../../runner/errors.ts';
import type { AnswerProblem, GuardProblem } from '../../salesforce/errors.ts';
import type { Entry } from './entry.ts';
import {
  API_ACCESS,
  API_ENABLED,
  IN_BETWEEN,
  TEST_HOST,
  UNAVAILABLE,
  WRONG_HOST,
} from './shared.ts';

/** Answers that are not OAuth errors, and what a token meets that was issued. Particular ones first. */
export const HTTP_ENTRIES: readonly Entry[] = [
  {
    title: 'This session is not valid for use with the REST API',
    says: [
      'session is not valid for use with the rest api',
      'session is not valid for use with the api',
    ],
    causes: [
      API_ACCESS,
      {
        what: 'The app lacks the scope “Manage user data via APIs (api)”.',
        fix: 'Add that scope.',
        where: 'settings',
      },
      API_ENABLED,
    ],
  },
  {
    title: 'INVALID_SESSION_ID: Session expired or invalid',
    says: ['session expired or invalid', 'bad oauth token'],
    errors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
    status: [401, 401],
    request: 'userinfo',
    also: ['Bad_OAuth_Token'],
    causes: [
      {
        what: 'Another job revoked the token. Salesforce gives the same one to every sign-in of this user and app while the session lives.',
        tell: 'a job with `revoke-token: true`, or `sf org logout`, ended at that time.',
        fix: 'Leave out `revoke-token`, or give each pipeline a user of its own.',
        where: 'workflow',
      },
      API_ACCESS,
      {
        hint: 'proxy set',
        what: 'Sessions are locked to the IP address from which they began, and requests leave your network by several.',
        fix: 'Untick “Lock sessions to the IP address from which they originated”.',
        where: 'sessionSettings',
      },
    ],
  },
  {
    title: 'API_DISABLED_FOR_ORG: the API is not enabled',
    says: ['api is disabled for this user', 'api is not enabled'],
    errors: ['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG'],
    status: [403, 403],
    request: 'userinfo',
    history: ['apiDisabled'],
    causes: [
      API_ENABLED,
      API_ACCESS,
      {
        what: 'The org’s edition has no API.',
        tell: 'no other client reaches this org’s API either.',
        fix: 'Ask Salesforce for the API; Professional Edition has it as an add-on.',
        where: 'company',
      },
    ],
  },
  {
    title: 'A redirect instead of an answer (HTTP 3xx)',
    status: [300, 399],
    causes: [WRONG_HOST, IN_BETWEEN],
  },
  {
    title: '407 Proxy Authentication Required',
    codes: ['proxy-refused 407'],
    status: [407, 407],
    causes: [
      {
        when: 'proxy set',
        what: 'The proxy wants another name and password.',
        fix: 'Set HTTPS_PROXY to http://name:password@proxy:port, from a secret; write special characters as %XX.',
        where: 'runner',
      },
    ],
  },
  {
    title: 'Data Not Available',
    says: ['data not available', 'down for maintenance', 'undergoing maintenance'],
    causes: [UNAVAILABLE, WRONG_HOST],
  },
  {
    title: 'Salesforce is not available (HTTP 5xx)',
    status: [500, 599],
    causes: [
      TEST_HOST,
      UNAVAILABLE,
      { ...IN_BETWEEN, when: 'proxy, and an answer unlike Salesforce’s' },
    ],
  },
  {
    title: 'Not found (HTTP 404)',
    status: [404, 405],
    causes: [WRONG_HOST, IN_BETWEEN],
  },
  {
    title: 'A web page instead of an answer (HTML)',
    status: [0, 599],
    form: 'html',
    causes: [WRONG_HOST, UNAVAILABLE, IN_BETWEEN],
  },
];

const UNREADABLE: Entry = {
  title: 'Success, but not a token (HTTP 200)',
  causes: [WRONG_HOST, UNAVAILABLE, IN_BETWEEN],
};

const INCOMPLETE: Entry = {
  title: 'The token in the answer cannot be used',
  also: ['access_token', 'instance_url'],
  causes: [WRONG_HOST, IN_BETWEEN],
};

const FOREIGN_INSTANCE: Entry = {
  title: 'The token is for a host that is not Salesforce’s',
  also: ['instance_url'],
  causes: [
    {
      hint: 'proxy set',
      what: 'The answer names {host} as the instance: no Salesforce host, not the login URL’s, or not https. The token was not handed on.',
      fix: 'Set `login-url` to the org’s My Domain. If it is that already, find out what changes answers on the way.',
      where: 'myDomain',
    },
  ],
};

const UNKNOWN_ORG: Entry = {
  title: 'The answer does not say which org the token is for',
  causes: [
    {
      what: 'Without the field `id`, `expected-org-id` cannot be checked.',
      fix: 'Set `verify: true`, which asks Salesforce for the org, or leave `expected-org-id` out.',
      where: 'workflow',
    },
  ],
};

/** One for every way in which a success may not be one. */
export const ANSWER_ENTRIES: Readonly<Record<AnswerProblem, Entry>> = {
  'not-json': UNREADABLE,
  'not-an-object': UNREADABLE,
  'no-access-token': INCOMPLETE,
  'access-token-form': INCOMPLETE,
  'no-instance-url': INCOMPLETE,
  'instance-url-form': INCOMPLETE,
  'instance-url-http': FOREIGN_INSTANCE,
  'instance-url-foreign': FOREIGN_INSTANCE,
  'no-identity': UNKNOWN_ORG,
};

export const GUARD_ENTRIES: Readonly<Record<GuardProblem, Entry>> = {
  'wrong-org': {
    title: 'The token belongs to another org',
    causes: [
      {
        hint: 'generic host',
        what: 'The sign-in led to org {actual}, but {expected} is expected. The token was not handed on.',
        fix: 'Set `login-url` and the secrets to those of the org you mean; or correct `expected-org-id` (a refresh gives a sandbox another id).',
        where: 'company',
      },
    ],
  },
  'wrong-user': {
    title: 'The token belongs to another user',
    causes: [
      {
        what: 'The token belongs to {actual}, but {expected} was asked for. It was not handed on.',
        fix: 'Copy the Username of the user you mean into `username`.',
        where: 'users',
      },
    ],
  },
  'unknown-org': UNKNOWN_ORG,
  'out-of-time': {
    title: 'Out of time (timeout-seconds)',
    causes: [
      {
        hint: 'proxy set',
        what: 'The {seconds} seconds of `timeout-seconds` ended before there was a token.',
        fix: 'The log says what each attempt waited for. Raise `timeout-seconds` if Salesforce is only slow.',
        where: 'workflow',
      },
      UNAVAILABLE,
    ],
  },
};

export const RUNNER_ENTRIES: Readonly<Record<RunnerProblem, Entry>> = {
  'no-runner': {
    title: 'This is not a runner of GitHub Actions',
    causes: [
      {
        what: 'The environment names no file {name} that can be written; a step hands on its results through it.',
        fix: 'Use the action as a step of a workflow, on a runner of version 2.327.1 or later.',
        where: 'runner',
      },
    ],
  },
};
