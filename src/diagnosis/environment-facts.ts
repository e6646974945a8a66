import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

import type { Environment } from '../runtime.ts';

/** Settings in the environment of the runner. They are only read after a failure. */
export interface EnvironmentFacts {
  /** True if the workflow sets `login-url` to an empty value. */
  readonly loginUrlEmpty?: boolean;
  /** Variables that have a value and whose name is another spelling of a required input. */
  readonly misspelledInputs?: readonly string[];
  readonly extraCaCerts?: ExtraCaCerts;
  /** The variable that sets a file of certificates for programs other than Node. */
  readonly caVariable?: string;
  /** Entries of `no_proxy` that resemble Salesforce hosts. */
  readonly noProxyEntries?: readonly string[];
  /** Variables that look like proxy settings but are not used by the step. */
  readonly unreadProxyVariables?: readonly string[];
  /** True if the proxy setting contains a username or a password. */
  readonly proxyHasCredentials?: boolean;
}

/** The file that NODE_EXTRA_CA_CERTS refers to, which Node reads when it starts. */
export interface ExtraCaCerts {
  readonly path: string;
  /** Explains why Node cannot use the file. Undefined if it contains certificates in PEM form. */
  readonly flaw?: string;
  /** True if none of the certificates is that of an authority. */
  readonly hasNoAuthority?: true;
}

export function readEnvironmentFacts(env: Environment): EnvironmentFacts {
  const extraCaCerts = readExtraCaCerts(env['NODE_EXTRA_CA_CERTS']);
  const isReadByNode = /--use-(openssl|system)-ca/.test(env['NODE_OPTIONS'] ?? '');
  const caVariable = isReadByNode ? undefined : CA_VARIABLES.find((name) => env[name]);
  return {
    loginUrlEmpty: env['INPUT_LOGIN-URL']?.trim() === '',
    misspelledInputs: misspelledInputs(env),
    unreadProxyVariables: unreadProxyVariables(env),
    proxyHasCredentials: /@/.test(env['https_proxy'] || env['HTTPS_PROXY'] || ''),
    noProxyEntries: noProxyEntries(env),
    ...(extraCaCerts ? { extraCaCerts } : {}),
    ...(caVariable ? { caVariable } : {}),
  };
}

/**
 * Returns the names of variables that look like misspelled inputs and have a value. GitHub passes
 * `private_key:` under `with:` as INPUT_PRIVATE_KEY, and `PRIVATE_KEY:` under `env:` as it is. The
 * step reads neither. A username contains an @, unlike the USERNAME that Windows sets.
 */
function misspelledInputs(env: Environment): string[] {
  return Object.keys(env).filter((name) => {
    const input = requiredInput(name);
    return input && (input === 'username' ? /@/ : /\S/).test(env[name] ?? '');
  });
}

/** Returns the required input to which a name in another spelling refers. */
export function requiredInput(name: string): string | undefined {
  const [, input] =
    /^(?:INPUT_)?(?:SF_|SFDC_|SALESFORCE_)?(CONSUMER[-_]?KEY|PRIVATE[-_]?KEY|USERNAME)$/i.exec(
      name,
    ) ?? [];
  return input?.toLowerCase().replace(/[-_]?key/, '-key');
}

/**
 * Returns proxy variables that have no effect. Like all of GitHub's actions, the step only reads
 * `https_proxy` and `HTTPS_PROXY`.
 */
function unreadProxyVariables(env: Environment): string[] {
  return Object.keys(env).filter(
    (name) =>
      /^(https?|all)_proxy$/i.test(name) &&
      !['https_proxy', 'HTTPS_PROXY'].includes(name) &&
      env[name] !== '',
  );
}

/** Variables of OpenSSL, curl, Python and Git that Node does not read by default. */
const CA_VARIABLES = ['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'GIT_SSL_CAINFO'];

/**
 * Allows only letters, digits and the characters of URLs and patterns, so that no password is
 * displayed.
 */
const NO_PROXY_ENTRY = /^[\w.*:/;-]*(force\.|sfcrm|my\.site)[\w.*:/;-]*$/i;

const noProxyEntries = (env: Environment): string[] =>
  (env['no_proxy'] || env['NO_PROXY'] || '')
    .split(/[\s,]+/)
    .filter((entry) => entry.length < 100 && NO_PROXY_ENTRY.test(entry));

const MAX_PATH_LENGTH = 300;
const MAX_FILE_BYTES = 4_000_000;

/**
 * Reads the file in NODE_EXTRA_CA_CERTS. Node prints a warning if the file is missing, but not if
 * it contains no certificate.
 */
function readExtraCaCerts(value = ''): ExtraCaCerts | undefined {
  if (value === '') return undefined;
  if (value.includes('-----BEGIN') || value.length > MAX_PATH_LENGTH)
    return { path: 'a text', flaw: 'is not the path of a file' };
  const path = value;
  try {
    const stats = statSync(path);
    // Reading a pipe or a device may never end.
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES)
      return { path, flaw: 'is not a file of certificates' };
    const bytes = readFileSync(path);
    const flaw = flawOf(bytes);
    if (flaw) return { path, flaw };
    return hasAuthority(bytes) ? { path } : { path, hasNoAuthority: true };
  } catch {
    return { path, flaw: 'does not exist or cannot be read' };
  }
}

function flawOf(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return 'is empty';
  // JKS begins with FEEDFEED, JCEKS with CECECECE.
  if (/^(feedfeed|cececece)/.test(bytes.toString('hex', 0, 4)))
    return 'is a Java keystore, not PEM';
  const [block] = certificatesIn(bytes);
  if (block === undefined)
    return bytes[0] === DER_SEQUENCE && isCertificate(bytes)
      ? 'is a certificate in binary form (DER), not PEM'
      : 'contains no certificate in PEM form';
  return isCertificate(block) ? undefined : 'contains a damaged certificate';
}

/** First byte of a certificate in binary form (X.690, section 8.9). */
const DER_SEQUENCE = 0x30;

/** Returns the certificates whose headers Node reads in NODE_EXTRA_CA_CERTS. */
const certificatesIn = (bytes: Buffer): readonly string[] =>
  bytes
    .toString('latin1')
    .match(/-----BEGIN (?:X509 )?CERTIFICATE-----[^-]+-----END (?:X509 )?CERTIFICATE-----/g) ?? [];

const hasAuthority = (bytes: Buffer) =>
  certificatesIn(bytes).some((block) => parseCertificate(block)?.ca);

const isCertificate = (content: Buffer | string) => parseCertificate(content) !== undefined;

function parseCertificate(content: Buffer | string): X509Certificate | undefined {
  try {
    return new X509Certificate(content);
  } catch {
    return undefined;
  }
}
