/** Replaces the owner, the repository and the action's name in the text of one file. */
import { type Identity, slugOf } from './identity.ts';

export interface Names extends Identity {
  /** The name in action.yml, as the Marketplace shows it. */
  readonly actionName: string;
}

interface Replacement {
  readonly pattern: RegExp;
  readonly replacement: string;
}

/** Returns the text with every occurrence replaced: of the full name anywhere, of its halves only in known places. */
export function renameIn(text: string, from: Names, to: Names): string {
  return replacementsFor(from, to).reduce(
    (result, { pattern, replacement }) => result.replace(pattern, () => replacement),
    text,
  );
}

function replacementsFor(from: Names, to: Names): Replacement[] {
  const owner = escapeRegExp(from.owner);
  const repository = escapeRegExp(from.repository);
  const inPlaces = (places: readonly string[], replacement: string): Replacement[] =>
    places.map((place) => ({ pattern: new RegExp(place, 'g'), replacement }));
  return [
    ...inPlaces([`(?<![\\w-])${owner}/${repository}(?![\\w-])`], slugOf(to)),
    // As it stands in a regular expression.
    ...inPlaces(
      [`(?<![\\w-])${owner}\\\\/${repository}(?![\\w-])`],
      `${to.owner}\\/${to.repository}`,
    ),
    ...inPlaces([`(?<=^\\* @|\\n\\* @)${owner}(?=/|\\s)`], to.owner),
    ...inPlaces(
      [
        `(?<=&& cd )${repository}(?![\\w-])`,
        // The archive of a release, a bare clone, and the User-Agent.
        `(?<![\\w/-])${repository}(?=-v\\d|\\.git\\b)`,
        `(?<=[\`'])${repository}(?=/\\$\\{)`,
        `(?<="name": ")${repository}(?=")`,
      ],
      to.repository,
    ),
    ...inPlaces(
      [
        `(?<=^name: |\\nname: |\\n# |^# |author: |Copyright \\(c\\) \\d+ )${escapeRegExp(from.actionName)}`,
      ],
      to.actionName,
    ),
  ];
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
