import { SIGNING_KEY_ENTRIES } from './inputs.ts';
import { KEY_SERVICE_ENTRIES } from './responses.ts';
import { SIGNING_ENTRIES } from './signing.ts';

/** Loaded by a dynamic import, because most workflows do not use a key service. */
export const KEY_SERVICE_CATALOG = [
  ...SIGNING_KEY_ENTRIES,
  ...SIGNING_ENTRIES,
  ...KEY_SERVICE_ENTRIES,
] as const;
