/** Maximum length of a URL from an input or from Salesforce, in characters. */
export const MAX_URL_LENGTH = 2000;

/**
 * Returns true if the host is this machine. Requests to it may use plain `http` and never use a proxy.
 */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
