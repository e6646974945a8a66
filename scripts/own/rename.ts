/** Replaces the owner, the repository and the action's name in the content of a file. */
import { type Identity, slugOf } from './identity.ts';

export interface Names extends Identity {
  /** The name in action.yml, which the Marketplace displays. */
  readonly actionName: string;
}

interface Replacement {
  readonly pattern: RegExp;
  readonly replacement: string;
}

/**
 * Replaces `OWNER/REPO` everywhere, but the owner, the repository or the action's name alone only
 * in known places.
 */
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
    // In a regular expression, the slash in the name is escaped.
    ...inPlaces(
      [`(?<![\\w-])${owner}\\\\/${repository}(?![\\w-])`],
      `${to.owner}\\/${to.repository}`,
    ),
    ...inPlaces([`(?<=^\\* @|\\n\\* @)${owner}(?=/|\\s)`], to.owner),
    ...inPlaces(
      [
        `(?<=(?:&& |\\n)cd )${repository}(?![\\w-])`,
        // Matches the names of the release archive and of a bare clone, and the User-Agent.
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
