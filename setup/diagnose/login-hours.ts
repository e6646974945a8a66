import { findingsOf, type OrgFinding } from './finding.ts';
import type { ProfileMetadata } from './rows.ts';

const { right, wrong, open, unseen } = findingsOf('User');

const HOUR_MS = 3_600_000;
/**
 * Offsets of time zones in milliseconds: every half hour from 12 hours behind UTC to 14 hours
 * ahead.
 */
const ZONES = Array.from({ length: 53 }, (_, index) => (index - 24) * (HOUR_MS / 2));

interface HoursContext {
  readonly time: number;
  /** The org's current time zone. */
  readonly timeZone: string | undefined;
}

/**
 * Checks the Login Hours of the profile. They refer to the time zone that the org had when they
 * were first set, which no API returns. Therefore, they are only reported as wrong if they forbid
 * the time in every time zone.
 */
export function checkHours(
  hours: ProfileMetadata['loginHours'],
  { time, timeZone = 'UTC' }: HoursContext,
): OrgFinding {
  if (hours === undefined)
    return unseen('Login Hours', 'the org returned the settings of the profile without them');
  if (hours === null || Object.keys(hours).length === 0)
    return right('no Login Hours', 'login-hours');
  const allowed = ZONES.filter((offset) => isAllowed(hours, time + offset));
  if (allowed.length === 0)
    return wrong('login-hours', 'the Login Hours of the profile forbid this time');
  if (allowed.length === ZONES.length) return right('Login Hours allow this time', 'login-hours');
  return isAllowed(hours, time + offsetOf(timeZone, time))
    ? right(`Login Hours allow this time in the time zone of the org, ${timeZone}`)
    : open(
        `Login Hours forbid this time in the time zone of the org, ${timeZone}; no API shows the time zone that they were set in`,
        'login-hours',
      );
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Returns true if the Login Hours allow the time. Interprets both as if the time zone were UTC. A
 * day without an entry is not restricted.
 */
function isAllowed(hours: NonNullable<ProfileMetadata['loginHours']>, local: number): boolean {
  const date = new Date(local);
  const day = DAYS[date.getUTCDay()];
  const start = Number(hours[`${day}Start`] ?? 0);
  const end = Number(hours[`${day}End`] ?? 1440);
  const minute = date.getUTCHours() * 60 + date.getUTCMinutes();
  return start <= minute && minute < end;
}

/** Returns the difference between a time zone and UTC, which depends on daylight saving time. */
function offsetOf(timeZone: string, time: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const name = parts.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  } catch {
    // Salesforce may return a time zone that this version of Node.js does not know.
    return 0;
  }
}
