/** Salesforce tolerates some seconds, so a smaller skew does not explain an expired assertion. */
const SKEW_TOLERANCE_SECONDS = 30;

/**
 * Returns the server's clock minus ours, in whole seconds.
 * @param serverTime milliseconds since the epoch, as `now`
 */
export function clockSkew(serverTime: number, now: number): number {
  return Math.round((serverTime - now) / 1000);
}

/** Returns true if a skew can explain that Salesforce calls an assertion expired. */
export function isSkewed(seconds: number): boolean {
  return Math.abs(seconds) > SKEW_TOLERANCE_SECONDS;
}
