import { CHECK_ENTRIES } from './checks.ts';
import type { CatalogEntry } from './entry.ts';
import { FALLBACK_ENTRIES } from './fallbacks.ts';
import { INPUT_ENTRIES } from './inputs.ts';
import { KEY_ENTRIES } from './inputs-key.ts';
import { URL_ENTRIES } from './inputs-url.ts';
import type { KEY_SERVICE_CATALOG } from './key-service/index.ts';
import { RESPONSE_ENTRIES } from './responses.ts';
import { EMPTY_LOGIN_URL, UNKNOWN_WORDS } from './shared-causes.ts';
import * as app from './token-app.ts';
import * as assertion from './token-assertion.ts';
import * as user from './token-user.ts';
import { TRANSPORT_ENTRIES } from './transport.ts';

/** The most reported errors come first. Entries that match a bare error code come last. */
const OAUTH_ENTRIES = [
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
  app.TOO_MANY_SCOPES,
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
 * Entries that any workflow may need, grouped as in docs/troubleshooting.md. If the same field of
 * several entries matches an error, the first entry is used, so the order of groups and entries
 * matters.
 */
const ENTRY_GROUPS = {
  oauthErrors: OAUTH_ENTRIES,
  inputs: [...INPUT_ENTRIES, ...URL_ENTRIES, ...KEY_ENTRIES],
  connections: TRANSPORT_ENTRIES,
  responses: RESPONSE_ENTRIES,
  checks: CHECK_ENTRIES,
  fallbacks: FALLBACK_ENTRIES,
} as const satisfies Record<string, readonly CatalogEntry[]>;

/** Causes that any rejected sign-in can have, and that do not belong to an entry. */
export const GENERAL_CAUSES = [EMPTY_LOGIN_URL, UNKNOWN_WORDS] as const;

export type CatalogGroup = keyof typeof ENTRY_GROUPS;

export const CATALOG_GROUPS: Readonly<Record<CatalogGroup, readonly CatalogEntry[]>> = ENTRY_GROUPS;

export const CATALOG: readonly CatalogEntry[] = Object.values(CATALOG_GROUPS).flat();

type LiteralEntry =
  | (typeof ENTRY_GROUPS)[CatalogGroup][number]
  | (typeof KEY_SERVICE_CATALOG)[number];

export type EntryId = LiteralEntry['id'];
export type OAuthEntryId = (typeof OAUTH_ENTRIES)[number]['id'];
export type CauseId = LiteralEntry['causes'][number]['id'] | (typeof GENERAL_CAUSES)[number]['id'];

/**
 * Error codes that have an entry. `findEntry` accepts no other codes, so a new code without an entry
 * does not compile.
 */
export type CatalogedErrorCode = Extract<
  LiteralEntry,
  { readonly errorCodes: readonly unknown[] }
>['errorCodes'][number];
