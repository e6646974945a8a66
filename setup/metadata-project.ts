import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATES = dirname(fileURLToPath(import.meta.url));
/** The longest API name that leaves room for the endings of the file names, within Salesforce's 80. */
const MAX_API_NAME = 50;
const KEY_LENGTH = 80;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
export const DESCRIPTION = 'Lets GitHub Actions sign in with the OAuth 2.0 JWT bearer flow.';

/** What the templates leave open. */
export interface TemplateValues {
  readonly API_NAME: string;
  readonly NAME: string;
  readonly EMAIL: string;
  readonly SCOPES: string;
  readonly CONSUMER_KEY: string;
  readonly CERTIFICATE: string;
}

/** Writes the project that `sf project deploy start` takes. */
export function writeProject(folder: string, values: TemplateValues): void {
  for (const path of templates()) {
    const text = fillTemplate(readFileSync(join(TEMPLATES, path), 'utf8'), values, path);
    writeFile(join(folder, path.replace('API_NAME', values.API_NAME)), text);
  }
}

/** A project with nothing in it yet, for what is retrieved. */
export function writeEmptyProject(folder: string): void {
  const project = readFileSync(join(TEMPLATES, 'sfdx-project.json'), 'utf8');
  writeFile(join(folder, 'sfdx-project.json'), project.replaceAll('{{API_NAME}}', 'setup'));
  mkdirSync(join(folder, 'force-app'), { recursive: true });
}

/** A manifest and what it takes away. */
export function writeDestructiveChanges(
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
  writeFile(join(folder, 'package.xml'), manifest(''));
  writeFile(join(folder, 'destructiveChangesPost.xml'), manifest(types.join('')));
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
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

/** As Setup derives it: letters, digits and single underscores, a letter first. */
export function apiName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[^A-Za-z]+|_+$/g, '')
    .slice(0, MAX_API_NAME)
    .replace(/_+$/, '');
}

export const permissionSetName = (apiName: string): string => `${apiName}_access`;

/** Letters and digits alone, which every kind of app takes. */
export function generateConsumerKey(): string {
  return Array.from({ length: KEY_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The other form in which an org may want a certificate: the text between BEGIN and END. */
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
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** The text of the first element of this name; undefined where there is none. */
export function elementOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  const decodeEntity = (entity: string): string =>
    Object.keys(ENTITIES).find((character) => ENTITIES[character] === entity) ?? entity;
  return text?.replace(/&\w+;/g, decodeEntity).trim();
}

/** Changes the element, or puts it in as the first one of its parent. */
export function withElement(xml: string, parent: string, name: string, value: string): string {
  const element = `<${name}>${escapeXml(value)}</${name}>`;
  const existing = new RegExp(`<${name}>[^<]*</${name}>`);
  if (existing.test(xml)) return xml.replace(existing, () => element);
  return xml.replace(
    new RegExp(`<${parent}( [^>]*)?>`),
    (startTag) => `${startTag}\n    ${element}`,
  );
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
