/**
 * Parses and compares versions, and lists every place in the project that contains the current version.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Version {
  readonly text: string;
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** For example, `rc.1`. Empty for a final release. */
  readonly prerelease: string;
}

const VERSION_FORM = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:alpha|beta|rc)\.\d+))?$/;

/** Parses X.Y.Z or X.Y.Z-rc.N. Returns undefined if the text has another form. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION_FORM.exec(text);
  if (match === null) return undefined;
  const [major = 0, minor = 0, patch = 0] = match.slice(1, 4).map(Number);
  return { text, numbers: [major, minor, patch], prerelease: match[4] ?? '' };
}

/** Returns the highest final release among tags such as v1.2.0, or undefined. */
export function highestRelease(tags: readonly string[]): Version | undefined {
  return tags
    .flatMap((tag) => parseVersion(tag.replace(/^v/, '')) ?? [])
    .filter(({ prerelease }) => prerelease === '')
    .sort(compareNumbers)
    .at(-1);
}

export function compareNumbers({ numbers: a }: Version, { numbers: b }: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

interface VersionPlace {
  readonly file: string;
  /** Matches only the version, between a lookbehind and a lookahead. Needs the flag g. */
  readonly pattern: RegExp;
  readonly count: number;
}

const V = String.raw`\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?`;

export const VERSION_PLACES: readonly VersionPlace[] = [
  { file: 'package.json', pattern: new RegExp(`(?<=^  "version": ")${V}`, 'gm'), count: 1 },
  {
    file: 'package-lock.json',
    pattern: new RegExp(
      `(?<=^\\{\\n  "name": "[^"]+",\\n  "version": "|^    "": \\{\\n      "name": "[^"]+",\\n      "version": ")${V}`,
      'gm',
    ),
    count: 2,
  },
  { file: 'src/version.ts', pattern: new RegExp(`(?<=VERSION = ')${V}`, 'g'), count: 1 },
  { file: 'action.yml', pattern: new RegExp(`(?<=^# Version )${V}`, 'gm'), count: 1 },
  {
    file: 'docs/security.md',
    pattern: new RegExp(
      `(?<=# v|tag \`v|verify v|download v|--branch v|[\\w.]-v)${V}(?=[\\s\`]|\\.tar)`,
      'g',
    ),
    count: 6,
  },
  {
    file: '.github/ISSUE_TEMPLATE/1-sign-in-fails.yml',
    pattern: new RegExp(`(?<=placeholder: v)${V}`, 'g'),
    count: 1,
  },
];

/** Returns a sentence for each file that does not contain `version` in all of its places. */
export function wrongVersionPlaces(root: string, version: string): string[] {
  return VERSION_PLACES.flatMap(({ file, pattern, count }) => {
    const found = readFileSync(join(root, file), 'utf8').match(pattern) ?? [];
    if (found.length !== count)
      return [`${file} should have the version in ${count} places, but has it in ${found.length}.`];
    const wrong = found.filter((text) => text !== version);
    return wrong.length > 0 ? [`${file} says ${wrong[0]} instead of ${version}.`] : [];
  });
}

export function writeVersion(root: string, version: string): void {
  for (const { file, pattern } of VERSION_PLACES) {
    const path = join(root, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(pattern, version));
  }
}
