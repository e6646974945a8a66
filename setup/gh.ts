import { oneLine } from '../src/redaction/one-line.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';

/** The repository, or the environment of a repository, that holds the secrets and variables. */
export interface SecretTarget {
  /** Only for GitHub Enterprise Server. */
  readonly host: string | undefined;
  readonly repository: string;
  readonly environment: string | undefined;
}

/** The GitHub CLI. Values are passed on standard input; `gh` encrypts the secrets. */
export interface GitHubCli {
  readonly target: SecretTarget;
  /** API path of the public key with which secrets are encrypted. */
  readonly publicKeyPath: string;
  /** Returns undefined if the resource does not exist, or if this login cannot see it. */
  get<T>(path: string): Promise<T | undefined>;
  /** Returns the HTTP status. */
  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<number>;
  setSecret(name: string, value: string): Promise<void>;
  /** Returns the time at which the secret was last set, or undefined if it does not exist. */
  secretUpdatedAt(name: string): Promise<string | undefined>;
  variable(name: string): Promise<string | undefined>;
  setVariable(name: string, value: string): Promise<void>;
  /** Returns false if there was nothing to remove. */
  remove(kind: 'secrets' | 'variables', name: string): Promise<boolean>;
}

/** Passed to every call of `gh`. */
interface GhContext extends Pick<SetupContext, 'runtime' | 'redactor'> {
  readonly target: SecretTarget;
}

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  /** HTTP statuses of errors that the caller handles. */
  readonly expected: readonly number[];
}

export const LOGIN_GH = 'gh auth login';

export function parseRepo(repo: string, environment: string | undefined): SecretTarget {
  const parts = repo.split('/');
  const host = parts.length === 3 ? parts[0] : undefined;
  return { host, repository: parts.slice(-2).join('/'), environment };
}

export const describeTarget = ({ repository, environment }: SecretTarget): string =>
  environment === undefined ? repository : `${repository}, environment ${environment}`;

export const environmentPath = (repository: string, environment: string): string =>
  `repos/${repository}/environments/${encodeURIComponent(environment)}`;

export function createGitHubCli(
  { runtime, redactor }: Pick<SetupContext, 'runtime' | 'redactor'>,
  target: SecretTarget,
): GitHubCli {
  const context: GhContext = { runtime, redactor, target };
  const paths = apiPaths(target);
  const get = <T>(path: string): Promise<T | undefined> => getJson<T>(context, path);
  return {
    target,
    publicKeyPath: `${paths.secrets}/public-key`,
    get,
    async send(method, path, body) {
      return (await callApi(context, { method, path, body, expected: [403, 404, 409] })).status;
    },
    setSecret: (name, value) => setSecret(context, name, value),
    async secretUpdatedAt(name) {
      return (await get<{ updated_at: string }>(`${paths.secrets}/${name}`))?.updated_at;
    },
    async variable(name) {
      return (await get<{ value: string }>(`${paths.variables}/${name}`))?.value;
    },
    setVariable: (name, value) => setVariable(context, name, value),
    async remove(kind, name) {
      const path = `${paths[kind]}/${name}`;
      return (await callApi(context, { method: 'DELETE', path, expected: [404] })).status !== 404;
    },
  };
}

function apiPaths({
  repository,
  environment,
}: SecretTarget): Record<'secrets' | 'variables', string> {
  const base =
    environment === undefined
      ? `repos/${repository}/actions`
      : environmentPath(repository, environment);
  return { secrets: `${base}/secrets`, variables: `${base}/variables` };
}

async function getJson<T>(context: GhContext, path: string): Promise<T | undefined> {
  const { status, stdout } = await callApi(context, { method: 'GET', path, expected: [404] });
  if (status === 404) return undefined;
  try {
    return JSON.parse(stdout);
  } catch {
    throw new SetupError(`"gh api ${path}" did not answer in JSON.`);
  }
}

async function setSecret(context: GhContext, name: string, value: string): Promise<void> {
  const { host, repository, environment } = context.target;
  const environmentArgs = environment === undefined ? [] : ['--env', environment];
  const repo = host === undefined ? repository : `${host}/${repository}`;
  const args = ['secret', 'set', name, '--repo', repo, ...environmentArgs];
  const { exitCode, message } = await runGh(context, args, value);
  if (exitCode !== 0) throw new SetupError(`"gh secret set ${name}" failed: ${message}`);
}

/** Uses the API, because `gh variable` needs a newer gh. */
async function setVariable(context: GhContext, name: string, value: string): Promise<void> {
  const { variables } = apiPaths(context.target);
  const update = { method: 'PATCH', path: `${variables}/${name}`, body: { value } };
  const { status } = await callApi(context, { ...update, expected: [404] });
  if (status !== 404) return;
  await callApi(context, { method: 'POST', path: variables, body: { name, value }, expected: [] });
}

/** @throws SetupError if the request fails with a status that the caller does not expect */
async function callApi(
  context: GhContext,
  { method, path, body, expected }: ApiRequest,
): Promise<{ status: number; stdout: string }> {
  const { host } = context.target;
  const hostArgs = host === undefined ? [] : ['--hostname', host];
  const inputArgs = body === undefined ? [] : ['--input', '-'];
  const args = ['api', ...hostArgs, '--method', method, path, ...inputArgs];
  const result = await runGh(context, args, body && JSON.stringify(body));
  const { exitCode, status, message, stdout } = result;
  if (exitCode === 0) return { status: 200, stdout };
  if (expected.includes(status)) return { status, stdout };
  throw new SetupError(`"gh api ${path}" failed: ${message || `exit code ${exitCode}`}`);
}

interface GhResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** The HTTP status in the error message of `gh`, or 0. */
  readonly status: number;
  readonly message: string;
}

async function runGh(
  { runtime, redactor, target }: GhContext,
  args: readonly string[],
  input?: string,
): Promise<GhResult> {
  const command = { program: 'gh', args, ...(input === undefined ? {} : { input }) } as const;
  const { exitCode, stdout, stderr } = await runtime.run(command);
  if (exitCode === undefined) {
    throw new SetupError('The GitHub CLI (gh) is not installed.', 'https://cli.github.com');
  }
  const message = oneLine(redactor.redact(stderr));
  if (exitCode === 4 || /HTTP 401|gh auth login/.test(stderr)) {
    throw new SetupError(`gh is not signed in to ${target.host ?? 'GitHub'}: ${message}`, LOGIN_GH);
  }
  const status = Number(/\(HTTP (\d{3})\)/.exec(stderr)?.[1] ?? 0);
  return { exitCode, stdout, status, message };
}
