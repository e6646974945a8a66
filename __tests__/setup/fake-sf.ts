import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessOptions, ProcessResult } from '../../setup/process.ts';
import { createRecord, deleteRecord } from '../../simulator/org/api/records.ts';
import { restApi } from '../../simulator/org/api/rest.ts';
import { query } from '../../simulator/org/api/soql.ts';
import { packageTypesIn } from '../../simulator/org/metadata/components.ts';
import { TYPES } from '../../simulator/org/metadata/package-files.ts';
import type { Org } from '../../simulator/org/org.ts';
import type { Session } from '../../simulator/org/sessions.ts';
import type { TenantName, User } from '../../simulator/org/tenants.ts';

interface SfCall {
  readonly org: Org;
  readonly session: Session;
  readonly option: (name: string) => string;
  readonly options: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  readonly folder: string;
}

/** Most of the `sf` commands that setup uses, implemented as calls to the embedded org. */
const COMMANDS: Readonly<Record<string, (call: SfCall) => unknown>> = {
  'org display': ({ session }) => ({
    id: session.tenant.orgId,
    username: session.user.username,
    instanceUrl: `https://${session.tenant.myDomain}/`,
    accessToken: session.token,
  }),
  'data query': ({ org, session, option, has }) =>
    parseOrThrow(
      query({
        state: org,
        session,
        version: 'v67.0',
        soql: option('query'),
        describeColumns: false,
        isTooling: has('use-tooling-api'),
      }),
    ),
  'data create': ({ org, session, option }) => {
    const fields = parseValues(option('values'));
    return parseOrThrow(createRecord(org, session, option('sobject'), JSON.stringify(fields)));
  },
  'data delete': ({ org, option }) =>
    parseOrThrow(deleteRecord(org, option('sobject'), option('record-id'))),
  'project retrieve': retrieve,
  'project deploy': deploy,
};

/**
 * Parses `--values` as sf does: both kinds of quotes group characters, and there is no escape
 * character.
 */
function parseValues(text: string): Record<string, string> {
  const tokens = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
    else if (quote === '' && character === ' ') tokens.push('');
    else tokens.push(`${tokens.pop()}${character}`);
  }
  return Object.fromEntries(
    tokens.map((token) => {
      const equals = token.indexOf('=');
      return [token.slice(0, equals), token.slice(equals + 1)];
    }),
  );
}

export function fakeSf(
  org: Org,
  orgs: Readonly<Record<string, TenantName>>,
  { args, folder = '.' }: ProcessOptions,
): ProcessResult {
  if (args[0] === '--version') {
    return { exitCode: 0, stdout: '@salesforce/cli/2.150.6 linux-x64 node-v24.0.0\n', stderr: '' };
  }
  const options = (name: string): string[] =>
    args.flatMap((arg, index) => (arg === `--${name}` ? [args[index + 1] ?? ''] : []));
  const option = (name: string): string => options(name)[0] ?? '';
  const alias = option('target-org');
  const has = (name: string): boolean => args.includes(`--${name}`);
  if (args.slice(0, 3).join(' ') === 'org list auth') return listAuth(org, orgs);
  // sf accepts both an alias and a username.
  const tenantName =
    orgs[alias] ??
    Object.values(orgs).find((name) => administratorOf(org, name)?.username === alias);
  const tenant = org.tenants.find(({ name }) => name === tenantName);
  if (tenant === undefined) {
    return failed('NamedOrgNotFoundError', `No authorization information found for ${alias}.`);
  }
  const admin = administratorOf(org, tenant.name);
  if (admin === undefined) throw new Error('no administrator');
  const session = org.sessions.open(
    { ...org.app, consumerKey: 'PlatformCLI' },
    tenant,
    admin,
    Date.now(),
  );
  if (args[0] === 'api') return requestBatch(org, session, option('body').slice(1));
  try {
    const result = COMMANDS[`${args[0]} ${args[1]}`]?.({
      org,
      session,
      option,
      options,
      has,
      folder,
    });
    return { exitCode: 0, stdout: JSON.stringify({ status: 0, result, warnings: [] }), stderr: '' };
  } catch (error) {
    if (error instanceof SfFailure) return error.result;
    throw error;
  }
}

