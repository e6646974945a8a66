import { oneLine } from '../src/redaction/sanitize.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';

/** Where secrets and variables go: a repository, or one of its environments. */
export interface SecretTarget {
  /** Only for GitHub Enterprise Server. */
  readonly host: string | undefined;
  readonly repository: string;
  readonly environment: string | undefined;
}

/** The GitHub CLI. Values go in by standard input; `gh` seals the secrets itself. */
export interface GitHubCli {
  readonly target: SecretTarget;
  /** Where the key is that secrets are sealed with. */
  readonly publicKeyPath: string;
  /** Undefined where there is no such thing, or not for this login. */
  get<T>(path: string): Promise<T | undefined>;
  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<number>;
  setSecret(name: string, value: string): Promise<void>;
  /** When the secret was last set; undefined where it is not there. */
  secretUpdatedAt(name: string): Promise<string | undefined>;
  variable(name: string): Promise<string | undefined>;
  setVariable(name: string, value: string): Promise<void>;
  /** False where there was none. */
  remove(kind: 'secrets' | 'variables', name: string): Promise<boolean>;
}

export const LOGIN_GH = 'gh auth login';

export function parseRepo(repo: string, environment: string | undefined): SecretTarget {
  const parts = repo.split('/');
  const host = parts.length === 3 ? parts[0] : undefined;
  return { host, repository: parts.slice(-2).join('/'), environment };
}

export const describeTarget = ({ repository, environment }: SecretTarget): string =>
  environment === undefined ? repository : `${repository}, environment ${environment}`;

export function createGitHubCli(
  { runtime, redactor }: Pick<SetupContext, 'runtime' | 'redactor'>,
  target: SecretTarget,
): GitHubCli {
  const { host, repository, environment } = target;
  const root = `repos/${repository}`;
  const base =
    environment === undefined
      ? { secrets: `${root}/actions/secrets`, variables: `${root}/actions/variables` }
      : {
          secrets: `${root}/environments/${encodeURIComponent(environment)}/secrets`,
          variables: `${root}/environments/${encodeURIComponent(environment)}/variables`,
        };

  async function run(args: readonly string[], input?: string) {
    const result = await runtime.run({
      program: 'gh',
      args,
      ...(input === undefined ? {} : { input }),
    });
    const { exitCode, stderr } = result;
    if (exitCode === undefined) {
      throw new SetupError('The GitHub CLI (gh) is not installed.', 'https://cli.github.com');
    }
    const message = oneLine(redactor.redact(stderr));
    if (exitCode === 4 || /HTTP 401|gh auth login/.test(stderr)) {
      throw new SetupError(`gh is not signed in to ${host ?? 'GitHub'}: ${message}`, LOGIN_GH);
    }
    const status = Number(/\(HTTP (\d{3})\)/.exec(stderr)?.[1] ?? 0);
    return { ...result, status, message };
  }

  /** Gives the HTTP status that the caller expects, or throws. */
  async function api(
    method: string,
    path: string,
    body: object | undefined,
    expected: readonly number[],
  ) {
    const hostArgs = host === undefined ? [] : ['--hostname', host];
    const input = body === undefined ? [] : ['--input', '-'];
    const args = ['api', ...hostArgs, '--method', method, path, ...input];
    const { exitCode, status, message, stdout } = await run(args, body && JSON.stringify(body));
    if (exitCode === 0) return { status: 200, stdout };
    if (expected.includes(status)) return { status, stdout };
    throw new SetupError(`"gh api ${path}" failed: ${message || `exit code ${exitCode}`}`);
  }

  const get: GitHubCli['get'] = async (path) => {
    const { status, stdout } = await api('GET', path, undefined, [404]);
    return status === 404 ? undefined : parseJson(path, stdout);
  };

  return {
    target,
    publicKeyPath: `${base.secrets}/public-key`,
    get,
    async send(method, path, body) {
      return (await api(method, path, body, [403, 404, 409])).status;
    },
    async setSecret(name, value) {
      const environmentArgs = environment === undefined ? [] : ['--env', environment];
      const repo = host === undefined ? repository : `${host}/${repository}`;
      const { exitCode, message } = await run(
        ['secret', 'set', name, '--repo', repo, ...environmentArgs],
        value,
      );
      if (exitCode !== 0) throw new SetupError(`"gh secret set ${name}" failed: ${message}`);
    },
    async secretUpdatedAt(name) {
      return (await get<{ updated_at: string }>(`${base.secrets}/${name}`))?.updated_at;
    },
    async variable(name) {
      return (await get<{ value: string }>(`${base.variables}/${name}`))?.value;
    },
    async setVariable(name, value) {
      // "gh variable" came later than "gh api": this way every gh will do.
      const { status } = await api('PATCH', `${base.variables}/${name}`, { value }, [404]);
      if (status === 404) await api('POST', base.variables, { name, value }, []);
    },
    async remove(kind, name) {
      return (await api('DELETE', `${base[kind]}/${name}`, undefined, [404])).status !== 404;
    },
  };
}

function parseJson<T>(path: string, stdout: string): T {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new SetupError(`"gh api ${path}" did not answer in JSON.`);
  }
}
