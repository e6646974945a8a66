/**
 * The repository settings that README.md, docs/security.md and SECURITY.md rely on, with functions
 * that return the API requests for the settings that differ.
 */
import type { ApiRequest, CallApi } from '../github/api.ts';

export interface Setting {
  readonly title: string;
  /** Returns the requests that apply the setting, or none if it is already applied. */
  readonly missing: (context: SettingContext) => readonly ApiRequest[];
}

export interface SettingContext {
  readonly api: CallApi;
  /** The API path `repos/OWNER/REPO`. */
  readonly root: string;
  /** Logins of the users who may approve a release. */
  readonly reviewers: readonly string[];
}

/** Names of workflow jobs. A test verifies that they match the workflows. */
export const REQUIRED_CHECKS = ['All green', 'dist is up to date'];
/** App ID of GitHub Actions. Requiring it prevents other apps from reporting these checks. */
const ACTIONS_APP = 15368;
const ROLES = { maintain: 2, admin: 5 };
/** The pattern `v*` would also prevent moving v1. */
const VERSION_TAGS = 'v*.*.*';

const RULESETS = [
  {
    name: 'Branches',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH', 'refs/heads/v*.x'], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 1,
          require_code_owner_review: true,
          dismiss_stale_reviews_on_push: true,
          require_last_push_approval: false,
          required_review_thread_resolution: false,
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: REQUIRED_CHECKS.map((context) => ({
            context,
            integration_id: ACTIONS_APP,
          })),
        },
      },
    ],
    // Without this exception, a sole maintainer could not merge anything.
    bypass_actors: [
      { actor_id: ROLES.admin, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' },
    ],
  },
  {
    name: 'Version tags: only maintainers create them',
    target: 'tag',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/tags/${VERSION_TAGS}`], exclude: [] } },
    rules: [{ type: 'creation' }],
    bypass_actors: [ROLES.maintain, ROLES.admin].map((role) => ({
      actor_id: role,
      actor_type: 'RepositoryRole',
      bypass_mode: 'always',
    })),
  },
  {
    name: 'Version tags: nobody moves or deletes them',
    target: 'tag',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/tags/${VERSION_TAGS}`], exclude: [] } },
    rules: [{ type: 'update' }, { type: 'deletion' }],
    bypass_actors: [],
  },
] as const;

const WORKFLOW_TOKEN = {
  default_workflow_permissions: 'read',
  // Allows the workflow "After a release" to propose the new SHA for README.md.
  can_approve_pull_request_reviews: true,
};

const switchSetting = (
  title: string,
  name: string,
  isOn: (current: unknown) => boolean,
): Setting => ({
  title,
  missing: ({ api, root }) => {
    const path = `${root}/${name}`;
    return isOn(api({ method: 'GET', path })) ? [] : [{ method: 'PUT', path }];
  },
});

const isEnabled = (current: unknown): boolean =>
  (current as { enabled?: boolean } | undefined)?.enabled === true;

export const SETTINGS: readonly Setting[] = [
  switchSetting('Immutable releases', 'immutable-releases', isEnabled),
  switchSetting('Private vulnerability reporting', 'private-vulnerability-reporting', isEnabled),
  {
    title: 'Dependabot alerts and security updates',
    missing: ({ api, root }) => {
      const updates = `${root}/automated-security-fixes`;
      if (isEnabled(api({ method: 'GET', path: updates }))) return [];
      // Enable alerts first, because security updates depend on them.
      return [
        { method: 'PUT', path: `${root}/vulnerability-alerts` },
        { method: 'PUT', path: updates },
      ];
    },
  },
  {
    title: 'A read-only token for workflows, which may open pull requests',
    missing: ({ api, root }) => {
      const path = `${root}/actions/permissions/workflow`;
      const current = api({ method: 'GET', path });
      return covers(current, WORKFLOW_TOKEN) ? [] : [{ method: 'PUT', path, body: WORKFLOW_TOKEN }];
    },
  },
  ...RULESETS.map(
    (ruleset): Setting => ({
      title: `Ruleset "${ruleset.name}"`,
      missing: ({ api, root }) => {
        const list = (api({ method: 'GET', path: `${root}/rulesets` }) ?? []) as {
          id: number;
          name: string;
        }[];
        const existing = list.find(({ name }) => name === ruleset.name);
        if (existing === undefined)
          return [{ method: 'POST', path: `${root}/rulesets`, body: ruleset }];
        const path = `${root}/rulesets/${existing.id}`;
        return covers(api({ method: 'GET', path }), ruleset)
          ? []
          : [{ method: 'PUT', path, body: ruleset }];
      },
    }),
  ),
  {
    title: 'Environment "release": reviewers, and tags of versions only',
    missing: releaseEnvironment,
  },
];

