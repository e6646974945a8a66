import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A value that must not be found, in every form in which it could be written down. */
export interface Hidden {
  readonly name: string;
  readonly forms: readonly string[];
}

/** A part of a secret of this many characters is a leak too. */
const WINDOW = 20;

/** The names of what was found and of the place, never the value itself. */
export function findLeaks(
  places: Readonly<Record<string, string>>,
  secrets: readonly Hidden[],
): string[] {
  const sought = secrets.map(({ name, forms }) => ({ name, parts: forms.flatMap(partsOf) }));
  return Object.entries(places).flatMap(([place, text]) =>
    sought
      .filter(({ parts }) => parts.some((part) => text.includes(part)))
      .map(({ name }) => `${name} in ${place}`),
  );
}

/** The whole of a short value; overlapping parts of a long one. */
function partsOf(form: string): readonly string[] {
  if (form.length < 2 * WINDOW) return [form];
  const steps = Math.ceil((form.length - WINDOW) / (WINDOW / 2));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const start = Math.min((step * WINDOW) / 2, form.length - WINDOW);
    return form.slice(start, start + WINDOW);
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
export function hiddenKey(pem: string, passphrase: string): Hidden {
  const key = parsed(pem, passphrase);
  const forms = [...keyLines(pem), keyBody(pem), ...(key ? formsOf(key) : [])];
  return { name: 'the private key', forms: forms.filter((form) => form !== '') };
}

function parsed(pem: string, passphrase: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    return undefined;
  }
}

function formsOf(key: KeyObject): string[] {
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
export function hiddenToken(token: string): Hidden {
  return { name: 'the access token', forms: [token, token.slice(token.indexOf('!') + 1)] };
}

/** The password of a proxy as it stands in a URL, as it is, and as it is sent. */
export function hiddenProxy(proxyUrl: string): Hidden {
  const { username, password } = new URL(proxyUrl);
  const plain = decodeURIComponent(password);
  const sent = Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString('base64');
  return { name: "the proxy's password", forms: [password, plain, sent] };
}
