/** Clocks that differ by no more do not explain a refused assertion: Salesforce allows for some seconds. */
const SKEW_TOLERANCE_SECONDS = 30;

/** The server's clock minus ours, in whole seconds. @param serverTime and @param now in milliseconds */
export function clockSkew(serverTime: number, now: number): number {
  return Math.round((serverTime - now) / 1000);
}

/** Whether a difference between the clocks can be why an assertion is called expired. */
export function isSkewed(seconds: number): boolean {
  return Math.abs(seconds) > SKEW_TOLERANCE_SECONDS;
}
