import { oneLine } from '../src/redaction/one-line.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { apiPaths, describePlace, type Place } from './places.ts';

/** A client for the GitHub CLI. Values are passed on standard input, and `gh` encrypts the secrets. */
export interface GitHubCli {
  readonly place: Place;
  /** Name of the repository, environment or organization in messages. */
  readonly label: string;
  /** Returns undefined if the resource does not exist or if this login cannot see it. */
  get<T>(path: string): Promise<T | undefined>;
  /** Returns 200 for every success, and otherwise the HTTP status of the error. */
  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<number>;
  setSecret(name: string, value: string): Promise<void>;
  /** Returns true if the run lets more repositories use an existing value of the organization. */
  widens(name: string): boolean;
  /** Returns the time at which the secret was last set, or undefined if the secret does not exist. */
  secretUpdatedAt(name: string): Promise<string | undefined>;
  variable(name: string): Promise<string | undefined>;
  setVariable(name: string, value: string): Promise<void>;
  /** Returns false if the variable already exists. */
  createVariable(name: string, value: string): Promise<boolean>;
  /** Returns false if there was nothing to remove. */
  remove(kind: 'secrets' | 'variables', name: string): Promise<boolean>;
}

type GhDependencies = Pick<SetupContext, 'runtime' | 'redactor'>;

/** Passed to every function that runs `gh`. */
interface GhContext extends GhDependencies {
  readonly place: Place;
  /** Returns who may use the value of the organization that has this name. */
  readonly visibleTo: (name: string) => Visibility;
}

export interface Visibility {
  readonly visibility: 'all' | 'private' | 'selected';
  /** The selected repositories. */
  readonly repositories: readonly VisibleRepository[];
  /** True if the value exists, and not all of the selected repositories may use it yet. */
  readonly isWider: boolean;
}

export interface VisibleRepository {
  readonly id: number;
  readonly name: string;
}

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  /** HTTP error statuses that the caller handles. */
  readonly expected: readonly number[];
}

const NO_REPOSITORY: Visibility = { visibility: 'selected', repositories: [], isWider: false };

export const LOGIN_GH = 'gh auth login';

export function createGitHubCli(
  { runtime, redactor }: GhDependencies,
  place: Place,
  visibleTo: GhContext['visibleTo'] = () => NO_REPOSITORY,
): GitHubCli {
  const context: GhContext = { runtime, redactor, place, visibleTo };
  const paths = apiPaths(place);
  const get = <T>(path: string): Promise<T | undefined> => getJson<T>(context, path);
  const createVariable = async (name: string, value: string): Promise<boolean> => {
    const body = { name, value, ...visibilityFields(context, name) };
    const request = { method: 'POST', path: paths.variables, body, expected: [409] };
    return (await callApi(context, request)).status !== 409;
  };
  return {
    place,
    label: describePlace(place),
    get,
    async send(method, path, body) {
      return (await callApi(context, { method, path, body, expected: [403, 404, 409, 422] }))
        .status;
    },
    widens: (name) => visibleTo(name).isWider,
    setSecret: (name, value) => setSecret(context, name, value),
    async secretUpdatedAt(name) {
      return (await get<{ updated_at: string }>(`${paths.secrets}/${name}`))?.updated_at;
    },
    async variable(name) {
      return (await get<{ value: string }>(`${paths.variables}/${name}`))?.value;
    },
    // Does not use `gh variable`, which requires a newer version of gh.
    async setVariable(name, value) {
      const body = { value, ...visibilityFields(context, name) };
      const request = {
        method: 'PATCH',
        path: `${paths.variables}/${name}`,
        body,
        expected: [404],
      };
      if ((await callApi(context, request)).status === 404) await createVariable(name, value);
    },
    createVariable,
    async remove(kind, name) {
      const path = `${paths[kind]}/${name}`;
      return (await callApi(context, { method: 'DELETE', path, expected: [404] })).status !== 404;
    },
  };
}

