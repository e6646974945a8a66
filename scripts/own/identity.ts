/**
 * The repository named in package.json. The name is defined only there; `npm run own` changes it and
 * every copy of it.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Identity {
  readonly owner: string;
  readonly repository: string;
}

/** Matches OWNER/REPO by GitHub's rules for account and repository names. */
const REPOSITORY_NAME = /^([a-z\d](?:[a-z\d-]{0,37}[a-z\d])?)\/([\w.-]{1,100})$/i;

/** Parses OWNER/REPO. Returns undefined if the text has another form. */
export function parseIdentity(text: string): Identity | undefined {
  const [, owner, repository] = REPOSITORY_NAME.exec(text) ?? [];
  const isName = owner && repository && !/^\.+$/.test(repository) && !/\.git$/i.test(repository);
  return isName ? { owner, repository } : undefined;
}

export function identityOf(packageJson: string): Identity {
  const { repository } = JSON.parse(packageJson);
  const identity = parseIdentity(String(repository).replace(/^github:/, ''));
  if (identity === undefined) {
    throw new Error(
      `"repository" in package.json must be "github:OWNER/REPO", not "${repository}".`,
    );
  }
  return identity;
}

export const slugOf = ({ owner, repository }: Identity): string => `${owner}/${repository}`;

export const PROJECT_FOLDER = fileURLToPath(new URL('../..', import.meta.url));
export const IDENTITY = identityOf(readFileSync(`${PROJECT_FOLDER}/package.json`, 'utf8'));
export const SLUG = slugOf(IDENTITY);
