import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './errors.ts';
import type { SetupRuntime } from './runtime.ts';

const TEMPLATES = dirname(fileURLToPath(import.meta.url));
/** Leaves enough characters for the suffixes of component names within Salesforce's limit of 80 characters. */
const MAX_API_NAME = 50;
const CONSUMER_KEY_LENGTH = 80;
/** Passed to all functions that write a project, so that a test can simulate a full disk. */
type Writer = Pick<SetupRuntime, 'writeFile'>;

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Descriptions of the apps that this command deploys, by the kind of key. */
export const DESCRIPTIONS = {
  SF_PRIVATE_KEY: 'Lets GitHub Actions sign in with the OAuth 2.0 JWT bearer flow.',
  SF_SIGNING_KEY:
    'Lets GitHub Actions sign in with the OAuth 2.0 JWT bearer flow and a key in a key service.',
} as const;
/** Beginning of the description of every permission set that this command deploys. */
export const PERMISSION_SET_DESCRIPTION = 'May sign in through the External Client App';

/** The variables of the templates. */
export interface TemplateValues {
  readonly API_NAME: string;
  readonly NAME: string;
  readonly EMAIL: string;
  readonly DESCRIPTION: string;
  readonly SCOPES: string;
  readonly CONSUMER_KEY: string;
  readonly CERTIFICATE: string;
}

/** Writes the project for `sf project deploy start`. */
export function writeProject(writer: Writer, folder: string, values: TemplateValues): void {
  for (const path of templates()) {
    const text = fillTemplate(readFileSync(join(TEMPLATES, path), 'utf8'), values, path);
    writeText(writer, join(folder, path.replace('API_NAME', values.API_NAME)), text);
  }
}

/** Writes an empty project, into which metadata can be retrieved. */
export function writeEmptyProject(writer: Writer, folder: string): void {
  const project = readFileSync(join(TEMPLATES, 'sfdx-project.json'), 'utf8');
  writeText(writer, join(folder, 'sfdx-project.json'), project.replaceAll('{{API_NAME}}', 'setup'));
  mkdirSync(join(folder, 'force-app'), { recursive: true });
}

/** Writes package.xml and destructiveChangesPost.xml. */
export function writeDestructiveChanges(
  writer: Writer,
  folder: string,
  members: Readonly<Record<string, string>>,
): void {
  const types = Object.entries(members).map(
    ([type, member]) =>
      `<types><members>${escapeXml(member)}</members><name>${type}</name></types>`,
  );
  const manifest = (content: string): string =>
    '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">' +
    `${content}<version>67.0</version></Package>\n`;
  writeText(writer, join(folder, 'package.xml'), manifest(''));
  writeText(writer, join(folder, 'destructiveChangesPost.xml'), manifest(types.join('')));
}

/**
 * Writes a file of the project.
 * @throws SetupError before any request is sent, so that nothing has been changed
 */
export function writeText(writer: Writer, path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writer.writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SetupError(`Cannot write ${path}: ${code}.`, undefined, { isRefusal: true });
  }
}

function templates(): string[] {
  const metadata = readdirSync(join(TEMPLATES, 'force-app'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TEMPLATES, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return ['sfdx-project.json', ...metadata.sort()];
}

function fillTemplate(template: string, values: TemplateValues, path: string): string {
  const encode = path.endsWith('.xml') ? escapeXml : (text: string) => text;
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!Object.hasOwn(values, name)) throw new TypeError(`${path}: no value for {{${name}}}`);
    return encode(values[name as keyof TemplateValues]);
  });
}

/**
 * Derives the API name as Setup does: it contains only letters, digits and single underscores, and
 * starts with a letter.
 */
export function apiName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[^A-Za-z]+|_+$/g, '')
    .slice(0, MAX_API_NAME)
    .replace(/_+$/, '');
}

export const permissionSetName = (apiName: string): string => `${apiName}_access`;

/** Generates a consumer key of alphanumeric characters, which every kind of app accepts. */
export function generateConsumerKey(): string {
  return Array.from(
    { length: CONSUMER_KEY_LENGTH },
    () => ALPHANUMERICS[randomInt(ALPHANUMERICS.length)],
  ).join('');
}

/** Returns the certificate without its BEGIN and END lines. */
export function certificateBody(pem: string): string {
  return pem.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapeXml = (text: string): string =>
  // XML 1.0 does not allow control characters, not even as references.
  text
    .replace(/[^\P{Cc}\n\r\t]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Returns the text of the first element with this name, or undefined if there is none. */
export function elementOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  const decodeEntity = (entity: string): string =>
    Object.keys(ENTITIES).find((character) => ENTITIES[character] === entity) ?? entity;
  return text?.replace(/&\w+;/g, decodeEntity).trim();
}

/** Removes an element that contains only text. */
export const withoutElement = (xml: string, name: string): string =>
  xml.replace(new RegExp(`\\s*<${name}>[^<]*</${name}>`), '');

/**
 * Sets the text of an element. A missing element is inserted in alphabetical order, as in Salesforce's
 * guide.
 */
export function withElement(xml: string, parent: string, name: string, value: string): string {
  const element = `<${name}>${escapeXml(value)}</${name}>`;
  const existing = new RegExp(`<${name}>[^<]*</${name}>`);
  if (existing.test(xml)) return xml.replace(existing, () => element);
  const [, before = '', content = '', after = ''] =
    new RegExp(`^([\\s\\S]*?<${parent}(?: [^>]*)?>)([\\s\\S]*?)(\\s*</${parent}>[\\s\\S]*)$`).exec(
      xml,
    ) ?? [];
  if (before === '') return xml;
  const siblings = [...content.matchAll(/<(\w+)>[^<]*<\/\1>/g)];
  const previous = siblings.filter(([, sibling = '']) => sibling < name).at(-1);
  const at = previous === undefined ? 0 : previous.index + previous[0].length;
  return `${before}${content.slice(0, at)}\n    ${element}${content.slice(at)}${after}`;
}

export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
