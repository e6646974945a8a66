import { ANSWER_ENTRIES } from './answers.ts';
import type { Entry } from './entry.ts';
import { GUARD_ENTRIES } from './guards.ts';
import { INPUT_ENTRIES } from './inputs.ts';
import { CERTIFICATE_ENTRIES } from './inputs-certificate.ts';
import { KEY_ENTRIES } from './inputs-key.ts';
import { KEY_KIND_ENTRIES } from './inputs-key-kind.ts';
import { URL_ENTRIES } from './inputs-url.ts';
import * as app from './token-app.ts';
import * as assertion from './token-assertion.ts';
import * as user from './token-user.ts';
import { TRANSPORT_ENTRIES } from './transport.ts';
import { UNLISTED_ENTRIES } from './unlisted.ts';

/** By how often people report them; what matches anything with its code comes last. */
const REFUSALS = [
  app.NOT_APPROVED,
  app.APP_NOT_FOUND,
  assertion.AUDIENCE_INVALID,
  assertion.INVALID_ASSERTION,
  assertion.INVALID_CREDENTIALS,
  assertion.CLIENT_ID_INVALID,
  app.NOT_ADMIN_APPROVED,
  user.IP_RESTRICTED,
  user.AUTHENTICATION_FAILURE,
  assertion.EXPIRED,
  user.GRANT_TYPE,
  user.RETRY,
  user.RATE_EXCEEDED,
  app.OFFLINE_SCOPE,
  app.MUST_BE_INSTALLED,
  app.CROSS_ORG,
  user.WRONG_DOMAIN,
  user.INACTIVE_USER,
  app.NO_SCOPES,
  app.APPROVAL_EXPIRED,
  user.LOGINS_EXCEEDED,
  app.APP_BLOCKED,
  app.NO_POLICIES,
  app.SESSION_LEVEL,
  user.INACTIVE_ORG,
  user.INVALID_REQUEST,
  user.INVALID_GRANT,
] as const;

/**
 * The chapters of docs/troubleshooting.md. The one order: where several entries match, the first is
 * taken; the page has the same.
 */
const IN_ORDER = {
  refusals: REFUSALS,
  inputs: [
    ...INPUT_ENTRIES,
    ...URL_ENTRIES,
    ...KEY_KIND_ENTRIES,
    ...KEY_ENTRIES,
    ...CERTIFICATE_ENTRIES,
  ],
  transport: TRANSPORT_ENTRIES,
  answers: ANSWER_ENTRIES,
  guards: GUARD_ENTRIES,
  unlisted: UNLISTED_ENTRIES,
} as const satisfies Record<string, readonly Entry[]>;

export const CHAPTERS: Readonly<Record<keyof typeof IN_ORDER, readonly Entry[]>> = IN_ORDER;

export const CATALOGUE: readonly Entry[] = Object.values(CHAPTERS).flat();

type Listed = (typeof IN_ORDER)[keyof typeof IN_ORDER][number];

/**
 * The problems that some entry lists. Matching takes no other: where a new problem has no entry yet,
 * the compiler names it there.
 */
export type ListedProblem = Extract<
  Listed,
  { readonly problems: readonly unknown[] }
>['problems'][number];
