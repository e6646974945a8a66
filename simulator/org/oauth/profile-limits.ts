import { isIPv4 } from 'node:net';
import type { OrgState } from '../state.ts';
import type { User } from '../tenants.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Returns the limit of the user's profile that prevents a sign-in now from the callers' IP address. */
export function limitViolation(
  { directory, policy, now }: OrgState,
  user: User,
): 'ip-restricted' | 'login-hours' | undefined {
  const { ipRanges = [], loginHours } =
    directory.profileLimits.get(directory.profileNameOf(user)) ?? {};
  const address = toNumber(policy.callerAddress);
  const isInside = ipRanges.some(
    ({ startAddress, endAddress }) =>
      toNumber(startAddress) <= address && address <= toNumber(endAddress),
  );
  if (ipRanges.length > 0 && !isInside) return 'ip-restricted';
  return loginHours === undefined || isOpen(loginHours, new Date(now()))
    ? undefined
    : 'login-hours';
}

const toNumber = (address: string): number =>
  isIPv4(address)
    ? address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
    : Number.NaN;

/** Returns true if the Login Hours allow this time. The simulated orgs use UTC. */
function isOpen(hours: Readonly<Record<string, number>>, time: Date): boolean {
  const day = DAYS[time.getUTCDay()] ?? '';
  const { [`${day}Start`]: start = 0, [`${day}End`]: end = 1440 } = hours;
  const minute = time.getUTCHours() * 60 + time.getUTCMinutes();
  return start <= minute && minute < end;
}
