import { isLoopback } from '../url.ts';
import { SigningError } from './errors.ts';

/**
 * Reads the URL of a service from an environment variable. Requires `https`, except on loopback.
 * @returns the URL without a trailing slash
 * @throws SigningError `endpoint-format`, naming the variable
 */
export function readEndpoint(variable: string, value: string): string {
  const text = value.trim();
  const url = URL.parse(text);
  const isAllowed =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) &&
    // Searches the text, because `URL` does not distinguish an empty query or fragment from a missing
    // one.
    !/[?#@]/.test(text);
  if (!isAllowed) throw new SigningError({ code: 'endpoint-format', details: { variable } });
  return url.href.replace(/\/+$/, '');
}
