import type { Findings } from '../../src/findings.ts';
import type { InputName } from '../../src/inputs/defaults.ts';
import { InputError, type InputProblem } from '../../src/inputs/errors.ts';
import {
  type Answer,
  AnswerError,
  type AnswerProblem,
  GuardError,
  type GuardProblem,
  SalesforceError,
  TransportError,
} from '../../src/salesforce/errors.ts';

/** Where a report is made. */
export const HERE = { version: '1.0.0' } as const;

/** What is known of a run when it fails; each test says what is different in its own. */
export function runWith(differences: Partial<Findings> = {}): Findings {
  return {
    loginUrl: 'https://acme.my.salesforce.com',
    hostKind: 'my-domain',
    audience: 'https://login.salesforce.com',
    audienceGiven: false,
    consumerKey: '3MVG9abcdefghijklmnopqrst',
    username: 'ci@acme.com',
    fingerprint: '4f'.repeat(32),
    attempts: 1,
    githubHosted: true,
    startedAt: 0,
    requestedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    ...differences,
  };
}

/** Login URLs of each kind, with the audience that follows from them. */
export const AT = {
  login: {
    loginUrl: 'https://login.salesforce.com',
    hostKind: 'login',
    audience: 'https://login.salesforce.com',
  },
  test: {
    loginUrl: 'https://test.salesforce.com',
    hostKind: 'test',
    audience: 'https://test.salesforce.com',
  },
  myDomain: {},
  sandbox: {
    loginUrl: 'https://acme--uat.sandbox.my.salesforce.com',
    hostKind: 'sandbox',
    audience: 'https://test.salesforce.com',
  },
  site: {
    loginUrl: 'https://acme.my.site.com/partners',
    hostKind: 'site',
    audience: 'https://acme.my.site.com/partners',
  },
  other: { loginUrl: 'https://localhost:8443', hostKind: 'other', audience: 'https://a.example' },
} as const satisfies Record<string, Partial<Findings>>;

export const SELF_HOSTED = { githubHosted: false } as const;
export const PROXY = { githubHosted: false, proxy: 'proxy.acme.com:3128' } as const;
export const SANDBOX_USER = { username: 'ci@acme.com.uat' } as const;

/** An answer of OAuth, as RFC 6749 has it and Salesforce gives it. */
export const oauth = (error?: string, description?: string, status = 400) =>
  answered({
    status,
    form: 'oauth',
    ...(error === undefined ? {} : { error }),
    ...(description === undefined ? {} : { description }),
  });

export const answered = (answer: Answer, request: 'token' | 'userinfo' | 'revoke' = 'token') =>
  new SalesforceError({ request, answer });

export const cut = (code: string, details = {}) =>
  new TransportError({
    code,
    request: 'token',
    host: 'acme.my.salesforce.com',
    transient: true,
    details,
  });

export const odd = (code: AnswerProblem, answer: Partial<Answer> = {}, details = {}) =>
  new AnswerError({
    code,
    request: 'token',
    answer: { status: 200, form: 'html', ...answer },
    transient: true,
    details,
  });

export const guard = (code: GuardProblem, details = {}) => new GuardError({ code, details });

export const input = (code: InputProblem, name: InputName = 'private-key', details = {}) =>
  new InputError({ code, input: name, details });
