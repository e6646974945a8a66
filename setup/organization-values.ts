import { SetupError } from './errors.ts';
import type { GitHubCli, Visibility, VisibleRepository } from './gh.ts';
import { readList } from './github-list.ts';
import { commandLine, type Options } from './options.ts';
import { apiPaths } from './places.ts';

/** The visibility of the organization's existing values, by name. */
export type Visibilities = ReadonlyMap<string, Visibility>;

type ValueNames = Readonly<Record<'secrets' | 'variables', readonly string[]>>;

/** Reads which repositories may use the values now. */
export async function readVisibilities(gh: GitHubCli, names: ValueNames): Promise<Visibilities> {
  const visibilities = new Map<string, Visibility>();
  for (const kind of ['secrets', 'variables'] as const) {
    for (const name of names[kind]) {
      const path = `${apiPaths(gh.place)[kind]}/${name}`;
      const value = await gh.get<{ visibility?: Visibility['visibility'] }>(path);
      if (value === undefined) continue;
      const visibility = value.visibility ?? 'selected';
      const repositories =
        visibility === 'selected'
          ? await readList<VisibleRepository>(gh, 'repositories', `${path}/repositories`)
          : [];
      visibilities.set(name, { visibility, repositories, isWider: false });
    }
  }
  return visibilities;
}

/**
 * Returns who may use a value after the run: whoever may use it now, and the chosen repositories. A
 * new variable can be used wherever one of the secrets can be used. A new secret cannot: somebody may
 * share the Consumer Key with all repositories, but the private key is only for those that are named.
 */
export function visibilityAfter(
  visibilities: Visibilities,
  secrets: readonly string[],
  chosen: readonly VisibleRepository[],
): (name: string) => Visibility {
  const ofSecrets = [...visibilities].flatMap(([name, visibility]) =>
    secrets.includes(name) ? [visibility] : [],
  );
  return (name) => {
    const existing = visibilities.get(name);
    if (existing === undefined) {
      const isNamed = ({ visibility }: Visibility) =>
        visibility === 'selected' || !secrets.includes(name);
      return join(chosen, ofSecrets.filter(isNamed));
    }
    const after = join(chosen, [existing]);
    const isWider =
      after.visibility === 'selected' && after.repositories.length > existing.repositories.length;
    return { ...after, isWider };
  };
}

function join(chosen: readonly VisibleRepository[], all: readonly Visibility[]): Visibility {
  const widest = (['all', 'private'] as const).find((visibility) =>
    all.some((item) => item.visibility === visibility),
  );
  const repositories = [...chosen, ...all.flatMap((item) => item.repositories)];
  return {
    visibility: widest ?? 'selected',
    repositories: [...new Map(repositories.map(({ id, name }) => [id, { id, name }])).values()],
    isWider: false,
  };
}

/**
 * Returns the repositories besides the chosen ones that may use the values now, as a phrase.
 * Undefined if there are none.
 */
export function describeOthers(
  visibilities: Visibilities,
  chosen: readonly VisibleRepository[],
): string | undefined {
  const { visibility, repositories } = join([], [...visibilities.values()]);
  if (visibility === 'all') return 'all other repositories';
  if (visibility === 'private') return 'all other private repositories';
  const others = repositories.filter(({ id }) => !chosen.some((other) => other.id === id));
  if (others.length === 0) return undefined;
  return others.length === 1 ? '1 other repository' : `${others.length} other repositories`;
}

interface ChosenRepository extends VisibleRepository {
  readonly private?: boolean;
}

/**
 * Checks that the chosen repositories can use the existing values without a change of their
 * visibility.
 * @throws SetupError for a public repository if the values are for private ones
 */
export function requireVisible(
  visibilities: Visibilities,
  chosen: readonly ChosenRepository[],
  options: Options,
): void {
  const open = chosen.find((repository) => repository.private === false);
  const [hidden] = [...visibilities].find(([, { visibility }]) => visibility === 'private') ?? [];
  if (open === undefined || hidden === undefined) return;
  throw new SetupError(
    `The organization ${options['gh-org']} shares ${hidden} with its private repositories only, and ${open.name} is public.`,
    `The organization's Settings → Secrets and variables → Actions → ${hidden} → Repository access; then: ${commandLine(options)}`,
  );
}
