import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { findingsOf, type OrgFinding } from './finding.ts';
import type { FoundLogin } from './login-rows.ts';
import { hasValue, readValue } from './reader.ts';
import type { UserReadings } from './readings.ts';
import type { ProfileMetadata } from './rows.ts';

const { right, wrong, open } = findingsOf('Login History');

/** Compares the IP address in the row of the sign-in with the Login IP Ranges of the profile. */
export function checkAddress(
  { profile, logins }: UserReadings,
  login: FoundLogin | undefined,
): OrgFinding[] {
  const ranges = readValue(profile)?.Metadata?.loginIpRanges ?? [];
  if (ranges.length === 0) return [];
  const address = login?.owner === 'this app' ? (login.row.SourceIp ?? '') : '';
  const isInside = isInRanges(address, ranges);
  if (isInside === undefined) {
    const problem = hasValue(logins)
      ? 'no row of Login History shows the address of the runner to compare'
      : 'Login History, which shows the address of the runner, cannot be seen';
    return [
      open(`the profile has Login IP Ranges ${describeRanges(ranges)}; ${problem}`, 'ip-ranges'),
    ];
  }
  return isInside
    ? [right(`${address} is in the Login IP Ranges of the profile`, 'ip-ranges')]
    : [
        wrong(
          'ip-ranges',
          `${address} is outside the Login IP Ranges of the profile: ${describeRanges(ranges)}`,
        ),
      ];
}

type Ranges = NonNullable<ProfileMetadata['loginIpRanges']>;

const describeRanges = (ranges: Ranges): string =>
  ranges.map(({ startAddress, endAddress }) => `${startAddress}–${endAddress}`).join(', ');

/**
 * Returns true if the address is in one of the ranges. Returns undefined for text that is not an IP
 * address, such as "Salesforce.com IP".
 */
function isInRanges(address: string, ranges: Ranges): boolean | undefined {
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  if (family === undefined) return undefined;
  const list = new BlockList();
  const isOfFamily = family === 'ipv4' ? isIPv4 : isIPv6;
  for (const { startAddress, endAddress } of ranges) {
    if (isOfFamily(startAddress) && isOfFamily(endAddress))
      list.addRange(startAddress, endAddress, family);
  }
  return list.check(address, family);
}
