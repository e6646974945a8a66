import { SetupError } from './errors.ts';
import type { GitHubCli } from './gh.ts';

/** The largest pages that GitHub returns. Without a size, a page has 10 variables or 30 other rows. */
const PAGE_SIZES = { secrets: 100, variables: 30, repositories: 100 } as const;

interface ListPage<T> {
  readonly total_count: number;
  readonly secrets?: readonly T[];
  readonly variables?: readonly T[];
  readonly repositories?: readonly T[];
}

/**
 * Reads all pages of a list.
 * @returns an empty list if the resource does not exist
 * @throws SetupError if GitHub returns fewer rows than the list has
 */
export async function readList<T>(
  gh: GitHubCli,
  kind: keyof typeof PAGE_SIZES,
  path: string,
): Promise<readonly T[]> {
  const rows: T[] = [];
  for (let page = 1; ; page++) {
    const query = `per_page=${PAGE_SIZES[kind]}&page=${page}`;
    const answer = await gh.get<ListPage<T>>(`${path}?${query}`);
    if (answer === undefined && page === 1) return rows;
    const next = answer?.[kind] ?? [];
    rows.push(...next);
    if (rows.length >= (answer?.total_count ?? 0) && answer !== undefined) return rows;
    if (next.length === 0)
      throw new SetupError(
        `"gh api ${path}" returned only a part of the list (${rows.length} rows).`,
      );
  }
}
