import { CHECK_ENTRIES } from './checks.ts';
import type { CatalogEntry } from './entry.ts';
import { FALLBACK_ENTRIES } from './fallbacks.ts';
import { INPUT_ENTRIES } from './inputs.ts';
import { CERTIFICATE_ENTRIES } from './inputs-certificate.ts';
import { KEY_ENTRIES } from './inputs-key.ts';
import { KEY_KIND_ENTRIES } from './inputs-key-kind.ts';
import { URL_ENTRIES } from './inputs-url.ts';
import { RESPONSE_ENTRIES } from './responses.ts';
import * as app from './token-app.ts';
import * as assertion from './token-assertion.ts';
import * as user from './token-user.ts';
import { TRANSPORT_ENTRIES } from './transport.ts';

/** By how often people report them; what matches anything with its code comes last. */
const OAUTH_ERRORS = [
  app.NOT_APPROVED,
  app.APP_NOT_FOUND,
  assertion.AUDIENCE_INVALID,
  assertion.INVALID_ASSERTION,
  assertion.INVALID_CREDENTIALS,
  assertion.CLIENT_ID_INVALID,
  app.NOT_ADMIN_APPROVED,
  user.IP_RESTRICTED,
  user.AUTHENTICATION_FAILURE,
  assertion.EXPIRED_ASSERTION,
  user.UNSUPPORTED_GRANT_TYPE,
  user.RETRY_REQUEST,
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
const CHAPTER_ENTRIES = {
  refusals: OAUTH_ERRORS,
  inputs: [
    ...INPUT_ENTRIES,
    ...URL_ENTRIES,
    ...KEY_KIND_ENTRIES,
    ...KEY_ENTRIES,
    ...CERTIFICATE_ENTRIES,
  ],
  transport: TRANSPORT_ENTRIES,
  answers: RESPONSE_ENTRIES,
  guards: CHECK_ENTRIES,
  unlisted: FALLBACK_ENTRIES,
} as const satisfies Record<string, readonly CatalogEntry[]>;

export const CHAPTERS: Readonly<Record<keyof typeof CHAPTER_ENTRIES, readonly CatalogEntry[]>> =
  CHAPTER_ENTRIES;

export const CATALOG: readonly CatalogEntry[] = Object.values(CHAPTERS).flat();

type LiteralEntry = (typeof CHAPTER_ENTRIES)[keyof typeof CHAPTER_ENTRIES][number];

/**
 * The problems that some entry lists. Matching takes no other: where a new problem has no entry yet,
 * the compiler names it there.
 */
export type CatalogedErrorCode = Extract<
  LiteralEntry,
  { readonly errorCodes: readonly unknown[] }
>['errorCodes'][number];
