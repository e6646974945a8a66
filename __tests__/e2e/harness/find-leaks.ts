import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A secret, with all forms in which it could be leaked. */
export interface SecretForms {
  readonly name: string;
  readonly forms: readonly string[];
}

/** Length in characters of the fragments of long secrets that are searched for. */
const FRAGMENT_LENGTH = 20;

/**
 * Returns the name of each leaked secret and where it was found, but not its value. An example is
 * `the private key in the log`.
 */
export function findLeaks(
  texts: Readonly<Record<string, string>>,
  secrets: readonly SecretForms[],
): string[] {
  const searches = secrets.map(({ name, forms }) => ({
    name,
    fragments: forms.flatMap(fragmentsOf),
  }));
  return Object.entries(texts).flatMap(([location, text]) =>
    searches
      .filter(({ fragments }) => fragments.some((fragment) => text.includes(fragment)))
      .map(({ name }) => `${name} in ${location}`),
  );
}

/** Returns the overlapping fragments of a long value. A short value is its only fragment. */
function fragmentsOf(form: string): readonly string[] {
  if (form.length < 2 * FRAGMENT_LENGTH) return [form];
  const lastIndex = Math.ceil((form.length - FRAGMENT_LENGTH) / (FRAGMENT_LENGTH / 2));
  return Array.from({ length: lastIndex + 1 }, (_, index) => {
    const start = Math.min((index * FRAGMENT_LENGTH) / 2, form.length - FRAGMENT_LENGTH);
    return form.slice(start, start + FRAGMENT_LENGTH);
  });
}

/** Returns the lines of a PEM key that have at least 16 characters, except for the boundaries. */
export function keyLines(pem: string): string[] {
  return pem.split(/\s+/).filter((line) => line.length >= 16 && !line.includes('-----'));
}

/** Returns the text between the PEM boundaries without whitespace. Empty if there are none. */
export function keyBody(pem: string): string {
  return /-----BEGIN [A-Z ]+-----([\s\S]+?)-----END/.exec(pem)?.[1]?.replace(/\s+/g, '') ?? '';
}

/** Returns a private key as it is given, and decrypted in all common encodings if it is valid. */
export function privateKeyForms(pem: string, passphrase: string): SecretForms {
  const key = tryParseKey(pem, passphrase);
  const forms = [...keyLines(pem), keyBody(pem), ...(key ? keyForms(key) : [])];
  return { name: 'the private key', forms: forms.filter((form) => form !== '') };
}

function tryParseKey(pem: string, passphrase: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    return undefined;
  }
}

function keyForms(key: KeyObject): string[] {
  const ders = (['pkcs8', 'pkcs1'] as const).map((type) => key.export({ type, format: 'der' }));
  const {
    d = '',
    p = '',
    q = '',
    dp = '',
    dq = '',
    qi = '',
  }: JsonWebKey = key.export({ format: 'jwk' });
  const encodings = ['latin1', 'base64', 'base64url', 'hex'] as const;
  return [
    ...ders.flatMap((der) => encodings.map((encoding) => der.toString(encoding))),
    d,
    p,
    q,
    dp,
    dq,
    qi,
  ];
}

/** Returns a token, and the part after its `!`, which is the secret part. */
export function tokenForms(token: string): SecretForms {
  return { name: 'the access token', forms: [token, token.slice(token.indexOf('!') + 1)] };
}

/** Returns a proxy's password as written in the URL, decoded, and as sent in the header. */
export function proxyPasswordForms(proxyUrl: string): SecretForms {
  const { username, password } = new URL(proxyUrl);
  const decodedPassword = decodeURIComponent(password);
  const basicCredentials = Buffer.from(
    `${decodeURIComponent(username)}:${decodedPassword}`,
  ).toString('base64');
  return { name: "the proxy's password", forms: [password, decodedPassword, basicCredentials] };
}
