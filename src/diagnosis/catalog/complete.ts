import type { CatalogEntry } from './entry.ts';
import { CATALOG_GROUPS as COMMON_GROUPS, type CatalogGroup as CommonGroup } from './index.ts';
import { KEY_SERVICE_CATALOG } from './key-service/index.ts';

// Only scripts and tests import this file: a run of the action loads the parts that it needs.

export type CatalogGroup = CommonGroup | 'keyService';

const { fallbacks, ...groups } = COMMON_GROUPS;

/** All entries, grouped as in docs/troubleshooting.md. */
export const CATALOG_GROUPS: Readonly<Record<CatalogGroup, readonly CatalogEntry[]>> = {
  ...groups,
  keyService: KEY_SERVICE_CATALOG,
  fallbacks,
};

export const CATALOG: readonly CatalogEntry[] = Object.values(CATALOG_GROUPS).flat();
