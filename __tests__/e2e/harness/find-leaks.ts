import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A value that must not be found, in every form in which it could be written down. */
export interface SecretForms {
  readonly name: string;
  readonly forms: readonly string[];
}

/** A part of a secret of this many characters is a leak too. */
const FRAGMENT_LENGTH = 20;

/** The names of what was found and of the place, never the value itself. */
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

/** The whole of a short value; overlapping parts of a long one. */
function fragmentsOf(form: string): readonly string[] {
  if (form.length < 2 * FRAGMENT_LENGTH) return [form];
  const lastIndex = Math.ceil((form.length - FRAGMENT_LENGTH) / (FRAGMENT_LENGTH / 2));
  return Array.from({ length: lastIndex + 1 }, (_, index) => {
    const start = Math.min((index * FRAGMENT_LENGTH) / 2, form.length - FRAGMENT_LENGTH);
    return form.slice(start, start + FRAGMENT_LENGTH);
  });
}

/** The lines of a pasted key that tell something: not its armour. */
export function keyLines(pem: string): string[] {
  return pem.split(/\s+/).filter((line) => line.length >= 16 && !line.includes('-----'));
}

/** What is between the armour lines, without line breaks. */
export function keyBody(pem: string): string {
  return /-----BEGIN [A-Z ]+-----([\s\S]+?)-----END/.exec(pem)?.[1]?.replace(/\s+/g, '') ?? '';
}

/** A private key as it was pasted, and what can be made of it. */
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

/** A token, and the part that is as good as the whole. */
export function tokenForms(token: string): SecretForms {
  return { name: 'the access token', forms: [token, token.slice(token.indexOf('!') + 1)] };
}

/** The password of a proxy as it stands in a URL, as it is, and as it is sent. */
export function proxyPasswordForms(proxyUrl: string): SecretForms {
  const { username, password } = new URL(proxyUrl);
  const decodedPassword = decodeURIComponent(password);
  const basicCredentials = Buffer.from(
    `${decodeURIComponent(username)}:${decodedPassword}`,
  ).toString('base64');
  return { name: "the proxy's password", forms: [password, decodedPassword, basicCredentials] };
}
