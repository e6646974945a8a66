/** Reads and dates the sections of CHANGELOG.md. */

const headingOf = (version: string): RegExp =>
  new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - (\\S+)$`, 'm');

/**
 * Returns the version without its prerelease suffix: a release candidate uses the section of its final
 * version.
 */
const sectionOf = (version: string): string => version.replace(/-.*$/, '');

export interface ReleaseDate {
  readonly version: string;
  /** For example, 2027-01-31. */
  readonly date: string;
  /** The repository as `OWNER/REPO`. */
  readonly slug: string;
}

/**
 * Returns the changelog with the version's section dated and linked. The headings of all other
 * unreleased sections then say that they are part of this version.
 */
export function dateSection(changelog: string, { version, date, slug }: ReleaseDate): string {
  const heading = headingOf(version);
  if (!heading.test(changelog)) {
    throw new Error(
      `CHANGELOG.md has no section "## [${version}] - unreleased". Write what is new there.`,
    );
  }
  const dated = changelog.replace(heading, `## [${version}] - ${date}`);
  const unpublished = [...dated.matchAll(/^## \[(.+)\] - unreleased$/gm)].map(
    ([, name = '']) => name,
  );
  const folded = unpublished.reduce(
    (text, name) =>
      text
        .replace(headingOf(name), `## ${name} - part of ${version}, not published before`)
        .replace(new RegExp(`^\\[${name.replaceAll('.', '\\.')}\\]: .*\\n?`, 'm'), ''),
    dated,
  );
  const link = `[${version}]: https://github.com/${slug}/releases/tag/v${version}`;
  if (folded.includes(`\n[${version}]: `)) return folded;
  const [firstLink] = /^\[\d[^\]]*\]: /m.exec(folded) ?? [];
  return firstLink === undefined
    ? `${folded.trimEnd()}\n\n${link}\n`
    : folded.replace(`\n${firstLink}`, `\n${link}\n${firstLink}`);
}

/**
 * Returns the problem with the version's section, or undefined. A release candidate does not need a
 * date.
 */
export function changelogProblem(changelog: string, version: string): string | undefined {
  const [, date] = headingOf(sectionOf(version)).exec(changelog) ?? [];
  if (date === undefined) return `CHANGELOG.md has no section ## [${sectionOf(version)}].`;
  const isDated = /^20\d\d-\d\d-\d\d$/.test(date) || version !== sectionOf(version);
  return isDated ? undefined : `CHANGELOG.md says "${date}" for ${version}, not a date.`;
}

/** Returns the text of the version's section. */
export function notesOf(changelog: string, version: string): string {
  const [heading] = headingOf(sectionOf(version)).exec(changelog) ?? [];
  if (heading === undefined) return '';
  const rest = changelog.slice(changelog.indexOf(heading) + heading.length);
  return (rest.split(/^## |^\[[^\]]+\]: /m)[0] ?? '').trim();
}
