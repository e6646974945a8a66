/** Endpoints for refs, branches, commits, pull requests and workflow dispatches. */
import { createHash } from 'node:crypto';
import { json, type SimResponse } from '../org/http-message.ts';
import { apiError, type CommitInput, NO_CONTENT, type PublishingCall } from './call.ts';
import type { PublishedRepository } from './repository.ts';

const PROTECTED_TAG = /^refs\/tags\/v\d+\.\d+\.\d+/;

export function refs(call: PublishingCall): SimResponse {
  const { repository, method, body, captures } = call;
  const [kind = '', subname = ''] = captures;
  const name = `refs/${subname}`;
  const sha = String(body['sha']);
  if (method === 'POST') {
    const newName = String(body['ref']);
    if (repository.refs.has(newName)) return apiError(422, 'Reference already exists');
    if (repository.refusesRefUpdates)
      return apiError(403, 'Resource not accessible by integration');
    repository.refs.set(newName, sha);
    return json(201, refJson(newName, sha));
  }
  if (method === 'PATCH') {
    if (!repository.refs.has(name)) return apiError(422, 'Reference does not exist');
    if (repository.refusesRefUpdates)
      return apiError(403, 'Resource not accessible by integration');
    if (PROTECTED_TAG.test(name)) return apiError(422, 'Repository rule violations found');
    if (body['force'] !== true) return apiError(422, 'Update is not a fast forward');
    repository.refs.set(name, sha);
    return json(200, refJson(name, sha));
  }
  if (kind === 'matching-refs') {
    const matching = [...repository.refs].filter(([ref]) => ref.startsWith(name));
    return json(
      200,
      matching.map(([ref, target]) => refJson(ref, target)),
    );
  }
  const commit = repository.refs.get(name);
  return commit === undefined ? apiError(404, 'Not Found') : json(200, refJson(name, commit));
}

const refJson = (ref: string, sha: string) => ({ ref, object: { type: 'commit', sha } });

export function branchHead({ repository, captures: [branch = ''] }: PublishingCall): SimResponse {
  const sha = repository.refs.get(`refs/heads/${branch}`);
  return sha === undefined
    ? apiError(404, 'Branch not found')
    : json(200, { name: branch, commit: { sha } });
}

export function checkRuns({
  repository,
  captures: [sha = ''],
  query,
}: PublishingCall): SimResponse {
  const runs = repository.checkRuns.get(sha) ?? [];
  const named = runs.filter(({ name }) => name === (query.get('check_name') ?? name));
  return json(200, { total_count: named.length, check_runs: named });
}

export function pullRequests({ repository, method, body, query }: PublishingCall): SimResponse {
  if (method === 'POST') {
    const [head, base, title, text] = ['head', 'base', 'title', 'body'].map((key) =>
      String(body[key]),
    );
    const pullRequest = {
      number: repository.pullRequests.length + 1,
      head: head ?? '',
      base: base ?? '',
      title: title ?? '',
      body: text ?? '',
    };
    if (repository.pullRequests.some((other) => other.head === pullRequest.head))
      return apiError(422, `A pull request already exists for ${pullRequest.head}.`);
    repository.pullRequests.push(pullRequest);
    return json(201, pullRequest);
  }
  const owner = repository.fullName.split('/')[0];
  const open = repository.pullRequests.filter(
    ({ head }) => `${owner}:${head}` === query.get('head'),
  );
  return json(200, open);
}

export function dispatchWorkflow({
  repository,
  captures: [workflow = ''],
  body,
}: PublishingCall): SimResponse {
  repository.dispatches.push({ workflow, ref: String(body['ref']) });
  return NO_CONTENT;
}

export function commitOnBranch(repository: PublishedRepository, input: CommitInput): SimResponse {
  const { branch, expectedHeadOid, fileChanges, message } = input;
  const ref = `refs/heads/${branch.branchName}`;
  const head = repository.refs.get(ref);
  if (head !== expectedHeadOid) {
    const text = `Expected branch to point to "${expectedHeadOid}" but it did not. Pull and try again.`;
    return json(200, {
      data: { createCommitOnBranch: null },
      errors: [{ type: 'STALE_DATA', message: text }],
    });
  }
  const oid = createHash('sha1').update(JSON.stringify(input)).digest('hex');
  repository.refs.set(ref, oid);
  repository.commits.push({
    oid,
    branch: branch.branchName,
    headline: message.headline,
    additions: new Map(
      (fileChanges.additions ?? []).map(({ path, contents }) => [
        path,
        Buffer.from(contents, 'base64'),
      ]),
    ),
    deletions: (fileChanges.deletions ?? []).map(({ path }) => path),
  });
  return json(200, { data: { createCommitOnBranch: { commit: { oid } } } });
}
