import { isLoopback } from '../url.ts';
import { SigningError } from './errors.ts';

/**
 * Reads the address of a service from a variable: `https`, or anything on loopback.
 * @returns without a trailing slash
 * @throws SigningError `endpoint-form` that names the variable
 */
export function readEndpoint(variable: string, value: string): string {
  const url = URL.parse(value.trim());
  const isAllowed =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) &&
    `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isAllowed) throw new SigningError({ code: 'endpoint-format', details: { variable } });
  return url.href.replace(/\/+$/, '');
}
