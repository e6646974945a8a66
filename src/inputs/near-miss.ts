/**
 * Only loaded if the host of the login URL is not a known one, so most runs do not load this file.
 */
import { hostKind, INSTANCE_HOST, myDomainForPage, PAGE_HOST } from '../salesforce/hosts.ts';

/**
 * Reasons why a host that is almost one of Salesforce’s is wrong. The diagnosis has a sentence for
 * each.
 */
export type HostFlaw =
  /** The scheme is mistyped, such as `https:/`. */
  | 'scheme'
  /** A suffix or a dot is missing. */
  | 'incomplete'
  /** A gateway has appended its own domain. */
  | 'gateway'
  /** The host is an instance, such as na15, from which Salesforce moves orgs away. */
  | 'instance'
  /** A host of pages or files that does not reveal the org. */
  | 'page'
  /** The org belongs to Salesforce in China, which has other host names. */
  | 'china'
  /** The host is misspelled or has a different suffix. */
  | 'misspelled';

export interface NearMiss {
  readonly flaw: HostFlaw;
  /** The login URL that the user probably meant. */
  readonly suggested?: string;
}

type Rule = readonly [flaw: HostFlaw, pattern: RegExp, replacement?: string];

/** The first match is used. A replacement is only suggested if it is a known Salesforce host. */
const RULES: readonly Rule[] = [
  ['china', /^(.+)\.(?:salesforce|sfcrmapps|sfcrmproducts)(?:\.com)?\.cn$/, '$1.sfcrmproducts.cn'],
  [
    'gateway',
    /^(.+\.(?:salesforce\.(?:com|mil)|sfcrmproducts\.cn|my\.site\.com|force\.com))[.-].+$/,
    '$1',
  ],
  ['instance', INSTANCE_HOST],
  ['page', PAGE_HOST],
  ['incomplete', /^(login|test)$/, '$1.salesforce.com'],
  ['incomplete', /^(.+\.my)(?:\.salesforce)?$/, '$1.salesforce.com'],
  ['incomplete', /^[^.]*$/],
  ['misspelled', /^(.+)\.lightning\.com$/, '$1.my.salesforce.com'],
];

/**
 * Suffixes of Salesforce’s hosts, with the maximum number of characters in which a host may differ from
 * them.
 */
const ENDINGS: readonly (readonly [ending: string, maxDistance: number])[] = [
  ['my.salesforce.com', 2],
  ['my.salesforce.mil', 1],
  ['my.sfcrmproducts.cn', 2],
  ['my.site.com', 1],
  ['login.salesforce.com', 2],
  ['test.salesforce.com', 2],
];

/**
 * Returns the flaw of a login URL whose scheme is mistyped, or whose host is almost one of
 * Salesforce’s, so that no assertion may be sent to it. Undefined for any other URL.
 */
export function findNearMiss(loginUrl: string): NearMiss | undefined {
  const trimmedUrl = loginUrl.trim();
  const scheme = /^[a-z]{0,6}(?::[\\/]*|[\\/]{2,})/i.exec(trimmedUrl)?.[0] ?? '';
  const text = trimmedUrl.slice(scheme.length);
  const host = /^([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)\.?(?=[:/?#\\]|$)/i
    .exec(text)?.[1]
    ?.toLowerCase();
  // `readLoginUrl` reports a page of an org, and suggests the My Domain.
  if (host === undefined || myDomainForPage(host)) return undefined;
  if (hostKind(host) !== 'other')
    return /^(https?:\/\/)?$/i.test(scheme) ? undefined : nearMiss('scheme', host);
  for (const [flaw, pattern, replacement] of RULES) {
    if (pattern.test(host))
      return nearMiss(flaw, replacement && host.replace(pattern, replacement));
  }
  return findMisspelling(host);
}

function nearMiss(flaw: HostFlaw, suggestion = ''): NearMiss {
  return hostKind(suggestion) === 'other' ? { flaw } : { flaw, suggested: `https://${suggestion}` };
}

/**
 * Compares the end of a host with the suffixes of Salesforce’s hosts, even if a dot is missing or
 * added.
 */
function findMisspelling(host: string): NearMiss | undefined {
  const labels = host.split('.');
  for (const [ending, maxDistance] of ENDINGS) {
    const count = ending.split('.').length;
    for (const length of [count, count - 1, count + 1]) {
      const end = labels.slice(-length).join('.');
      const rest = labels.slice(0, -length);
      const isComplete = ending.startsWith('my.') ? rest.length > 0 : rest.length === 0;
      if (isComplete && distance(end, ending) <= maxDistance)
        return nearMiss('misspelled', [...rest, ending].join('.'));
    }
  }
  const [name, domain] = /^(.+)\.salesforce\.[a-z.]+$/.exec(host) ?? [undefined, undefined];
  if (name === undefined || domain === undefined) return undefined;
  const suggestion = [`${domain}.salesforce.com`, `${domain}.my.salesforce.com`].find(
    (candidate) => hostKind(candidate) !== 'other',
  );
  return nearMiss('misspelled', suggestion);
}

/** Returns the edit distance of two texts: how many characters must be added, removed or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = Number(row[j]) + (character === b[j] ? 0 : 1);
      next.push(Math.min(replaced, Number(row[j + 1]) + 1, Number(next[j]) + 1));
    }
    row = next;
  }
  return Number(row[b.length]);
}
