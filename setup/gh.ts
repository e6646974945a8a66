import { oneLine } from '../src/one-line.ts';
import type { Job } from './job.ts';
import { Problem } from './problem.ts';

/** Where secrets and variables go: a repository, or one of its environments. */
export interface Place {
  /** Only for GitHub Enterprise Server. */
  readonly host: string | undefined;
  readonly repository: string;
  readonly environment: string | undefined;
}

/** The GitHub CLI. Values go in by standard input; `gh` seals the secrets itself. */
export interface Gh {
  readonly place: Place;
  /** Where the key is that secrets are sealed with. */
  readonly sealingKey: string;
  /** Undefined where there is no such thing, or not for this login. */
  get<T>(path: string): Promise<T | undefined>;
  send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: object): Promise<number>;
  setSecret(name: string, value: string): Promise<void>;
  /** When the secret was last set; undefined where it is not there. */
  secretTime(name: string): Promise<string | undefined>;
  variable(name: string): Promise<string | undefined>;
  setVariable(name: string, value: string): Promise<void>;
  /** False where there was none. */
  remove(kind: 'secrets' | 'variables', name: string): Promise<boolean>;
}

export const LOGIN_GH = 'gh auth login';

export function readPlace(repo: string, environment: string | undefined): Place {
  const parts = repo.split('/');
  const host = parts.length === 3 ? parts[0] : undefined;
  return { host, repository: parts.slice(-2).join('/'), environment };
}

export const inWords = ({ repository, environment }: Place): string =>
  environment === undefined ? repository : `${repository}, environment ${environment}`;

export function makeGh({ world, secrets }: Pick<Job, 'world' | 'secrets'>, place: Place): Gh {
  const { host, repository, environment } = place;
  const root = `repos/${repository}`;
  const base =
    environment === undefined
      ? { secrets: `${root}/actions/secrets`, variables: `${root}/actions/variables` }
      : {
          secrets: `${root}/environments/${encodeURIComponent(environment)}/secrets`,
          variables: `${root}/environments/${encodeURIComponent(environment)}/variables`,
        };

  async function run(args: readonly string[], input?: string) {
    const finished = await world.run({
      program: 'gh',
      args,
      ...(input === undefined ? {} : { input }),
    });
    const { exitCode, stderr } = finished;
    if (exitCode === undefined) {
      throw new Problem('The GitHub CLI (gh) is not installed.', 'https://cli.github.com');
    }
    const said = oneLine(secrets.hide(stderr));
    if (exitCode === 4 || /HTTP 401|gh auth login/.test(stderr)) {
      throw new Problem(`gh is not signed in to ${host ?? 'GitHub'}: ${said}`, LOGIN_GH);
    }
    const status = Number(/\(HTTP (\d{3})\)/.exec(stderr)?.[1] ?? 0);
    return { ...finished, status, said };
  }

  /** Gives the HTTP status that the caller expects, or throws. */
  async function api(
    method: string,
    path: string,
    body: object | undefined,
    expected: readonly number[],
  ) {
    const target = host === undefined ? [] : ['--hostname', host];
    const input = body === undefined ? [] : ['--input', '-'];
    const args = ['api', ...target, '--method', method, path, ...input];
    const { exitCode, status, said, stdout } = await run(args, body && JSON.stringify(body));
    if (exitCode === 0) return { status: 200, stdout };
    if (expected.includes(status)) return { status, stdout };
    throw new Problem(`"gh api ${path}" failed: ${said || `exit code ${exitCode}`}`);
  }

  const get: Gh['get'] = async (path) => {
    const { status, stdout } = await api('GET', path, undefined, [404]);
    return status === 404 ? undefined : parsed(path, stdout);
  };

  return {
    place,
    sealingKey: `${base.secrets}/public-key`,
    get,
    async send(method, path, body) {
      return (await api(method, path, body, [403, 404, 409])).status;
    },
    async setSecret(name, value) {
      const where = environment === undefined ? [] : ['--env', environment];
      const repo = host === undefined ? repository : `${host}/${repository}`;
      const { exitCode, said } = await run(
        ['secret', 'set', name, '--repo', repo, ...where],
        value,
      );
      if (exitCode !== 0) throw new Problem(`"gh secret set ${name}" failed: ${said}`);
    },
    async secretTime(name) {
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

function parsed<T>(path: string, stdout: string): T {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Problem(`"gh api ${path}" did not answer in JSON.`);
  }
}
