/**
 * `npm run pins` makes workflows, examples and documentation use the same version of each action and of
 * each program that a workflow installs. Dependabot does not update Markdown or `run:` lines, so this
 * command copies Dependabot's updates to them.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER, SLUG } from './own/identity.ts';

const FILES = [
  '.github/workflows/*.yml',
  'examples/*.yml',
  '*.md',
  'docs/*.md',
  'setup/*.md',
  'checks/**/*.md',
];

/** Matches `uses: owner/name/path@SHA # vX.Y.Z`. */
const ACTION_PIN =
  /([\w.-]+\/[\w.-]+)((?:\/[\w./-]+)?)@([\da-f]{40}) # v(\d+)\.(\d+)\.(\d+)(?![\w.-])/g;
/** These match the versions of the Salesforce CLI and of sfdx-git-delta in a command or a table. */
const CLI_PIN = /(?<=@salesforce\/cli@|\| Salesforce CLI \| )\d+\.\d+\.\d+(?![\w.-])/g;
const PLUGIN_PIN = /(?<=sfdx-git-delta@|\| sfdx-git-delta \| )\d+\.\d+\.\d+(?![\w.-])/g;

interface ActionPin {
  readonly sha: string;
  readonly version: readonly [number, number, number];
}

export type Texts = ReadonlyMap<string, string>;

/**
 * Returns the texts with the newest pin of each action, the newest version of sfdx-git-delta, and
 * the given version of the Salesforce CLI.
 */
export function withOneVersion(texts: Texts, cliVersion: string): Map<string, string> {
  const newest = newestPins(texts);
  const plugin = newestVersion([...texts.values()].flatMap((text) => text.match(PLUGIN_PIN) ?? []));
  return mapTexts(texts, (text) =>
    text
      .replace(ACTION_PIN, (whole, repository: string, path: string) => {
        const pin = newest.get(repository);
        return pin ? `${repository}${path}@${pin.sha} # v${pin.version.join('.')}` : whole;
      })
      .replace(CLI_PIN, cliVersion)
      .replace(PLUGIN_PIN, (version) => plugin ?? version),
  );
}

function newestPins(texts: Texts): Map<string, ActionPin> {
  const newest = new Map<string, ActionPin>();
  for (const text of texts.values()) {
    for (const [, repository = '', , sha = '', ...numbers] of text.matchAll(ACTION_PIN)) {
      const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
      const pin: ActionPin = { sha, version: [major, minor, patch] };
      const known = newest.get(repository);
      if (known === undefined || compare(pin.version, known.version) > 0)
        newest.set(repository, pin);
    }
  }
  return newest;
}

function newestVersion(versions: readonly string[]): string | undefined {
  const numbers = (version: string) => version.split('.').map(Number);
  return versions.toSorted((a, b) => compare(numbers(a), numbers(b))).at(-1);
}

function compare(a: readonly number[], b: readonly number[]): number {
  return (
    a.map((number, index) => number - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
  );
}

/** Matches notes that README.md and docs/setup.md contain until the first release. */
const UNPUBLISHED = /<!-- unpublished -->[\s\S]*?<!-- end -->\n+/g;

/**
 * Returns the texts with the pinned SHA of this action changed to the commit of a release, and
 * without the notes that apply until the first release. `@v1` is unchanged.
 */
export function withOwnPin(texts: Texts, tag: string, commit: string): Map<string, string> {
  const ownPin = new RegExp(
    `(?<![\\w/])${SLUG.replace(/[.]/g, '\\.')}@(?:[\\da-f]{40}|<full commit SHA>) # v[\\d.]+\\d`,
    'g',
  );
  return mapTexts(texts, (text) =>
    text.replace(ownPin, `${SLUG}@${commit} # ${tag}`).replace(UNPUBLISHED, ''),
  );
}

const mapTexts = (texts: Texts, change: (text: string) => string): Map<string, string> =>
  new Map([...texts].map(([file, text]) => [file, change(text)]));

export function pinnedTexts(): Map<string, string> {
  const files = globSync(FILES, {
    cwd: PROJECT_FOLDER,
    exclude: (path) => path.includes('node_modules') || path.includes('.cache'),
  });
  // The changelog describes past releases, so it must not change.
  const kept = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file !== 'CHANGELOG.md');
  return new Map(
    kept.sort().map((file) => [file, readFileSync(join(PROJECT_FOLDER, file), 'utf8')]),
  );
}

/**
 * Returns the version of the Salesforce CLI that checks/interop installs, which Dependabot updates.
 */
export const cliVersionOfLockFile = (): string =>
  JSON.parse(readFileSync(join(PROJECT_FOLDER, 'checks/interop/package.json'), 'utf8'))
    .dependencies['@salesforce/cli'];

/** Returns the files whose text differs, with their new text. */
export function changedTexts(before: Texts, after: Texts): [file: string, text: string][] {
  return [...after].filter(([file, text]) => before.get(file) !== text);
}

if (import.meta.main) {
  const texts = pinnedTexts();
  for (const [file, text] of changedTexts(texts, withOneVersion(texts, cliVersionOfLockFile()))) {
    writeFileSync(join(PROJECT_FOLDER, file), text);
    console.log(file);
  }
}
