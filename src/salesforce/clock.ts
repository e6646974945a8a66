/** Salesforce tolerates a few seconds, so a smaller skew does not explain an expired assertion. */
const SKEW_TOLERANCE_SECONDS = 30;

/**
 * Returns the server's clock minus the local clock, in whole seconds.
 * @param serverTime milliseconds since the epoch, like `now`
 */
export function clockSkew(serverTime: number, now: number): number {
  return Math.round((serverTime - now) / 1000);
}

/** Returns true if the skew can explain why Salesforce considers an assertion expired. */
export function isSkewed(seconds: number): boolean {
  return Math.abs(seconds) > SKEW_TOLERANCE_SECONDS;
}
