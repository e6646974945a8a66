import { makeStore, type Repository, type ValueStore } from './github-stores.ts';
import { errorResponse } from './github-values.ts';
import { json, type SimRequest, type SimResponse } from './http-message.ts';

interface EnvironmentPath {
  readonly name: string;
  /** The rest of the path after the name, such as `deployment-branch-policies`. */
  readonly rest: string;
}

export function handleEnvironment(
  repository: Repository,
  { name, rest }: EnvironmentPath,
  { method, body }: SimRequest,
): SimResponse {
  if (name === '') return errorResponse(404, 'Not Found');
  const store = repository.stores.get(name);
  if (method !== 'GET' && !repository.isAdmin)
    return errorResponse(403, 'Must have admin rights to Repository.');
  if (rest === 'deployment-branch-policies')
    return handleBranchPolicies(repository, store, method, body);
  if (method === 'PUT') {
    const created = store ?? makeStore();
    const { deployment_branch_policy: policy = null } = body === '' ? {} : JSON.parse(body);
    // As on GitHub, a request replaces the environment's protection rules.
    created.branches = policy?.custom_branch_policies === true ? [] : undefined;
    created.hasReviewers = false;
    repository.stores.set(name, created);
    return json(200, environmentJson(name, created), 'environment');
  }
  return store === undefined
    ? errorResponse(404, 'Not Found')
    : json(200, environmentJson(name, store), 'environment');
}

function handleBranchPolicies(
  { allowsBranchRules }: Repository,
  store: ValueStore | undefined,
  method: string,
  body: string,
): SimResponse {
  if (store === undefined) return errorResponse(404, 'Not Found');
  if (method === 'POST') {
    if (!allowsBranchRules || store.branches === undefined) return errorResponse(404, 'Not Found');
    store.branches.push(JSON.parse(body).name);
  }
  const policies = (store.branches ?? []).map((branch) => ({ name: branch }));
  return json(200, { total_count: policies.length, branch_policies: policies }, 'branch policies');
}

const environmentJson = (name: string, { branches, hasReviewers }: ValueStore): unknown => ({
  id: 161088068,
  name,
  protection_rules: [
    ...(hasReviewers ? [{ type: 'required_reviewers', reviewers: [] }] : []),
    ...(branches === undefined ? [] : [{ type: 'branch_policy' }]),
  ],
  deployment_branch_policy:
    branches === undefined ? null : { protected_branches: false, custom_branch_policies: true },
});