/** Implements `sf api request rest …/composite/batch`, which prints the response unchanged. */
function requestBatch(org: Org, session: Session, file: string): ProcessResult {
  const { status, body } = restApi(org, {
    host: session.tenant.myDomain,
    method: 'POST',
    path: '/services/data/v60.0/composite/batch',
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${session.token}` },
    body: readFileSync(file, 'utf8'),
    transport: 'tls',
  });
  return { exitCode: status < 400 ? 0 : 1, stdout: String(body), stderr: '' };
}

/** Lists the orgs that sf is signed in to, each as an administrator. */
function listAuth(org: Org, orgs: Readonly<Record<string, TenantName>>): ProcessResult {
  const result = Object.entries(orgs).map(([alias, name]) => ({
    alias,
    username: administratorOf(org, name)?.username,
    instanceUrl: `https://${org.tenants.find((tenant) => tenant.name === name)?.myDomain}`,
  }));
  return { exitCode: 0, stdout: JSON.stringify({ status: 0, result, warnings: [] }), stderr: '' };
}

const administratorOf = (org: Org, tenant: TenantName): User | undefined =>
  [...org.users.values()].find(
    (user) => user.tenant === tenant && user.username.startsWith('admin@'),
  );

class SfFailure extends Error {
  readonly result: ProcessResult;

  constructor(result: ProcessResult) {
    super('sf failed');
    this.result = result;
  }
}

const failed = (name: string, message: string): ProcessResult => ({
  exitCode: 1,
  stdout: JSON.stringify({ status: 1, name, message, exitCode: 1 }),
  stderr: '',
});

function parseOrThrow({ status, body }: { status: number; body: string | Buffer }): unknown {
  const parsed = String(body) === '' ? undefined : JSON.parse(String(body));
  if (status < 300) return parsed;
  throw new SfFailure(failed(parsed[0].errorCode, parsed[0].message));
}

function deploy({ org, session, option, options, folder }: SfCall): unknown {
  const sources = options('source-dir');
  const paths =
    sources.length === 0
      ? ['package.xml', option('post-destructive-changes')]
      : sources.flatMap((source) => listFiles(folder, source));
  const files = new Map(
    paths.map((path) => [path.replace(/-meta\.xml$/, ''), readFileSync(join(folder, path))]),
  );
  const results = org.metadata.deploy(session.tenant.name, files, false);
  const problems = results.filter(({ problem }) => problem !== undefined);
  if (problems.length === 0) return { status: 'Succeeded', success: true };
  const result = {
    status: 'Failed',
    files: problems.map(({ fullName, problem }) => ({ fullName, error: problem, state: 'Failed' })),
  };
  throw new SfFailure({ exitCode: 1, stdout: JSON.stringify({ status: 1, result }), stderr: '' });
}

function listFiles(folder: string, source: string): string[] {
  const path = source.startsWith(folder) ? source.slice(folder.length + 1) : source;
  if (statSync(join(folder, path)).isFile()) return [path];
  return readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function retrieve({ org, session, options, folder }: SfCall): unknown {
  const types = options('metadata').map((name) => {
    const [type, member = '*'] = name.split(':');
    return `<types><members>${member}</members><name>${type}</name></types>`;
  });
  const { components, missing } = org.metadata.retrieve(
    session.tenant.name,
    packageTypesIn(types.join('')),
  );
  for (const { type, fullName, xml } of components) {
    const [directory, suffix] = TYPES[type] ?? ['', ''];
    const path = join(
      folder,
      'force-app/main/default',
      directory,
      `${fullName}.${suffix}-meta.xml`,
    );
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, xml);
  }
  return {
    status: 'Succeeded',
    success: true,
    files: [
      ...components.map(({ type, fullName }) => ({ type, fullName, state: 'Created' })),
      ...missing.map(({ type, fullName }) => ({
        type,
        fullName,
        state: 'Failed',
        error: `Entity of type '${type}' named '${fullName}' cannot be found`,
      })),
    ],
  };
}
