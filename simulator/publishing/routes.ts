/** Routes of the REST and GraphQL endpoints that are used for settings, releases and updates. */
import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import { apiError, type CommitInput, type PublishingCall } from './call.ts';
import {
  branchHead,
  checkRuns,
  commitOnBranch,
  dispatchWorkflow,
  pullRequests,
  refs,
} from './git.ts';
import { assets, releases } from './releases.ts';
import { type PublishedRepository, publishedRepositories } from './repository.ts';
import { environments, rulesets, switches, workflowPermissions } from './settings.ts';

type Handler = (call: PublishingCall) => SimResponse;

const ROUTES: readonly (readonly [path: RegExp, handler: Handler])[] = [
  [/^$/, ({ repository }) => json(200, repositoryJson(repository))],
  [
    /^\/(immutable-releases|private-vulnerability-reporting|vulnerability-alerts|automated-security-fixes)$/,
    switches,
  ],
  [/^\/actions\/permissions\/workflow$/, workflowPermissions],
  [/^\/actions\/workflows\/([\w.-]+)\/dispatches$/, dispatchWorkflow],
  [/^\/rulesets(?:\/(\d+))?$/, rulesets],
  [/^\/environments\/([^/]+)(\/deployment-branch-policies)?$/, environments],
  [/^\/git\/(ref|refs|matching-refs)(?:\/(.+))?$/, refs],
  [/^\/branches\/(.+)$/, branchHead],
  [/^\/commits\/([^/]+)\/check-runs$/, checkRuns],
  [/^\/pulls$/, pullRequests],
  [/^\/releases(?:\/(latest|\d+|tags\/[^/]+))?$/, releases],
  [/^\/releases\/(?:(\d+)\/assets|assets\/(\d+))$/, assets],
];

const USERS: Readonly<Record<string, number>> = { octocat: 583231, hubot: 480938 };

/**
 * Handles a request. Returns undefined if the repository was not added for publishing, so that the
 * setup command's endpoints handle it.
 */
export function handlePublishingRequest(
  github: { readonly tokens: ReadonlySet<string> },
  request: SimRequest,
): SimResponse | undefined {
  const known = publishedRepositories(github);
  if (known.size === 0) return undefined;
  const token = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined || !github.tokens.has(token)) return apiError(401, 'Bad credentials');
  const body = parseBody(request);
  if (request.path === '/graphql') return handleGraphQl(known, body);
  const [, login] = /^\/(?:user|users\/([^/]+))$/.exec(request.path) ?? [];
  if (/^\/users?(\/|$)/.test(request.path)) return userResponse(login ?? 'octocat');
  const [, fullName = '', subpath = ''] =
    /^(?:\/uploads)?\/repos\/([^/]+\/[^/]+)(.*)$/.exec(request.path) ?? [];
  const repository = known.get(fullName.toLowerCase());
  if (repository === undefined) return undefined;
  for (const [pattern, handler] of ROUTES) {
    const match = pattern.exec(decodeURIComponent(subpath));
    if (match === null) continue;
    const { method, query, body: rawBody } = request;
    const captures = match.slice(1).map((capture) => capture ?? '');
    return change(repository, `${method} ${subpath}`, () =>
      handler({ repository, method, captures, query, body, rawBody }),
    );
  }
  return apiError(404, `Not Found: ${request.method} ${subpath}`);
}

/**
 * Records a request that changes something, and fails it if the test requested an interruption there.
 */
function change(
  repository: PublishedRepository,
  description: string,
  handle: () => SimResponse,
): SimResponse {
  if (description.startsWith('GET ')) return handle();
  repository.changes.push(description);
  const { interruption } = repository;
  if (interruption === undefined || interruption.change !== repository.changes.length)
    return handle();
  if (interruption.when === 'after') handle();
  return apiError(502, 'Server Error');
}

function handleGraphQl(
  known: ReadonlyMap<string, PublishedRepository>,
  body: PublishingCall['body'],
): SimResponse {
  const { input } = (body['variables'] ?? {}) as { input?: CommitInput };
  const repository = known.get((input?.branch.repositoryNameWithOwner ?? '').toLowerCase());
  if (input === undefined || repository === undefined) return apiError(404, 'Not Found');
  return change(repository, 'POST createCommitOnBranch', () => commitOnBranch(repository, input));
}

function userResponse(login: string): SimResponse {
  const id = USERS[login];
  return id === undefined ? apiError(404, 'Not Found') : json(200, { login, id });
}

function parseBody({ headers, body }: SimRequest): Readonly<Record<string, unknown>> {
  return headers['content-type']?.startsWith('application/json') && body ? JSON.parse(body) : {};
}

const repositoryJson = ({ fullName }: PublishedRepository) => ({
  full_name: fullName,
  default_branch: 'main',
  private: false,
  fork: false,
});
