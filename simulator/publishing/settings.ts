/** Endpoints for repository settings: features, rulesets, environments and workflow permissions. */
import { json, type SimResponse } from '../org/http-message.ts';
import { apiError, NO_CONTENT, type PublishingCall } from './call.ts';
import type { RepositorySettings } from './repository.ts';

type SwitchName = {
  [Name in keyof RepositorySettings]: RepositorySettings[Name] extends boolean ? Name : never;
}[keyof RepositorySettings];

const SWITCHES: Readonly<Record<string, SwitchName>> = {
  'immutable-releases': 'immutableReleases',
  'private-vulnerability-reporting': 'privateVulnerabilityReporting',
  'vulnerability-alerts': 'vulnerabilityAlerts',
  'automated-security-fixes': 'automatedSecurityFixes',
};

export function switches({
  repository,
  method,
  captures: [path = ''],
}: PublishingCall): SimResponse {
  const { settings } = repository;
  const name = SWITCHES[path];
  if (name === undefined) return apiError(404, 'Not Found');
  if (method === 'PUT') {
    if (name === 'automatedSecurityFixes' && !settings.vulnerabilityAlerts) {
      return apiError(
        422,
        'Vulnerability alerts must be enabled to configure automated security fixes.',
      );
    }
    settings[name] = true;
    return NO_CONTENT;
  }
  const enabled = settings[name];
  if (path === 'vulnerability-alerts') return enabled ? NO_CONTENT : apiError(404, 'Not Found');
  if (path === 'immutable-releases' && !enabled) return apiError(404, 'Not Found');
  return json(200, { enabled, paused: false, enforced_by_owner: false });
}

export function workflowPermissions({ repository, method, body }: PublishingCall): SimResponse {
  if (method === 'PUT') {
    repository.settings.workflowPermissions = body;
    return NO_CONTENT;
  }
  return json(200, repository.settings.workflowPermissions);
}

export function rulesets({
  repository,
  method,
  captures: [id = ''],
  body,
}: PublishingCall): SimResponse {
  const saved = { ...body, name: String(body['name']), source_type: 'Repository' };
  if (method === 'POST') {
    if ([...repository.rulesets.values()].some(({ name }) => name === saved.name))
      return apiError(422, 'Name must be unique');
    const newId = repository.rulesets.size + 1;
    repository.rulesets.set(newId, saved);
    return json(201, { ...saved, id: newId });
  }
  if (id === '') {
    const list = [...repository.rulesets].map(([key, { name }]) => ({ id: key, name }));
    return json(200, list);
  }
  const ruleset = repository.rulesets.get(Number(id));
  if (ruleset === undefined) return apiError(404, 'Not Found');
  if (method === 'PUT') repository.rulesets.set(Number(id), saved);
  return json(200, { ...(method === 'PUT' ? saved : ruleset), id: Number(id) });
}

export function environments(call: PublishingCall): SimResponse {
  const { repository, method, body, captures } = call;
  const [name = '', policies = ''] = captures;
  if (method === 'PUT') {
    const { policies: existing = [] } = repository.environments.get(name) ?? {};
    repository.environments.set(name, { body, policies: existing });
    return json(200, { name });
  }
  const environment = repository.environments.get(name);
  if (environment === undefined) return apiError(404, 'Not Found');
  if (policies === '') return json(200, environmentJson(name, environment.body));
  if (method === 'POST') {
    environment.policies.push({ name: String(body['name']), type: String(body['type']) });
    return json(200, body);
  }
  return json(200, { branch_policies: environment.policies });
}

function environmentJson(name: string, body: PublishingCall['body']): unknown {
  const reviewers = (body['reviewers'] ?? []) as readonly { type: string; id: number }[];
  const reviewerRule = {
    type: 'required_reviewers',
    prevent_self_review: body['prevent_self_review'] ?? false,
    reviewers: reviewers.map(({ type, id }) => ({ type, reviewer: { id } })),
  };
  return {
    name,
    protection_rules: reviewers.length > 0 ? [reviewerRule] : [],
    deployment_branch_policy: body['deployment_branch_policy'] ?? null,
  };
}
