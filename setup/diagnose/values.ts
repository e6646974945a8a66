/**
 * Parses a time with a time zone: `2026-11-27T03:48:45Z`, or `2026-11-27 03:48:45 UTC` as in the
 * job summary. Returns NaN for any other text.
 */
export function parseTime(text: string): number {
  const iso = text
    .trim()
    .replace(/\s*UTC$/, 'Z')
    .replace(/^(\S+)\s(?=\d\d:)/, '$1T');
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(iso)
    ? Date.parse(iso)
    : Number.NaN;
}

export const ELLIPSIS = /…|\.{3}/;

/**
 * Returns true for a shortened consumer key that still identifies an app, with at least four
 * characters at both ends.
 */
export const isShortenedKey = (text: string): boolean =>
  /^[\w.=+/-]{4,}(…|\.{3})[\w.=+/-]{4,}$/.test(text);

export const shortenKey = (key: string): string =>
  ELLIPSIS.test(key) ? key : `${key.slice(0, 5)}…${key.slice(-4)}`;

/** Formats a time in UTC, as the job summary does. */
export function formatTime(time: number | string): string {
  const [day, clock = ''] = new Date(time).toISOString().split(/[T.]/);
  return `${day} ${clock} UTC`;
}