function visibilityFields({ place, visibleTo }: GhContext, name: string): object {
  if (place.organization === undefined) return {};
  const { visibility, repositories } = visibleTo(name);
  return visibility === 'selected'
    ? { visibility, selected_repository_ids: repositories.map(({ id }) => id) }
    : { visibility };
}

async function getJson<T>(context: GhContext, path: string): Promise<T | undefined> {
  const { status, stdout } = await callApi(context, { method: 'GET', path, expected: [404] });
  if (status === 404) return undefined;
  if (stdout === '') throw new SetupError(`"gh api ${path}" returned nothing.`);
  return JSON.parse(stdout);
}

/** Returns true for JSON, and for the empty response to a change. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text || 'null');
    return true;
  } catch {
    return false;
  }
}

async function setSecret(context: GhContext, name: string, value: string): Promise<void> {
  const args = ['secret', 'set', name, ...targetArgs(context, name)];
  const { exitCode, message, status } = await runGh(context, args, value);
  if (exitCode === 0) return;
  throw new SetupError(`"gh secret set ${name}" failed: ${message}`, undefined, {
    isRefusal: isClientError(status),
  });
}

function targetArgs({ place, visibleTo }: GhContext, secret: string): string[] {
  const { host, repository, environment, organization } = place;
  if (organization !== undefined) {
    const { visibility, repositories } = visibleTo(secret);
    const args = ['--org', organization.name, '--visibility', visibility];
    const names = repositories.map(({ name }) => name).join(',');
    return visibility === 'selected' ? [...args, '--repos', names] : args;
  }
  const repo = host === undefined ? repository : `${host}/${repository}`;
  return ['--repo', repo, ...(environment === undefined ? [] : ['--env', environment])];
}

/**
 * Sends a request with `gh api`.
 * @throws SetupError if the request fails with an unexpected status
 */
async function callApi(
  context: GhContext,
  { method, path, body, expected }: ApiRequest,
): Promise<{ status: number; stdout: string }> {
  const { host } = context.place;
  const hostArgs = host === undefined ? [] : ['--hostname', host];
  const inputArgs = body === undefined ? [] : ['--input', '-'];
  const args = ['api', ...hostArgs, '--method', method, path, ...inputArgs];
  const result = await runGh(context, args, body && JSON.stringify(body));
  const { exitCode, status, message, stdout } = result;
  // A proxy may respond instead of GitHub.
  if (exitCode === 0 && !isJson(stdout))
    throw new SetupError(`"gh api ${path}" did not return JSON.`);
  if (exitCode === 0) return { status: 200, stdout };
  if (expected.includes(status)) return { status, stdout };
  throw new SetupError(
    `"gh api ${path}" failed: ${message || `exit code ${exitCode}`}`,
    undefined,
    { isRefusal: isClientError(status) },
  );
}

/** Returns true for a status with which GitHub has rejected the request and changed nothing. */
const isClientError = (status: number): boolean => status >= 400 && status < 500 && status !== 408;

interface GhResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** The HTTP status in an error message of `gh`, or 0. */
  readonly status: number;
  readonly message: string;
}

async function runGh(
  { runtime, redactor, place }: GhContext,
  args: readonly string[],
  input?: string,
): Promise<GhResult> {
  const command = { program: 'gh', args, ...(input === undefined ? {} : { input }) } as const;
  const { exitCode, stdout, stderr } = await runtime.run(command);
  const refusal = { isRefusal: true };
  if (exitCode === undefined)
    throw new SetupError(
      'The GitHub CLI (gh) is not installed.',
      'https://cli.github.com',
      refusal,
    );
  const message = oneLine(redactor.redact(stderr));
  if (exitCode === 4 || /HTTP 401|gh auth login/.test(stderr)) {
    const host = place.host ?? 'GitHub';
    throw new SetupError(`gh is not signed in to ${host}: ${message}`, LOGIN_GH, refusal);
  }
  const status = Number(/\(HTTP (\d{3})\)/.exec(stderr)?.[1] ?? 0);
  return { exitCode, stdout, status, message };
}