interface EnvironmentJson {
  readonly protection_rules?: readonly {
    readonly type: string;
    readonly reviewers?: readonly {
      readonly type: string;
      readonly reviewer: { readonly id: number };
    }[];
  }[];
  readonly deployment_branch_policy?: unknown;
}

const CUSTOM_POLICIES = { protected_branches: false, custom_branch_policies: true };

function releaseEnvironment({ api, root, reviewers }: SettingContext): readonly ApiRequest[] {
  const path = `${root}/environments/release`;
  const current = api({ method: 'GET', path }) as EnvironmentJson | undefined;
  const currentReviewers = (current?.protection_rules ?? [])
    .flatMap((rule) => (rule.type === 'required_reviewers' ? (rule.reviewers ?? []) : []))
    .map(({ type, reviewer: { id } }) => ({ type, id }));
  const wanted =
    reviewers.length === 0 && currentReviewers.length > 0
      ? currentReviewers
      : reviewerIds(api, reviewers);
  const body = {
    reviewers: wanted,
    prevent_self_review: false,
    deployment_branch_policy: CUSTOM_POLICIES,
  };
  const isRight =
    covers(current?.deployment_branch_policy, CUSTOM_POLICIES) && covers(currentReviewers, wanted);
  const policiesPath = `${path}/deployment-branch-policies`;
  const policies =
    current && (api({ method: 'GET', path: policiesPath }) as BranchPolicies | undefined);
  const hasPolicy = policies?.branch_policies.some(
    ({ name, type }) => name === VERSION_TAGS && type === 'tag',
  );
  return [
    ...(isRight ? [] : [{ method: 'PUT', path, body } as const]),
    ...(hasPolicy
      ? []
      : [
          {
            method: 'POST',
            path: policiesPath,
            body: { name: VERSION_TAGS, type: 'tag' },
          } as const,
        ]),
  ];
}

interface BranchPolicies {
  readonly branch_policies: readonly { readonly name: string; readonly type: string }[];
}

/**
 * Returns the reviewers of a release. If no login is given, the user who runs the script is the
 * reviewer.
 */
function reviewerIds(api: CallApi, logins: readonly string[]) {
  const paths = logins.length === 0 ? ['user'] : logins.map((login) => `users/${login}`);
  return paths.map((path) => {
    const user = api({ method: 'GET', path }) as { id: number } | undefined;
    if (user === undefined)
      throw new Error(`GitHub has no user named ${path.replace('users/', '')}.`);
    return { type: 'User', id: user.id };
  });
}

/**
 * Returns true if `current` contains everything in `wanted`. Objects may have additional keys;
 * lists must have the same entries, in any order.
 */
export function covers(current: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(current) &&
      current.length === wanted.length &&
      wanted.every((entry) => current.some((candidate) => covers(candidate, entry)))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    return (
      typeof current === 'object' &&
      current !== null &&
      Object.entries(wanted).every(([key, value]) =>
        covers((current as Record<string, unknown>)[key], value),
      )
    );
  }
  return current === wanted;
}
