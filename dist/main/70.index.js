export const id = 70;
export const ids = [70,305,804];
export const modules = {

/***/ 305:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FINGERPRINT_COMMAND: () => (/* binding */ FINGERPRINT_COMMAND),
/* harmony export */   IB: () => (/* binding */ NEW_PAIR_COMMAND),
/* harmony export */   YB: () => (/* binding */ STORE_KEY_COMMAND),
/* harmony export */   sB: () => (/* binding */ TRY_KEY_COMMAND)
/* harmony export */ });
/** Lines for a shell that are said in more than one place. */
const NEW_PAIR_COMMAND = 'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';
/** Prints of a certificate what the step prints of its key. */
const FINGERPRINT_COMMAND = 'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';
const STORE_KEY_COMMAND = 'gh secret set SF_PRIVATE_KEY < server.key';
/** Fails where the file is damaged or the passphrase is another. */
const TRY_KEY_COMMAND = 'openssl pkey -in server.key -noout';


/***/ }),

/***/ 70:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  explainFailure: () => (/* binding */ explainFailure),
  summariseSuccess: () => (/* binding */ summariseSuccess)
});

// EXTERNAL MODULE: ./lib/inputs/errors.js
var errors = __webpack_require__(874);
// EXTERNAL MODULE: ./lib/runner/annotate.js
var annotate = __webpack_require__(132);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(411);
// EXTERNAL MODULE: ./lib/salesforce/errors.js
var salesforce_errors = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/places.js
/**
 * Where to click. An External Client App first, the same for a Connected App second. Names are those
 * of the pages in Setup and of GitHub's settings.
 */
const PLACES = {
    policies: [
        'Setup → External Client Apps Manager → the app → Policies → Edit → OAuth Policies',
        'Setup → Manage Connected Apps → the app → Edit Policies; profiles and permission sets at the end of the app’s page',
    ],
    settings: [
        'Setup → External Client Apps Manager → the app → Settings → Edit → OAuth Settings',
        'Setup → App Manager → the app → Edit → API (Enable OAuth Settings)',
    ],
    consumerKey: [
        'Setup → External Client Apps Manager → the app → Settings → OAuth Settings → Consumer Key and Secret',
        'Setup → App Manager → the app → View → Manage Consumer Details',
    ],
    certificate: [
        'Setup → External Client Apps Manager → the app → Settings → Edit → OAuth Settings → Enable JWT Bearer Flow → Upload Files',
        'Setup → App Manager → the app → Edit → Use digital signatures → Choose File',
    ],
    usage: ['Setup → Connected Apps OAuth Usage'],
    users: ['Setup → Users'],
    profile: ['Setup → Profiles → the user’s profile'],
    permissions: ['Setup → Users → the user → Permission Set Assignments, or the user’s profile'],
    sessionSettings: ['Setup → Session Settings'],
    apiAccess: ['Setup → API Access Control'],
    myDomain: ['Setup → My Domain → Current My Domain URL'],
    company: ['Setup → Company Information'],
    history: ['Setup → Login History'],
    status: ['https://status.salesforce.com'],
    workflow: ['the workflow file, below `with:` of this step'],
    step: ['the workflow file, beside `uses:` of this step'],
    secrets: ['GitHub → the repository → Settings → Secrets and variables → Actions'],
    dependabot: ['GitHub → the repository → Settings → Secrets and variables → Dependabot'],
    runner: ['the runner’s environment, or `env:` of the job'],
};

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/unlisted.js
/** An answer that no other entry matches: nothing is guessed, the way to find out is shown. */
const OTHER_ANSWER = {
    title: 'An answer that is not listed here',
    status: [0, 999],
    history: ['none', 'signature', 'domain', 'ip', 'hours', 'inactive'],
    causes: [
        {
            what: 'This version does not know this answer.',
            fix: 'Find the row of this run; its Status says why Salesforce refused. The table on the help page says what to change.',
            where: 'history',
        },
    ],
};
/** The same for connections, which leave no row in Login History. */
const OTHER_CONNECTION = {
    title: 'A connection error that is not listed here',
    codes: ['*'],
    causes: [
        {
            hint: 'proxy set',
            what: 'This version does not know this error of the connection.',
            fix: 'Run the job again. If it stays, try the line below on the same runner.',
            lines: ['curl -v {login-url}/services/oauth2/token'],
            where: 'runner',
        },
    ],
};
/** What nothing matches: an error that is none of ours. */
const BUG = {
    title: 'An error of the action itself',
    causes: [
        {
            what: 'This should not happen: it is a mistake in this action, not in your configuration.',
            fix: 'Please report it at {issues}, with the lines below. They hold no value of yours.',
        },
    ],
};
/** For what the entries before them do not match. */
const UNLISTED_ENTRIES = [OTHER_ANSWER, OTHER_CONNECTION, BUG];

// EXTERNAL MODULE: ./lib/salesforce/clock.js
var clock = __webpack_require__(309);
// EXTERNAL MODULE: ./lib/salesforce/hosts.js
var hosts = __webpack_require__(612);
;// CONCATENATED MODULE: ./lib/diagnosis/usernames.js
/** Endings that production usernames commonly have. A country's code is known by its length. */
const PUBLIC_ENDINGS = /^(com|org|net|edu|gov|mil|info|biz|[a-z]{2})$/;
/** A sandbox's name as often as a country's code, or what teams append to production usernames. */
const AMBIGUOUS = /^(qa|sb|st|ci|prod|production|prd|live|devhub)$/;
/**
 * What kind of org a username looks as if it belonged to. Salesforce makes a sandbox's usernames by
 * appending `.` and the sandbox's name to the production ones, so `ci@acme.com.uat` has a public
 * ending, and something that is none after it. Scratch orgs are given `test-…@example.com`.
 *
 * It is a sign, never a proof: admins may name users freely. A sandbox user made by hand may end in
 * `.com`; `ci@us.acme` looks like a sandbox's; two letters at the end are taken for a country. Where
 * both readings are common (`ci@acme.com.qa`) or there is nothing to read (`ci@acme.dev`), the answer
 * is undefined. Used to put causes in order, for nothing else.
 */
function looksLike(username = '') {
    const lower = username.toLowerCase();
    if (/^test-.+@example\.com$/.test(lower))
        return { kind: 'sandbox', ending: '' };
    const [, domain = ''] = lower.split('@');
    const [ending = '', before = '', ...more] = domain.split('.').reverse();
    if (before === '' || AMBIGUOUS.test(ending))
        return undefined;
    if (PUBLIC_ENDINGS.test(ending))
        return { kind: 'production', ending };
    const appended = more.length > 0 && PUBLIC_ENDINGS.test(before);
    return appended ? { kind: 'sandbox', ending } : undefined;
}

;// CONCATENATED MODULE: ./lib/diagnosis/clues.js




const is = (run, ...kinds) => kinds.some((kind) => kind === run.hostKind);
/** Host of the login URL; undefined before one was read. */
const hostOf = (run) => URL.parse(run.loginUrl ?? '')?.host;
/** The audience that fits the host, whatever the workflow gave; undefined where none follows from it. */
const fittingAudience = (run) => run.loginUrl && (0,hosts/* audienceFor */.Q0)(run.loginUrl);
const same = (a, b) => a !== undefined && a.replace(/\/$/, '').toLowerCase() === b?.replace(/\/$/, '').toLowerCase();
/**
 * A clue is found in a run, or it is not. If it is, it gives the sentence that says why a cause is
 * the likeliest. Each has a name, so that the catalogue can be read without reading this.
 */
const CLUES = {
    'sandbox user at a production host': ({ run }) => {
        const looks = looksLike(run.username);
        if (looks?.kind !== 'sandbox' || !is(run, 'login', 'my-domain'))
            return undefined;
        const sign = looks.ending
            ? `ends in “.${looks.ending}”, like a sandbox’s`
            : 'is a scratch org’s';
        return `the username ${sign}, but ${hostOf(run)} is for production orgs`;
    },
    'production user at a sandbox host': ({ run }) => looksLike(run.username)?.kind === 'production' && is(run, 'test', 'sandbox')
        ? `${hostOf(run)} is for sandboxes, where the username would be like ${run.username}.${(0,hosts/* sandboxOf */.J6)(hostOf(run) ?? '') ?? 'uat'}`
        : undefined,
    'user of another sandbox': ({ run }) => {
        const ending = looksLike(run.username)?.ending;
        const sandbox = (0,hosts/* sandboxOf */.J6)(hostOf(run) ?? '');
        return looksLike(run.username)?.kind === 'sandbox' && ending && sandbox && ending !== sandbox
            ? `the username ends in “.${ending}”, but ${hostOf(run)} is the sandbox “${sandbox}”`
            : undefined;
    },
    'generic host': ({ run }) => is(run, 'login', 'test')
        ? `${hostOf(run)} is shared by all orgs, and an org can refuse sign-ins there`
        : undefined,
    'test.salesforce.com': ({ run }) => is(run, 'test') ? `sign-ins went to ${hostOf(run)}, not to the org’s My Domain` : undefined,
    'sandbox host': ({ run }) => is(run, 'test', 'sandbox')
        ? `${hostOf(run)} is for sandboxes, and a refresh replaces a sandbox’s users, apps and keys`
        : undefined,
    'shared audience at a My Domain': ({ run }) => is(run, 'my-domain', 'sandbox') && same(run.audience, fittingAudience(run))
        ? `the request named ${run.audience} as audience, although it went to the My Domain`
        : undefined,
    'own audience': ({ run }) => is(run, 'my-domain', 'sandbox') && same(run.audience, run.loginUrl)
        ? 'the workflow gives the My Domain as audience, which not every org accepts'
        : undefined,
    'audience does not fit': ({ run }) => {
        const fitting = fittingAudience(run);
        const odd = run.audience && !same(run.audience, fitting) && !same(run.audience, run.loginUrl);
        return fitting && odd
            ? `the audience is ${run.audience}, but ${fitting} fits ${hostOf(run)}`
            : undefined;
    },
    'site host': ({ run }) => is(run, 'site') ? `${hostOf(run)} is an Experience Cloud site` : undefined,
    'certificate matched': ({ run }) => run.certificateMatched
        ? 'the certificate in this workflow does belong to the private key, so it is not the one in the app'
        : undefined,
    'certificate not given': ({ run }) => run.certificateMatched
        ? undefined
        : 'the workflow gives no certificate, so nothing has compared one with the key yet',
    'clock is wrong': ({ run: { skewSeconds: skew = 0 } }) => (0,clock/* skewMatters */.z)(skew)
        ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s`
        : undefined,
    'clock is right': ({ run: { skewSeconds: skew } }) => skew !== undefined && !(0,clock/* skewMatters */.z)(skew)
        ? 'the runner’s clock agrees with Salesforce’s'
        : undefined,
    'proxy set': ({ run }) => run.proxy ? `this runner’s requests go through the proxy ${run.proxy}` : undefined,
    'proxy, and an answer unlike Salesforce’s': ({ run, error }) => run.proxy && !(error instanceof salesforce_errors/* SalesforceError */.mO && /oauth|rest/.test(error.answer.form))
        ? `the answer does not look like Salesforce’s, and requests go through the proxy ${run.proxy}`
        : undefined,
    'proxy not set': ({ run }) => run.githubHosted === false && !run.proxy
        ? 'this is a self-hosted runner, and its environment names no proxy'
        : undefined,
    'GitHub-hosted runner': ({ run }) => run.githubHosted
        ? 'this is a GitHub-hosted runner, which has another address in every job'
        : undefined,
    'several attempts': ({ run }) => run.attempts > 1 ? `${run.attempts} attempts failed one after the other` : undefined,
    'pull request from a fork': ({ surroundings }) => surroundings?.runnerHint?.from && `this pull request is from ${surroundings.runnerHint.from}`,
    'started by Dependabot': ({ surroundings }) => surroundings?.runnerHint?.reason === 'dependabot' ? 'Dependabot started this run' : undefined,
};

// EXTERNAL MODULE: ./lib/runner/errors.js
var runner_errors = __webpack_require__(267);
// EXTERNAL MODULE: ./lib/diagnosis/catalogue/commands.js
var commands = __webpack_require__(305);
;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/shared.js

/** Causes that several symptoms have, and cures that several causes have. */
const WRONG_ORG = [
    {
        only: 'sandbox user at a production host',
        what: 'The user belongs to a sandbox, the login URL to production.',
        fix: 'Set `login-url` to the sandbox’s My Domain, like https://acme--uat.sandbox.my.salesforce.com.',
        where: 'myDomain',
    },
    {
        only: 'production user at a sandbox host',
        what: 'The user belongs to production, the login URL to a sandbox.',
        fix: 'Set `username` to the name that the user has in the sandbox.',
        where: 'users',
    },
    {
        only: 'user of another sandbox',
        what: 'The user belongs to another sandbox than the login URL.',
        fix: 'Let `username` and `login-url` name the same sandbox.',
        where: 'users',
    },
];
const MY_DOMAIN_ONLY = {
    needs: 'generic host',
    what: 'The org can be reached through its My Domain only.',
    tell: 'Login History says “Restricted domain”, or has no row for this run.',
    fix: 'Set `login-url` to the org’s My Domain, like https://acme.my.salesforce.com.',
    where: 'myDomain',
};
const TEST_HOST = {
    only: 'test.salesforce.com',
    what: 'The shared sandbox host fails now and then.',
    fix: 'Set `login-url` to the sandbox’s My Domain, like https://acme--uat.sandbox.my.salesforce.com.',
    where: 'myDomain',
};
const JUST_CHANGED = {
    what: 'The app was made or changed a few minutes ago.',
    fix: 'Wait ten minutes, then run the job again.',
};
const KEY_PAIR = [
    {
        only: 'certificate matched',
        what: 'The app holds another certificate, perhaps an older one.',
        fix: 'Upload the certificate that the workflow gives as `certificate`, save, and look again whether it is there: an upload gets lost when the page is redrawn before saving.',
        where: 'certificate',
    },
    {
        only: 'certificate not given',
        what: 'The certificate in the app does not belong to the private key.',
        fix: 'Upload the certificate that was made together with this key. For the right one, the line below prints {fingerprint}. Give it as `certificate` too, and this step compares them itself.',
        lines: [commands.FINGERPRINT_COMMAND],
        where: 'certificate',
    },
];
const OTHER_APP = {
    what: 'The consumer key is that of another app than the one with the certificate.',
    fix: 'Copy the consumer key from the app that has the certificate.',
    where: 'consumerKey',
};
const NOT_ON_APP = {
    what: 'The app does not let this user in.',
    tell: 'Permitted Users is “All users can self-authorize”, or the app lists neither the user’s profile nor a permission set of the user.',
    fix: 'Set Permitted Users to “Admin approved users are pre-authorized”, and select there a profile or permission set that {username} has (not one with the licence Salesforce API Integration).',
    where: 'policies',
};
const NO_OFFLINE_SCOPE = {
    what: 'The app lacks the scope “Perform requests at any time (refresh_token, offline_access)”.',
    tell: 'the app’s Selected OAuth Scopes do not list it.',
    fix: 'Add that scope, and “Manage user data via APIs (api)”.',
    where: 'settings',
};
const NOT_INSTALLED = {
    what: 'The Connected App comes from another org, and is not installed in this one or is blocked.',
    fix: 'Click Install (or Unblock) beside the app. Better: create an External Client App in this org.',
    where: 'usage',
};
const OWN_AUDIENCE = {
    only: 'shared audience at a My Domain',
    what: 'The External Client App wants the org’s own My Domain as audience.',
    fix: 'Give the step this line:',
    lines: ['audience: {login-url}'],
    where: 'workflow',
};
const WRONG_HOST = {
    what: '`login-url` is not where the org signs in: it is mistyped, or the My Domain was renamed.',
    fix: 'Copy the My Domain into `login-url`.',
    where: 'myDomain',
};
const UNAVAILABLE = {
    hint: 'several attempts',
    what: 'Salesforce has a passing failure, or the org is in maintenance.',
    fix: 'Look for your instance on the status page, then run the job again.',
    where: 'status',
};
const IN_BETWEEN = {
    when: 'proxy set',
    what: 'A proxy or firewall stands between, and answers itself or changes what passes.',
    fix: 'Let {host}, port 443, pass through it unread, or put the host into NO_PROXY.',
    where: 'runner',
};
const BAD_PROXY = {
    only: 'proxy set',
    what: 'The proxy does not work, or its address is wrong.',
    fix: 'Check the proxy, and HTTPS_PROXY.',
    where: 'runner',
};
const NEEDS_PROXY = {
    only: 'proxy not set',
    what: 'The network lets this runner out through a proxy only.',
    fix: 'Set HTTPS_PROXY.',
    where: 'runner',
};
const API_ENABLED = {
    what: 'The user lacks the permission API Enabled.',
    fix: 'Give {username} a permission set or profile with API Enabled.',
    where: 'permissions',
};
const API_ACCESS = {
    what: 'API Access Control is on, and does not allow the app.',
    fix: 'Allow the app there, or give the user the permission “Use Any API Client”.',
    where: 'apiAccess',
};
const NEW_PAIR = {
    fix: 'Make a new RSA pair, upload server.crt to the app, and store server.key as the secret:',
    lines: [commands/* NEW_PAIR_COMMAND */.IB, commands/* STORE_KEY_COMMAND */.YB],
    where: 'certificate',
};
const KEY_FILE = {
    fix: 'Store the private key, mostly in a file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”.',
    lines: [commands/* STORE_KEY_COMMAND */.YB],
    where: 'secrets',
};
const CONVERT = 'Convert it, and store the result as the secret:';

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/answers.js

/** Answers that are not OAuth errors, and what a token meets that was issued. Particular ones first. */
const ANSWER_ENTRIES = [
    {
        title: 'This session is not valid for use with the REST API',
        says: [
            'session is not valid for use with the rest api',
            'session is not valid for use with the api',
        ],
        causes: [
            API_ACCESS,
            {
                what: 'The app lacks the scope “Manage user data via APIs (api)”.',
                fix: 'Add that scope.',
                where: 'settings',
            },
            API_ENABLED,
        ],
    },
    {
        title: 'INVALID_SESSION_ID: Session expired or invalid',
        says: ['session expired or invalid', 'bad oauth token'],
        errors: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'invalid_token'],
        status: [401, 401],
        request: 'userinfo',
        also: ['Bad_OAuth_Token'],
        causes: [
            {
                what: 'Another job revoked the token. Salesforce gives the same one to every sign-in of this user and app while the session lives.',
                tell: 'a job with `revoke-token: true`, or `sf org logout`, ended at that time.',
                fix: 'Leave out `revoke-token`, or give each pipeline a user of its own.',
                where: 'workflow',
            },
            API_ACCESS,
            {
                hint: 'proxy set',
                what: 'Sessions are locked to the IP address from which they began, and requests leave your network by several.',
                fix: 'Untick “Lock sessions to the IP address from which they originated”.',
                where: 'sessionSettings',
            },
        ],
    },
    {
        title: 'API_DISABLED_FOR_ORG: the API is not enabled',
        says: ['api is disabled for this user', 'api is not enabled'],
        errors: ['API_CURRENTLY_DISABLED', 'API_DISABLED_FOR_ORG'],
        status: [403, 403],
        request: 'userinfo',
        history: ['apiDisabled'],
        causes: [
            API_ENABLED,
            API_ACCESS,
            {
                what: 'The org’s edition has no API.',
                tell: 'no other client reaches this org’s API either.',
                fix: 'Ask Salesforce for the API; Professional Edition has it as an add-on.',
                where: 'company',
            },
        ],
    },
    {
        title: 'A redirect instead of an answer (HTTP 3xx)',
        status: [300, 399],
        causes: [WRONG_HOST, IN_BETWEEN],
    },
    {
        title: '407 Proxy Authentication Required',
        codes: ['proxy-refused 407'],
        status: [407, 407],
        causes: [
            {
                when: 'proxy set',
                what: 'The proxy wants another name and password.',
                fix: 'Set HTTPS_PROXY to http://name:password@proxy:port, from a secret; write special characters as %XX.',
                where: 'runner',
            },
        ],
    },
    {
        title: 'Data Not Available',
        says: ['data not available', 'down for maintenance', 'undergoing maintenance'],
        causes: [UNAVAILABLE, WRONG_HOST],
    },
    {
        title: 'Salesforce is not available (HTTP 5xx)',
        status: [500, 599],
        causes: [
            TEST_HOST,
            UNAVAILABLE,
            { ...IN_BETWEEN, when: 'proxy, and an answer unlike Salesforce’s' },
        ],
    },
    {
        title: 'Not found (HTTP 404)',
        status: [404, 405],
        causes: [WRONG_HOST, IN_BETWEEN],
    },
    {
        title: 'A web page instead of an answer (HTML)',
        status: [0, 599],
        form: 'html',
        causes: [WRONG_HOST, UNAVAILABLE, IN_BETWEEN],
    },
    {
        title: 'Success, but not a token (HTTP 200)',
        problems: ['not-json', 'not-an-object'],
        causes: [WRONG_HOST, UNAVAILABLE, IN_BETWEEN],
    },
    {
        title: 'The token in the answer cannot be used',
        problems: ['no-access-token', 'access-token-form', 'no-instance-url', 'instance-url-form'],
        also: ['access_token', 'instance_url'],
        causes: [WRONG_HOST, IN_BETWEEN],
    },
    {
        title: 'The token is for a host that is not Salesforce’s',
        problems: ['instance-url-http', 'instance-url-foreign'],
        also: ['instance_url'],
        causes: [
            {
                hint: 'proxy set',
                what: 'The answer names {host} as the instance: no Salesforce host, not the login URL’s, or not https. The token was not handed on.',
                fix: 'Set `login-url` to the org’s My Domain. If it is that already, find out what changes answers on the way.',
                where: 'myDomain',
            },
        ],
    },
    {
        title: 'The answer does not say which org the token is for',
        problems: ['no-identity', 'unknown-org'],
        causes: [
            {
                what: 'Without the field `id`, `expected-org-id` cannot be checked.',
                fix: 'Set `verify: true`, which asks Salesforce for the org, or leave `expected-org-id` out.',
                where: 'workflow',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/guards.js

/** The sign-in may have gone well, but a limit that the workflow set was not kept, or there is no runner to keep one for. */
const GUARD_ENTRIES = [
    {
        title: 'The token belongs to another org',
        problems: ['wrong-org'],
        causes: [
            {
                hint: 'generic host',
                what: 'The sign-in led to org {actual}, but {expected} is expected. The token was not handed on.',
                fix: 'Set `login-url` and the secrets to those of the org you mean; or correct `expected-org-id` (a refresh gives a sandbox another id).',
                where: 'company',
            },
        ],
    },
    {
        title: 'The token belongs to another user',
        problems: ['wrong-user'],
        causes: [
            {
                what: 'The token belongs to {actual}, but {expected} was asked for. It was not handed on.',
                fix: 'Copy the Username of the user you mean into `username`.',
                where: 'users',
            },
        ],
    },
    {
        title: 'Out of time (timeout-seconds)',
        problems: ['out-of-time'],
        causes: [
            {
                hint: 'proxy set',
                what: 'The {seconds} seconds of `timeout-seconds` ended before there was a token.',
                fix: 'The log says what each attempt waited for. Raise `timeout-seconds` if Salesforce is only slow.',
                where: 'workflow',
            },
            UNAVAILABLE,
        ],
    },
    {
        title: 'The results could not be handed on to the runner',
        problems: ['file-not-written'],
        also: ['ENOSPC', 'EROFS', 'EDQUOT'],
        causes: [
            {
                what: 'The runner’s file {name} could not be written ({reason}). No output was set.',
                fix: 'Free space on the disk of the runner’s work folder, and check that the runner’s user may write there.',
                where: 'runner',
            },
        ],
    },
    {
        title: 'This is not a runner of GitHub Actions',
        problems: ['no-runner'],
        causes: [
            {
                what: 'The environment names no file {name} that can be written; a step hands on its results through it.',
                fix: 'Use the action as a step of a workflow, on a runner of version 2.327.1 or later.',
                where: 'runner',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/inputs.js
/** What can be wrong with a value below `with:`, whatever it is for. Nothing was sent to Salesforce. */
const INPUT_ENTRIES = [
    {
        title: 'A required input is empty',
        problems: ['missing'],
        causes: [
            {
                only: 'pull request from a fork',
                what: 'Pull requests from forks get no secrets.',
                fix: 'Skip this step for them, and deploy after the merge:',
                lines: [
                    "if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
                ],
                where: 'step',
            },
            {
                only: 'started by Dependabot',
                what: 'Runs that Dependabot starts get Dependabot’s secrets, not those of Actions.',
                fix: 'Store the same secrets for Dependabot too, or skip this step:',
                lines: ["if: github.actor != 'dependabot[bot]'"],
                where: 'dependabot',
            },
            {
                what: 'No secret or variable of that name reaches {job}.',
                fix: 'Compare the name letter by letter. If it is the same:',
                lines: [
                    'read a secret with secrets.NAME, a variable with vars.NAME',
                    'a secret of an environment: the job needs "environment:"',
                    'a reusable workflow: its caller needs "secrets: inherit"',
                    'a secret of the organization: it must be shared with this repository',
                ],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'The value is a row of asterisks',
        problems: ['masked'],
        causes: [
            {
                what: '`{input}` was copied from a log, which shows secrets as asterisks.',
                fix: 'Store the value itself.',
                where: 'secrets',
            },
        ],
    },
    {
        title: 'The value is the name of a variable',
        problems: ['unexpanded-variable'],
        causes: [
            {
                what: '`{input}` is something like $NAME, which nobody fills in below `with:`.',
                fix: 'Write an expression of GitHub:',
                // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
                lines: ['{input}: ${{ secrets.NAME }}'],
                where: 'workflow',
            },
        ],
    },
    {
        title: 'Neither true nor false',
        problems: ['not-a-boolean'],
        input: 'verify',
        causes: [
            {
                what: '`{input}` is neither true nor false.',
                fix: 'Write `true` or `false`; yes, no, on, off, 1 and 0 are not accepted.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'Not a whole number',
        problems: ['not-a-whole-number'],
        input: 'max-attempts',
        causes: [
            {
                what: '`{input}` is not a whole number.',
                fix: 'Write digits only, from {min} to {max}, without a unit.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'A number out of range',
        problems: ['out-of-range'],
        input: 'max-attempts',
        causes: [
            {
                what: '`{input}` is less than {min} or more than {max}.',
                fix: 'Write a whole number from {min} to {max}.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'Not one of the words allowed',
        problems: ['not-one-of'],
        input: 'job-summary',
        causes: [
            {
                what: '`{input}` is none of: {allowed}.',
                fix: 'Write one of them, in lower case.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'Not a consumer key',
        problems: ['consumer-key-form'],
        input: 'consumer-key',
        causes: [
            {
                what: '`{input}` has a form that no consumer key has: 8 to 256 letters, digits and few other signs, no blanks.',
                fix: 'Copy the Consumer Key (not the app’s name, not the Consumer Secret).',
                where: 'consumerKey',
            },
        ],
    },
    {
        title: 'Not a username',
        problems: ['username-form'],
        input: 'username',
        causes: [
            {
                what: '`{input}` does not look like an email address, as every Salesforce username does.',
                fix: 'Copy the Username (not the name, alias or id).',
                where: 'users',
            },
        ],
    },
    {
        title: 'Not an org id',
        problems: ['org-id-form'],
        input: 'expected-org-id',
        causes: [
            {
                what: '`{input}` is not an org id: 15 or 18 letters and digits that begin with 00D.',
                fix: 'Copy “Salesforce.com Organization ID”.',
                where: 'company',
            },
        ],
    },
    {
        title: 'A mistyped org id',
        problems: ['org-id-checksum'],
        input: 'expected-org-id',
        causes: [
            {
                what: 'The last three characters of an 18-character id are a check sum. In `{input}` they do not fit the rest.',
                fix: 'Copy “Salesforce.com Organization ID” anew; capital letters matter.',
                where: 'company',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/inputs-certificate.js

/** What can be wrong with `certificate`. */
const CERTIFICATE_ENTRIES = [
    {
        title: 'The private key instead of the certificate',
        problems: ['certificate-is-key'],
        input: 'certificate',
        causes: [
            {
                what: '`{input}` holds a private key. If it did not come from a secret, replace that key now.',
                fix: 'Give the file that was uploaded to the app, mostly server.crt. It begins with “-----BEGIN CERTIFICATE-----”.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'Not a certificate',
        problems: ['certificate-unreadable'],
        input: 'certificate',
        causes: [
            {
                what: '`{input}` is not an X.509 certificate in PEM.',
                fix: 'Give the file that was uploaded to the app, mostly server.crt. A binary one (.cer, .der) is converted by:',
                lines: ['openssl x509 -inform der -in certificate.cer -out server.crt'],
                where: 'workflow',
            },
        ],
    },
    {
        title: 'The certificate belongs to another key',
        problems: ['certificate-mismatch'],
        input: 'certificate',
        causes: [
            {
                what: 'The SHA-256 of the public key is {keyFingerprint} for the private key, but {certificateFingerprint} for the certificate.',
                fix: 'Store both files of one pair, and upload that certificate to the app. For a certificate, this prints the SHA-256:',
                lines: [commands.FINGERPRINT_COMMAND],
                where: 'certificate',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/inputs-key.js


/** What else can be wrong with `private-key` and its passphrase. */
const KEY_ENTRIES = [
    {
        title: 'A path instead of the private key',
        problems: ['key-is-path'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` holds the name of a file, but this step takes the key itself.',
                fix: 'Store the content of the file as a secret, and name that:',
                // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
                lines: [commands/* STORE_KEY_COMMAND */.YB, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'The consumer secret or key instead of the private key',
        problems: ['key-is-consumer-secret'],
        input: 'private-key',
        causes: [{ ...KEY_FILE, what: '`{input}` holds the app’s Consumer Secret or Consumer Key.' }],
    },
    {
        title: 'An SFDX auth URL instead of the private key',
        problems: ['key-is-auth-url'],
        input: 'private-key',
        causes: [
            {
                ...KEY_FILE,
                what: '`{input}` holds a force:// URL of the Salesforce CLI, which is a credential of another kind.',
            },
        ],
    },
    {
        title: 'The private key is encrypted',
        problems: ['key-needs-passphrase'],
        input: 'private-key',
        causes: [
            {
                what: 'The key needs a passphrase, and `private-key-passphrase` is empty.',
                fix: 'Store the passphrase as a secret too, and add this line:',
                // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
                lines: ['private-key-passphrase: ${{ secrets.SF_PRIVATE_KEY_PASSPHRASE }}'],
                where: 'workflow',
            },
        ],
    },
    {
        title: 'The passphrase does not open the private key',
        problems: ['key-wrong-passphrase'],
        input: 'private-key',
        causes: [
            {
                what: '`private-key-passphrase` is not the passphrase of this key.',
                fix: 'Try the passphrase with the line below, then store it anew.',
                lines: [commands/* TRY_KEY_COMMAND */.sB],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'The private key is encrypted in an old way',
        problems: ['key-old-cipher'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` is encrypted with a cipher that is too old to be read here, such as DES or RC2.',
                fix: 'Encrypt it anew with the first line (for an OpenSSL before 3, without -provider), and store the result:',
                lines: [
                    'openssl pkey -in old.key -aes256 -out server.key -provider legacy -provider default',
                    commands/* STORE_KEY_COMMAND */.YB,
                ],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'The private key is damaged',
        problems: ['key-damaged'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` looks like a key, but a part is missing or altered.',
                fix: 'Check the file with the first line. Store it with the second, rather than by copy and paste:',
                lines: [commands/* TRY_KEY_COMMAND */.sB, commands/* STORE_KEY_COMMAND */.YB],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'Not a private key',
        problems: ['key-unrecognised'],
        input: 'private-key',
        causes: [
            { ...KEY_FILE, what: '`{input}` is in no format of a private key that is known here.' },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/inputs-key-kind.js


/** Files and keys of another kind than `private-key` takes. */
const KEY_KIND_ENTRIES = [
    {
        title: 'A certificate instead of the private key',
        problems: ['key-is-certificate'],
        input: 'private-key',
        causes: [{ ...KEY_FILE, what: '`{input}` holds the certificate, which is for the app.' }],
    },
    {
        title: 'A certificate request instead of the private key',
        problems: ['key-is-certificate-request'],
        input: 'private-key',
        causes: [{ ...KEY_FILE, what: '`{input}` holds a certificate signing request (CSR).' }],
    },
    {
        title: 'A public key instead of the private key',
        problems: ['key-is-public-key'],
        input: 'private-key',
        causes: [{ ...KEY_FILE, what: '`{input}` holds the public half of a key pair.' }],
    },
    {
        title: 'The private key is not an RSA key',
        problems: ['key-is-ec', 'key-is-rsa-pss', 'key-is-other-algorithm'],
        input: 'private-key',
        causes: [
            {
                ...NEW_PAIR,
                what: 'The key’s algorithm is {algorithm}. Salesforce accepts plain RSA keys only, of 2048 bits or more.',
            },
        ],
    },
    {
        title: 'The private key is too short',
        problems: ['key-is-too-short'],
        input: 'private-key',
        causes: [{ ...NEW_PAIR, what: 'The key has {bits} bits. At least 2048 are needed.' }],
    },
    {
        title: 'An OpenSSH key instead of a PEM key',
        problems: ['key-is-openssh'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` begins with BEGIN OPENSSH PRIVATE KEY. (Only an RSA key can be converted.)',
                fix: CONVERT,
                lines: ['cp id_rsa server.key && ssh-keygen -p -m PEM -f server.key', commands/* STORE_KEY_COMMAND */.YB],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'A PuTTY key instead of a PEM key',
        problems: ['key-is-putty'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` holds a .ppk file (PuTTY-User-Key-File). PuTTYgen converts it too: Conversions → Export OpenSSH key.',
                fix: CONVERT,
                lines: ['puttygen key.ppk -O private-openssh -o server.key', commands/* STORE_KEY_COMMAND */.YB],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'A PKCS#12 file instead of a PEM key',
        problems: ['key-is-pkcs12'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` holds a .p12 or .pfx file. (If openssl cannot read it, add -legacy.)',
                fix: CONVERT,
                lines: ['openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key', commands/* STORE_KEY_COMMAND */.YB],
                where: 'secrets',
            },
        ],
    },
    {
        title: 'A Java keystore instead of a PEM key',
        problems: ['key-is-java-keystore'],
        input: 'private-key',
        causes: [
            {
                what: '`{input}` holds a .jks file, as “Export to Keystore” in Setup → Certificate and Key Management makes.',
                fix: CONVERT,
                lines: [
                    'keytool -importkeystore -srckeystore keystore.jks -srcstoretype JKS -destkeystore server.p12 -deststoretype PKCS12',
                    'openssl pkcs12 -in server.p12 -nocerts -nodes -out server.key',
                    commands/* STORE_KEY_COMMAND */.YB,
                ],
                where: 'secrets',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/inputs-url.js
const MY_DOMAIN = 'Set it to the org’s My Domain, like https://acme.my.salesforce.com, or leave it out for https://login.salesforce.com.';
/** What can be wrong with `login-url` and `audience`. */
const URL_ENTRIES = [
    {
        title: 'Not a login URL',
        problems: ['login-url-form'],
        input: 'login-url',
        causes: [
            { what: '`{input}` is not the address of a host.', fix: MY_DOMAIN, where: 'myDomain' },
        ],
    },
    {
        title: 'The login URL is not https',
        problems: ['login-url-http'],
        input: 'login-url',
        causes: [
            {
                what: '`{input}` begins with http://, which would send the sign-in unencrypted.',
                fix: 'Begin it with https://.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'The login URL has too much in it',
        problems: ['login-url-extra'],
        input: 'login-url',
        causes: [{ what: '`{input}` contains {what}.', fix: MY_DOMAIN, where: 'myDomain' }],
    },
    {
        title: 'The login URL has a path',
        problems: ['login-url-path'],
        input: 'login-url',
        causes: [
            {
                what: '`{input}` has a path, as only that of an Experience Cloud site may.',
                fix: 'Write it without:',
                lines: ['{input}: {suggested}'],
                where: 'workflow',
            },
        ],
    },
    {
        title: 'The login URL is a page inside the org',
        problems: ['login-url-lightning'],
        input: 'login-url',
        causes: [
            {
                what: '`{input}` is what the browser shows after signing in (Lightning, Setup or Visualforce). No sign-in is possible there.',
                fix: 'Use the org’s My Domain:',
                lines: ['{input}: {myDomain}'],
                where: 'workflow',
            },
        ],
    },
    {
        title: 'The audience does not follow from the login URL',
        problems: ['audience-underivable'],
        input: 'audience',
        causes: [
            {
                what: '{host} is not known to be Salesforce’s, so it does not tell which audience the org expects.',
                fix: 'If `login-url` is right, add the line below; for a sandbox with test instead of login.',
                lines: ['audience: https://login.salesforce.com'],
                where: 'workflow',
            },
        ],
    },
    {
        title: 'Not an audience',
        problems: ['audience-form'],
        input: 'audience',
        causes: [
            {
                what: '`{input}` is not one whole URL.',
                fix: 'Leave it out, or write it like this:',
                lines: ['{input}: https://login.salesforce.com'],
                where: 'workflow',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/token-app.js

/** What the token endpoint answers where the assertion or the app is refused. Titles are Salesforce’s own words. */
const APP_ENTRIES = [
    {
        title: "user hasn't approved this consumer",
        says: ["user hasn't approved this consumer", "user hasn't approved consumer"],
        history: ['none', 'domain', 'notInstalled'],
        causes: [
            ...WRONG_ORG,
            NOT_ON_APP,
            NO_OFFLINE_SCOPE,
            {
                what: 'The org has no user with exactly this username.',
                tell: 'Login History has no row for this run.',
                fix: 'Copy the Username, not the Email. In a sandbox it ends in the sandbox’s name.',
                where: 'users',
            },
            MY_DOMAIN_ONLY,
            JUST_CHANGED,
        ],
    },
    {
        title: 'audience is invalid',
        says: ['audience is invalid', 'audience validation failed', 'invalid audience'],
        history: ['none'],
        causes: [
            {
                only: 'audience does not fit',
                what: 'The audience does not fit the login URL.',
                fix: 'Remove the line `audience:`. Then {fitting} is used.',
                where: 'workflow',
            },
            {
                only: 'own audience',
                what: 'The org does not accept its My Domain as audience.',
                fix: 'Remove the line `audience:`. Then {fitting} is used.',
                where: 'workflow',
            },
            {
                only: 'site host',
                what: 'An Experience Cloud site wants exactly its own URL as audience, with its path.',
                fix: 'Set `login-url` to the site’s URL, like https://acme.my.site.com/partners, and leave `audience` out.',
                where: 'workflow',
            },
            ...WRONG_ORG,
            OWN_AUDIENCE,
            {
                ...MY_DOMAIN_ONLY,
                only: 'generic host',
                fix: 'Set `login-url` to the org’s My Domain, like https://acme.my.salesforce.com. If that is not enough, set `audience` to it too.',
            },
            {
                what: 'The org expects another audience than {audience}.',
                fix: 'Set `audience` to https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or to the org’s My Domain.',
                where: 'workflow',
            },
        ],
    },
    {
        title: 'invalid assertion',
        says: ['invalid assertion', 'assertion is invalid'],
        history: ['none', 'signature', 'timestamp'],
        causes: [...WRONG_ORG, ...KEY_PAIR, OTHER_APP, MY_DOMAIN_ONLY],
    },
    {
        title: 'expired authorization code',
        says: ['expired authorization code', 'assertion expired', 'assertion is expired'],
        history: ['timestamp'],
        causes: [
            {
                when: 'clock is wrong',
                what: 'The runner’s clock is wrong.',
                fix: 'Set the runner’s clock by NTP. Its time zone does not matter.',
            },
            {
                when: 'clock is right',
                what: 'The request reached Salesforce minutes after it was signed.',
                fix: 'Look for a proxy that holds requests back, or a runner that was suspended meanwhile.',
            },
        ],
    },
    {
        title: 'invalid client credentials',
        says: ['invalid client credentials'],
        errors: ['invalid_client'],
        history: ['signature'],
        causes: [
            ...KEY_PAIR,
            {
                what: 'The app has no certificate.',
                tell: 'the app’s page shows none.',
                fix: 'Enable JWT Bearer Flow (Connected App: “Use digital signatures”), upload the certificate, save, and look again whether it is there.',
                where: 'certificate',
            },
            OTHER_APP,
            JUST_CHANGED,
        ],
    },
    {
        title: 'client identifier invalid',
        says: ['client identifier invalid'],
        errors: ['invalid_client_id'],
        history: ['none', 'noConsumer', 'deleted'],
        causes: [
            ...WRONG_ORG,
            {
                only: 'sandbox host',
                what: 'The sandbox was refreshed, and its app now has another consumer key.',
                fix: 'Copy the consumer key anew from the app in the sandbox, or create the app there.',
                where: 'consumerKey',
            },
            {
                what: 'The consumer key is incomplete or mistyped, or its app was deleted.',
                fix: 'Copy the Consumer Key anew (not the Consumer Secret).',
                where: 'consumerKey',
            },
            {
                hint: 'generic host',
                what: 'The app belongs to another org than the login URL.',
                fix: 'Set `login-url` to the My Domain of the org in which you see the app.',
                where: 'myDomain',
            },
            JUST_CHANGED,
        ],
    },
    {
        title: 'user is not admin approved to access this app',
        says: ['user is not admin approved to access this app', 'user is not admin approved'],
        errors: ['invalid_app_access'],
        causes: [
            ...WRONG_ORG,
            NOT_ON_APP,
            {
                what: 'The app lists the permission set, but the user does not have it (any more).',
                tell: 'the user’s Permission Set Assignments lack it.',
                fix: 'Assign the permission set to {username}.',
                where: 'permissions',
            },
            JUST_CHANGED,
        ],
    },
    {
        title: 'External client app is not installed in this org',
        says: ['client app is not installed in this org', 'app is not installed'],
        errors: ['app_not_found', 'OAUTH_EC_APP_NOT_FOUND'],
        history: ['none', 'notInstalled'],
        causes: [
            ...WRONG_ORG,
            { ...TEST_HOST, what: 'The shared sandbox host does not find the app of your sandbox.' },
            OWN_AUDIENCE,
            {
                hint: 'sandbox host',
                what: 'The app was made in another org, or after this sandbox was refreshed.',
                tell: 'External Client Apps Manager of this very org does not list the app.',
                fix: 'Create the app in this org, and use the consumer key shown there.',
                where: 'consumerKey',
            },
            JUST_CHANGED,
        ],
    },
    {
        title: 'app must be installed into org',
        says: ['app must be installed'],
        errors: ['OAUTH_APP_BLOCKED', 'OAUTH_APP_ACCESS_DENIED', 'OAUTH_APPROVAL_ERROR_GENERIC'],
        history: ['notInstalled'],
        causes: [
            ...WRONG_ORG,
            NOT_INSTALLED,
            {
                what: 'The user may not use apps that are not installed.',
                tell: 'other users can use the app.',
                fix: 'Give the user the permission “Approve Uninstalled Connected Apps”.',
                where: 'permissions',
            },
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/token-user.js

/** What the token endpoint answers where the user, the org or the request is refused. Titles are Salesforce’s own words. */
const USER_ENTRIES = [
    {
        title: 'ip restricted',
        says: ['ip restricted', 'restricted ip', 'invalid login hours'],
        also: ['ip restricted or invalid login hours'],
        history: ['oauthIp', 'ip', 'hours'],
        causes: [
            {
                when: 'GitHub-hosted runner',
                what: 'The runner’s address is outside the Login IP Ranges of the user’s profile. (Relaxing IP restrictions in the app does not help: JWT bearer always enforces them.)',
                fix: 'Give the user a profile without Login IP Ranges; or use a runner with a fixed address, and add that to the ranges.',
                where: 'profile',
            },
            {
                only: 'proxy set',
                what: 'The address by which the proxy leaves your network is outside the Login IP Ranges.',
                fix: 'Add that address to Login IP Ranges.',
                where: 'profile',
            },
            {
                what: 'The profile’s Login Hours do not allow sign-ins at this time.',
                tell: 'it fails at certain hours only.',
                fix: 'Clear Login Hours.',
                where: 'profile',
            },
        ],
    },
    {
        title: 'login rate exceeded',
        says: ['login rate exceeded', 'rate limit exceeded'],
        errors: ['rate_limit_exceeded', 'LOGIN_RATE_EXCEEDED', 'login rate exceeded'],
        status: [429, 429],
        history: ['rate', 'tokenRate'],
        causes: [
            {
                what: 'This user signed in too often: about 3,600 times an hour are allowed, all clients together.',
                tell: 'Login History is full of this user’s rows.',
                fix: 'Wait an hour; trying again prolongs it. Sign in once per job rather than once per command, and give each pipeline a user of its own.',
                where: 'history',
            },
        ],
    },
    {
        title: 'inactive user',
        says: ['inactive user', 'user is inactive'],
        errors: ['inactive_user'],
        history: ['inactive'],
        causes: [
            ...WRONG_ORG,
            {
                hint: 'sandbox host',
                what: 'The user is deactivated or frozen.',
                fix: 'On the page of {username}, tick Active, or click Unfreeze.',
                where: 'users',
            },
        ],
    },
    {
        title: 'inactive organization',
        says: ['inactive org', 'inactive organization'],
        errors: ['inactive_org'],
        history: ['org'],
        causes: [
            {
                what: 'The org is locked, suspended, closed or in maintenance, or its trial has ended.',
                fix: 'Sign in with a browser: it says which.',
                where: 'company',
            },
        ],
    },
    {
        title: 'grant type not supported',
        says: ['grant type not supported', 'unsupported grant type', 'unauthorized client'],
        errors: ['unsupported_grant_type', 'unauthorized_client'],
        causes: [
            { ...IN_BETWEEN, only: 'proxy set' },
            {
                what: 'The app is not enabled for JWT bearer.',
                fix: 'Enable JWT Bearer Flow (Connected App: “Use digital signatures”), and upload the certificate.',
                where: 'certificate',
            },
            WRONG_HOST,
        ],
    },
    {
        title: 'refresh_token scope is required and the connected app should be installed and preauthorized',
        says: ['refresh_token scope is required', 'should be installed and preauthorized'],
        history: ['notInstalled'],
        causes: [NO_OFFLINE_SCOPE, NOT_ON_APP, NOT_INSTALLED, JUST_CHANGED],
    },
    {
        title: 'invalid_request',
        says: ['scope parameter not supported', 'missing required parameter'],
        bare: 'invalid_request',
        causes: [IN_BETWEEN],
    },
    {
        title: 'authentication failure',
        says: ['authentication failure'],
        history: ['none', 'apiDisabled', 'inactive', 'domain'],
        causes: [...WRONG_ORG, API_ENABLED, MY_DOMAIN_ONLY],
    },
    {
        title: 'retry your request',
        says: ['retry your request', 'activation secret invalid'],
        errors: ['unknown_error', 'server_error', 'temporarily_unavailable'],
        history: ['platform'],
        causes: [TEST_HOST, UNAVAILABLE],
    },
    {
        title: 'invalid_grant',
        bare: 'invalid_grant',
        history: ['none', 'signature', 'timestamp', 'ip', 'domain', 'inactive'],
        causes: [
            ...WRONG_ORG,
            {
                what: 'Salesforce did not say why.',
                fix: 'Find the row of this run: its Status says why.',
                where: 'history',
            },
            NOT_ON_APP,
            MY_DOMAIN_ONLY,
        ],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/transport.js

/** No answer, or not a whole one. */
const TRANSPORT_ENTRIES = [
    {
        title: 'ENOTFOUND: the host name is not known',
        codes: ['ENOTFOUND', 'EAI_*', 'ENODATA'],
        also: ['getaddrinfo ENOTFOUND', 'EAI_AGAIN'],
        causes: [NEEDS_PROXY, BAD_PROXY, WRONG_HOST],
    },
    {
        title: 'ECONNREFUSED: the connection was refused',
        codes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
        causes: [
            BAD_PROXY,
            NEEDS_PROXY,
            { ...WRONG_HOST, what: 'A firewall refuses the connection, or `login-url` is mistyped.' },
        ],
    },
    {
        title: 'The proxy did not open a connection',
        codes: ['proxy-*'],
        also: ['502 Bad Gateway', 'tunneling socket could not be established'],
        causes: [
            {
                hint: 'proxy set',
                what: 'The proxy refused {host}, could not reach it, closed the connection, or is no proxy at all.',
                fix: 'Allow {host}, port 443, in the proxy, and check HTTPS_PROXY. The proxy’s log has the reason.',
                where: 'runner',
            },
        ],
    },
    {
        title: 'ECONNRESET: the connection was cut',
        codes: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ABORT_ERR', '*PREMATURE_CLOSE'],
        also: ['socket hang up'],
        causes: [UNAVAILABLE, IN_BETWEEN],
    },
    {
        title: 'ETIMEDOUT: no answer in time',
        codes: ['*TIMEDOUT', '*timeout'],
        status: [408, 408],
        causes: [
            NEEDS_PROXY,
            BAD_PROXY,
            {
                ...UNAVAILABLE,
                what: 'Salesforce or the network is slow.',
                fix: 'Look for your instance on the status page. If it happens often, raise `timeout-seconds`.',
            },
        ],
    },
    {
        title: 'SELF_SIGNED_CERT_IN_CHAIN: the server’s certificate is not trusted',
        codes: [
            'SELF_SIGNED_CERT_IN_CHAIN',
            'DEPTH_ZERO_SELF_SIGNED_CERT',
            'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
            'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
            'UNABLE_TO_*',
            'CERT_UNTRUSTED',
            'CERT_SIGNATURE_FAILURE',
            'INVALID_CA',
        ],
        also: [
            'unable to get local issuer certificate',
            'self-signed certificate in certificate chain',
        ],
        causes: [
            {
                hint: 'proxy set',
                what: 'A proxy or firewall opens TLS connections and signs them with its own authority.',
                fix: 'Set NODE_EXTRA_CA_CERTS to a file with that authority’s certificate (PEM). Never turn TLS checks off.',
                where: 'runner',
            },
        ],
    },
    {
        title: 'ERR_TLS_CERT_ALTNAME_INVALID: the server’s certificate is for another host',
        codes: ['ERR_TLS_CERT_ALTNAME*', 'HOSTNAME_MISMATCH'],
        causes: [
            {
                ...WRONG_HOST,
                what: '`login-url` is mistyped, or has a dot too many: a sandbox’s is like https://acme--uat.sandbox.my.salesforce.com.',
            },
            IN_BETWEEN,
        ],
    },
    {
        title: 'CERT_HAS_EXPIRED: the server’s certificate is out of date',
        codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
        causes: [
            {
                when: 'proxy set',
                what: 'A proxy or firewall opens TLS connections, and its certificate has expired. (It is not your app’s certificate.)',
                fix: 'Renew the certificate of the proxy.',
                where: 'runner',
            },
            {
                when: 'clock is wrong',
                what: 'The runner’s clock is wrong. (It is not your app’s certificate.)',
                fix: 'Set the runner’s clock by NTP.',
            },
        ],
    },
    {
        title: 'The TLS handshake failed',
        codes: ['EPROTO', 'ERR_SSL*', 'ERR_TLS*', 'CERT_*'],
        also: ['wrong version number'],
        causes: [
            {
                only: 'proxy set',
                what: 'HTTPS_PROXY begins with https://, but the proxy speaks plain HTTP.',
                fix: 'Let HTTPS_PROXY begin with http://; what passes through is encrypted all the same.',
                where: 'runner',
            },
            IN_BETWEEN,
        ],
    },
    {
        title: 'The answer is not HTTP (HPE_…)',
        codes: ['HPE_INVALID_CONSTANT', 'HPE_*', 'ERR_HTTP*'],
        also: ['Parse Error'],
        causes: [IN_BETWEEN],
    },
];

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/index.js











/** The one order: where several entries match, the first is taken; the page has the same. */
const IN_ORDER = [
    {
        title: 'Salesforce refuses the sign-in',
        intro: 'What the token endpoint answers, mostly with HTTP 400. The titles are Salesforce’s own words.',
        verbatim: true,
        entries: [...APP_ENTRIES, ...USER_ENTRIES],
    },
    {
        title: 'The answer is something else',
        intro: 'Pages, redirects, and answers to the check that `verify` asks for.',
        entries: ANSWER_ENTRIES,
    },
    {
        title: 'No answer comes',
        intro: 'Names, connections, proxies and TLS. Nothing of this is seen in Login History.',
        entries: TRANSPORT_ENTRIES,
    },
    {
        title: 'The sign-in went well, but the step stops',
        intro: 'Limits that the workflow set were not kept.',
        entries: GUARD_ENTRIES,
    },
    {
        title: 'An input cannot be used',
        intro: 'Found before anything is sent to Salesforce.',
        entries: [
            ...INPUT_ENTRIES,
            ...URL_ENTRIES,
            ...KEY_KIND_ENTRIES,
            ...KEY_ENTRIES,
            ...CERTIFICATE_ENTRIES,
        ],
    },
    {
        title: 'None of these',
        intro: 'Nothing is guessed: these say how to find out.',
        entries: UNLISTED_ENTRIES,
    },
];
const CHAPTERS = IN_ORDER;
const CATALOGUE = CHAPTERS.flatMap(({ entries }) => entries);

;// CONCATENATED MODULE: ./lib/diagnosis/match.js





/**
 * The same for all spellings of a phrase: in small letters, `has not` and `hasn’t` as `hasnt`, one blank for
 * whatever is neither letter nor digit.
 */
function normalise(text) {
    const plain = text.toLowerCase().replace(/['’‘`´]/g, '');
    const joined = plain.replace(/\b(has|have|is|are|was|does|do|did)\s+not\b/g, '$1nt');
    return ` ${joined.replace(/[^a-z0-9]+/g, ' ').trim()} `;
}
/** What a good token meets cannot have befallen a request that still asks for one. */
const of = (request) => CATALOGUE.filter((it) => (it.request ?? request) === request);
const byWords = ({ description = '', excerpt = '' }, request) => {
    const said = normalise(`${description} ${excerpt}`);
    return of(request).find((it) => it.says?.some((phrase) => said.includes(normalise(phrase))));
};
const byCode = ({ error, description }, request) => {
    const same = (code) => code.toLowerCase() === error?.toLowerCase();
    return (of(request).find((it) => it.errors?.some(same)) ??
        (description ? undefined : of(request).find((it) => it.bare !== undefined && same(it.bare))));
};
const byForm = ({ form, status }, request) => of(request).find((it) => {
    const [from, to] = it.status ?? [1, 0];
    return status >= from && status <= to && (it.form ?? form) === form;
});
const byTransport = ({ code, details: { status } }) => {
    const known = status === undefined ? code : `${code} ${status}`;
    const fits = (pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(known);
    return CATALOGUE.find((it) => it.codes?.some(fits));
};
const byProblem = (problem) => CATALOGUE.find((it) => it.problems?.includes(problem));
function matching(error) {
    if (error instanceof salesforce_errors/* TransportError */.wX)
        return byTransport(error);
    if (error instanceof salesforce_errors/* SalesforceError */.mO) {
        const { answer, request } = error;
        return byWords(answer, request) ?? byCode(answer, request) ?? byForm(answer, request);
    }
    if (error instanceof salesforce_errors/* AnswerError */.dV) {
        // A page in place of a token may say what is the matter.
        const said = error.code === 'not-json' ? byWords(error.answer, error.request) : undefined;
        return said ?? byProblem(error.code);
    }
    const isOurs = error instanceof errors/* InputError */.d || error instanceof salesforce_errors/* GuardError */.U$ || error instanceof runner_errors/* RunnerError */.R;
    return isOurs ? byProblem(error.code) : undefined;
}
/** The entry for an error: by the words, then by the code, then by what kind of answer it is. */
function entryFor(error) {
    return matching(error) ?? BUG;
}

// EXTERNAL MODULE: ./lib/errors.js
var lib_errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __webpack_require__(804);
;// CONCATENATED MODULE: ./lib/diagnosis/surroundings.js
/** A part of a URL's path; slashes stay, and nothing else that means something to Markdown. */
const path = (text) => encodeURIComponent(text.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[()*'!~]/g, (it) => `%${it.charCodeAt(0).toString(16)}`);
/** The repository that the action came from, as a URL. */
function repositoryUrl({ actionRepository }) {
    return `https://github.com/${path(actionRepository || 'salesforce-jwt-auth/salesforce-jwt-auth')}`;
}
/** The section of the troubleshooting page in the version that runs. */
function helpUrl(surroundings, anchor) {
    const ref = path(surroundings.actionRef || `v${surroundings.version}`);
    return `${repositoryUrl(surroundings)}/blob/${ref}/docs/troubleshooting.md#${anchor}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/words.js






/**
 * A value of this run within a sentence of ours: one line, and no backtick, so that it cannot leave
 * its code span. What Salesforce said was made harmless where it was read.
 */
function foreign(value) {
    return (0,lib_text/* oneLine */.T)(String(value)).replaceAll('`', "'");
}
/** Said where a value is not known, and in the troubleshooting page, which knows none. */
const UNKNOWN = {
    host: 'the host',
    username: 'the user',
    fitting: 'the one that fits the host',
    fingerprint: 'the SHA-256 in the log',
    job: 'this job',
    issues: 'its issues page',
    algorithm: 'EC or RSA-PSS',
};
/** Fills `{name}` in a text of the catalogue. What `values` does not know reads `<name>`. */
function fill(text, values = {}) {
    return text.replace(/\{([\w-]+)\}/g, (_, name) => foreign(values[name] ?? UNKNOWN[name] ?? `<${name}>`));
}
/** What the texts of the catalogue may name. */
function valuesOf({ run, error, surroundings }) {
    const { details } = (error instanceof lib_errors/* StepError */.z ? error : {});
    return {
        'login-url': run.loginUrl,
        host: error instanceof salesforce_errors/* TransportError */.wX ? error.host : hostOf(run),
        username: run.username,
        audience: run.audience,
        fitting: fittingAudience(run),
        fingerprint: run.fingerprint,
        job: surroundings?.runnerHint?.job && `the job ${surroundings.runnerHint.job}`,
        issues: surroundings && `${repositoryUrl(surroundings)}/issues`,
        input: error instanceof errors/* InputError */.d ? error.input : undefined,
        ...details,
    };
}
const list = (names) => `\`${foreign(names).replaceAll(', ', '`, `')}\``;
/** The first line: what this step wanted to do and could not. */
function whatFailed({ run, error }) {
    if (error instanceof errors/* InputError */.d) {
        const names = String(error.details['missing'] ?? error.input);
        const trouble = error.code === 'missing' ? 'is empty' : 'cannot be used';
        return names.includes(',')
            ? `The inputs ${list(names)} are empty. Nothing was sent to Salesforce.`
            : `The input ${list(names)} ${trouble}. Nothing was sent to Salesforce.`;
    }
    if (error instanceof salesforce_errors/* GuardError */.U$ && error.code.startsWith('wrong'))
        return 'The sign-in went well, but not as the workflow expects. No output was set.';
    const request = error && typeof error === 'object' && 'request' in error && error.request;
    if (request === 'userinfo')
        return 'The sign-in went well, but the token failed when `verify` tried it. No output was set.';
    if (request === 'revoke')
        return 'The token could not be revoked.';
    const { username, attempts } = run;
    const as = username ? ` as ${foreign(username)}` : '';
    const at = run.loginUrl ? ` at ${foreign(run.loginUrl)}` : '';
    return `Signing in to Salesforce${as}${at} failed${attempts > 1 ? ` after ${attempts} attempts` : ''}.`;
}
const SHOWN_AS = {
    html: 'a web page',
    text: 'a text',
    empty: 'nothing else',
    json: 'other JSON',
    oauth: 'no reason',
    rest: 'no reason',
};
/** The second line: the answer in its own words, or that there was none. */
function whatCame(error) {
    if (error instanceof salesforce_errors/* TransportError */.wX) {
        const { status, cause = status } = error.details;
        const more = cause === undefined ? '' : ` (${foreign(cause)})`;
        return `No answer came from ${foreign(error.host)}: ${foreign(error.code)}${more}`;
    }
    if (!(error instanceof salesforce_errors/* SalesforceError */.mO || error instanceof salesforce_errors/* AnswerError */.dV))
        return undefined;
    const { status, form, error: code, description, excerpt, location } = error.answer;
    const said = [code, description].filter((it) => it !== undefined).map(foreign);
    const what = said.length > 0 ? said.join(': ') : SHOWN_AS[form];
    const more = excerpt ? ` “${foreign(excerpt)}”` : '';
    const to = location ? `, leading to ${foreign(location)}` : '';
    const but = error instanceof salesforce_errors/* AnswerError */.dV ? ` (${error.code.replaceAll('-', ' ')})` : '';
    const who = said.length > 0 ? 'Salesforce answered' : 'The answer was';
    return `${who}: HTTP ${status}, ${what}${more}${to}${but}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/diagnose.js






/** The anchor that GitHub gives to a heading: letters, digits, `-` and `_`; blanks become `-`. */
function anchorOf(title) {
    return title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-');
}
/**
 * What went wrong, for a person.
 * @param error whatever was thrown
 * @param run what was found out before
 * @param surroundings where it runs
 */
function diagnose(error, run, surroundings) {
    const facts = { run, error, ...(surroundings ? { surroundings } : {}) };
    const entry = entryFor(error);
    const answered = whatCame(error);
    return {
        title: titleOf(entry, error),
        anchor: anchorOf(entry.title),
        failed: whatFailed(facts),
        ...(answered ? { answered } : {}),
        causes: rank(entry, facts),
        history: entry.history ?? [],
        trace: entry === BUG ? trace(error) : [],
    };
}
/** An answer that nobody has seen yet is its own title. */
function titleOf(entry, error) {
    if (entry === OTHER_ANSWER && error instanceof salesforce_errors/* SalesforceError */.mO)
        return foreign(error.answer.description ?? error.answer.error ?? `HTTP ${error.answer.status}`);
    if (entry === OTHER_CONNECTION && error instanceof salesforce_errors/* TransportError */.wX)
        return foreign(error.code);
    return entry.title;
}
/** Causes for which a clue is found come first; within both groups, the catalogue's order stands. */
function rank(entry, facts) {
    const seen = (name) => name && CLUES[name](facts);
    const values = valuesOf(facts);
    const found = entry.causes.flatMap((cause) => {
        const why = seen(cause.only ?? cause.when);
        const impossible = (cause.only && !why) || (cause.needs && !seen(cause.needs));
        return impossible ? [] : [{ cause, why }];
    });
    const ordered = [...found.filter((it) => it.why), ...found.filter((it) => !it.why)];
    return ordered.map(({ cause, why }) => inWords(cause, why ?? seen(cause.hint ?? cause.needs), values));
}
function inWords({ what, tell, fix, lines = [], where }, why, values) {
    return {
        what: fill(what, values),
        ...(why ? { why: foreign(why) } : {}),
        ...(tell ? { tell: fill(tell, values) } : {}),
        fix: fill(fix, values),
        lines: lines.map((line) => fill(line, values)),
        where: where ? PLACES[where] : [],
    };
}
/**
 * The kind of an error that is not ours, and the functions it came through. Not its message, which
 * could quote a value; and of a stack only what looks like a frame, because a message may hold lines.
 */
function trace(error) {
    if (!(error instanceof Error))
        return [typeof error];
    const { name, message, stack = '', code } = error;
    const word = (text) => typeof text === 'string' ? /^\w{1,60}$/.exec(text)?.[0] : undefined;
    const frames = (message ? stack.replaceAll(message, '') : stack)
        .split('\n')
        .map((line) => /^\s+at (?:([\w$.<> ]{1,80}) \()?\S*?([\w.-]{1,60}:\d+:\d+)\)?$/.exec(line))
        .flatMap((frame) => (frame ? [`at ${frame[1] ?? '?'} (${frame[2]})`] : []));
    return [[word(name) ?? 'Error', word(code)].filter(Boolean).join(' '), ...frames.slice(0, 8)];
}

;// CONCATENATED MODULE: ./lib/diagnosis/catalogue/login-history.js
/**
 * Statuses of failed sign-ins: status, meaning, what to change. Setup → Login History shows words that
 * differ a little between releases; `LoginHistory` and the event log file have the names.
 */
const LOGIN_HISTORY = {
    none: [
        'no row for this run',
        'The request reached another org, or the org has no such user.',
        'Check `login-url` and `username`.',
    ],
    signature: [
        'Signature Invalid, `LOGIN_OAUTH_INVALID_DSIG`',
        'The certificate in the app is not the private key’s.',
        'Upload the right certificate.',
    ],
    timestamp: [
        '`LOGIN_OAUTH_INVALID_TIMESTAMP`',
        'The runner’s clock is wrong, or the request was late.',
        'Set the clock.',
    ],
    noConsumer: [
        'Missing Consumer Key, `LOGIN_OAUTH_NO_CONSUMER`',
        'The org has no app with this consumer key.',
        'Copy the consumer key anew.',
    ],
    deleted: [
        '`LOGIN_OAUTH_CONSUMER_DELETED`',
        'The app was deleted.',
        'Create an External Client App.',
    ],
    notInstalled: [
        'Package for this consumer is not installed in your organization, `LOGIN_OAUTH_PACKAGE_MISSING`',
        'The app belongs to another org.',
        'Create or install it here.',
    ],
    apiDisabled: [
        '`LOGIN_OAUTH_API_DISABLED`',
        'The user may not use the API.',
        'Give the user API Enabled.',
    ],
    oauthIp: [
        '`LOGIN_OAUTH_INVALID_IP`',
        'The address or the hour is not allowed.',
        'Change Login IP Ranges or Login Hours of the profile.',
    ],
    ip: [
        'Restricted IP, `LOGIN_ERROR_RESTRICTED_DOMAIN`',
        'The address is outside the Login IP Ranges.',
        'Change Login IP Ranges of the profile.',
    ],
    hours: [
        '`LOGIN_ERROR_RESTRICTED_TIME`',
        'The profile’s Login Hours do not allow it now.',
        'Change Login Hours of the profile.',
    ],
    domain: [
        'Restricted domain, `LOGIN_ERROR_ORG_DOMAIN_ONLY`',
        'The org accepts sign-ins at its My Domain only.',
        'Set `login-url` to it.',
    ],
    rate: [
        '`LOGIN_ERROR_RATE_EXCEEDED`',
        'The user signed in too often.',
        'Wait an hour, and sign in less often.',
    ],
    tokenRate: [
        'Get Access Token Limit Exceeded, `LOGIN_OAUTH_EXCEED_GET_AT_LMT`',
        'Too many tokens were asked for.',
        'Wait an hour, and sign in less often.',
    ],
    inactive: [
        '`LOGIN_ERROR_USER_INACTIVE`, `LOGIN_ERROR_USER_FROZEN`',
        'The user is deactivated or frozen.',
        'Activate or unfreeze the user.',
    ],
    org: [
        '`LOGIN_ERROR_ORG_IN_MAINTENANCE`, `…_INACTIVE`, `…_LOCKOUT`, `…_SUSPENDED`, `LOGIN_ORG_TRIAL_EXP`',
        'The org itself is not available.',
        'Wait for the end of the maintenance, or ask Salesforce.',
    ],
    platform: [
        '`LOGIN_OAUTH_INVALID_DS`',
        'A failure inside Salesforce.',
        'Run again; open a case if it stays.',
    ],
};

;// CONCATENATED MODULE: ./lib/diagnosis/summary.js


/**
 * Text for Markdown: whatever could begin markup, HTML, a link or a table cell is written as an entity.
 * Code spans stay: foreign values have no backticks left, so they are all ours.
 */
function markdown(text) {
    const inert = (part) => part.replace(/[&<>"|*~[\]\\$]|(?<!\w)_|_(?!\w)|:(?=\/\/)/g, (it) => `&#${it.charCodeAt(0)};`);
    return text
        .split('`')
        .map((part, index) => (index % 2 === 0 ? inert(part) : part))
        .join('`');
}
const row = (...cells) => `| ${cells.join(' | ')} |`;
/** A table of what is known; what is not known has no row. */
function table(rows) {
    return [
        row('This run', ''),
        row('---', '---'),
        ...rows.flatMap(([name, value]) => value === undefined || value === '' ? [] : [row(name, markdown(foreign(value)))]),
    ];
}
/** A consumer key is no secret, but need not stand in every summary. */
function shortened(key) {
    return key && (key.length > 12 ? `${key.slice(0, 5)}…${key.slice(-4)}` : '…');
}
/** The failure as Markdown, for people who look rather than read. */
function summarise(diagnosis, run, link) {
    const { title, failed, answered, causes, history, trace } = diagnosis;
    const { skewSeconds: skew } = run;
    const given = run.audienceGiven ? ' (given)' : ' (from the login URL)';
    return [
        `### Salesforce sign-in failed: ${markdown(title)}`,
        '',
        markdown(failed),
        ...(answered ? ['', `**${markdown(answered)}**`] : []),
        '',
        ...(causes.length > 1 ? ['Causes, the likeliest first:', ''] : []),
        ...causes.flatMap((cause, index) => step(cause, index + 1)),
        ...(trace.length > 0 ? ['```text', ...trace, '```', ''] : []),
        ...table([
            ['Login URL', run.loginUrl],
            ['Audience', run.audience && run.audience + given],
            ['Consumer key', shortened(run.consumerKey)],
            ['Username', run.username],
            ['SHA-256 of the public key', run.fingerprint],
            ['Certificate', run.certificateMatched ? 'belongs to the key' : undefined],
            ['Proxy', run.proxy],
            ['Attempts', run.attempts || undefined],
            ['Salesforce’s clock minus the runner’s', skew === undefined ? undefined : `${skew} s`],
        ]),
        ...(history.length > 0
            ? [
                '',
                'In **Setup → Login History**, at the time of this run and for this user:',
                '',
                row('Status', 'Meaning', 'What to change'),
                row('---', '---', '---'),
                ...history.map((name) => row(...LOGIN_HISTORY[name])),
            ]
            : []),
        '',
        `[More about it, and the whole Login History table](${link})`,
        '',
    ].join('\n');
}
function step({ what, why, tell, fix, lines, where }, number) {
    const [place, connectedApp] = where;
    const paragraphs = [
        `${number}. **${markdown(what)}**${why ? ` Here: ${markdown(why)}.` : ''}`,
        ...(tell ? [`It is this if ${markdown(tell)}`] : []),
        markdown(fix),
        ...(lines.length > 0 ? [['```text', ...lines, '```'].join('\n   ')] : []),
        ...(place
            ? [`Where: ${markdown(place)}${connectedApp ? `<br>Connected App: ${connectedApp}` : ''}`]
            : []),
    ];
    return paragraphs.flatMap((text, index) => [index === 0 ? text : `   ${text}`, '']);
}
/** The summary of `job-summary: always` after a success. */
function successSummary(success) {
    return [
        `### Signed in to Salesforce as ${markdown(foreign(success.username))}`,
        '',
        ...table([
            ['Org', success.orgId],
            ['Host', success.host],
            ['Token format', success.tokenFormat],
            ['Scope', success.scope],
            ['Attempts', success.attempts],
            ['SHA-256 of the public key', success.fingerprint],
        ]),
        '',
    ].join('\n');
}

;// CONCATENATED MODULE: ./lib/diagnosis/report.js




/** How many of the less likely causes the annotation names; the summary has them all. */
const ALSO_NAMED = 3;
/**
 * A failure in words, for the annotation and the job summary.
 * @param error whatever ended the step
 * @param run what was found out before
 */
function report(error, run, surroundings) {
    const diagnosis = diagnose(error, run, surroundings);
    const link = helpUrl(surroundings, diagnosis.anchor);
    return {
        title: `Salesforce sign-in: ${diagnosis.title}`,
        message: messageOf(diagnosis, link),
        summary: summarise(diagnosis, run, link),
    };
}
/** The order is the contract's: what failed, the answer, the cause and why, the cure, the link. */
function messageOf({ failed, answered, causes, trace }, link) {
    return [
        failed,
        ...(answered ? [answered] : []),
        ...causes.slice(0, 1).flatMap((likeliest) => cure(likeliest, causes.length > 1)),
        ...trace.map((line) => `  ${line}`),
        ...causes.slice(1, 1 + ALSO_NAMED).map(({ what }) => `Also possible: ${what}`),
        `Help: ${link}`,
    ].join('\n');
}
function cure({ what, why, tell, fix, lines, where }, oneOfMany) {
    const [place, connectedApp] = where;
    return [
        `${oneOfMany ? 'Likeliest cause' : 'Cause'}: ${what}`,
        ...(why ? [`Why: ${why}.`] : []),
        ...(tell ? [`It is this if ${tell}`] : []),
        `What to change: ${fix}`,
        ...lines.map((line) => `  ${line}`),
        ...(place ? [`Where: ${place}`] : []),
        ...(connectedApp ? [`  (Connected App: ${connectedApp})`] : []),
    ];
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __webpack_require__(896);
// EXTERNAL MODULE: external "os"
var external_os_ = __webpack_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_.EOL}`);
            }
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
;// CONCATENATED MODULE: ./lib/diagnosis/workflow-run.js

// By path: the package's own entry brings Octokit, 220 KB that nothing here needs.

/**
 * What the run's own event says about missing secrets. Whether the job is part of a reusable workflow
 * cannot be seen from inside (the environment names the caller's workflow only), nor whether it has
 * an `environment:`, so the diagnosis mentions both when nothing else explains it.
 * Prints nothing and never throws.
 */
function workflowHint() {
    const context = readContext();
    const job = process.env['GITHUB_JOB'];
    const common = job ? { job } : {};
    // By actor, as GitHub itself decides: someone else's push to Dependabot's branch has all secrets.
    if (process.env['GITHUB_ACTOR'] === 'dependabot[bot]')
        return { ...common, reason: 'dependabot' };
    const from = context && forkOf(context);
    return from ? { ...common, reason: 'fork', from } : { ...common, reason: 'other' };
}
/** Context prints a line when the event file is missing, and throws when it cannot be parsed. */
function readContext() {
    try {
        (0,external_node_fs_.accessSync)(process.env['GITHUB_EVENT_PATH'] ?? '');
        return new Context();
    }
    catch {
        return undefined;
    }
}
function forkOf({ eventName, payload }) {
    // pull_request_target runs in the base repository's context and does get secrets.
    if (!eventName?.startsWith('pull_request') || eventName === 'pull_request_target')
        return undefined;
    const head = payload?.pull_request?.['head']?.repo;
    // A deleted fork leaves `repo: null`.
    if (head === null)
        return 'a deleted fork';
    const { fork, full_name: name } = (head ?? {});
    if (typeof name !== 'string')
        return undefined;
    // `fork` alone would not do: it is true for a pull request within a fork as well.
    const here = process.env['GITHUB_REPOSITORY'];
    return (here ? name !== here : fork === true) ? `the fork ${name}` : undefined;
}

;// CONCATENATED MODULE: ./lib/diagnosis/explain.js





/**
 * The one place where failure ends: an annotation, and a summary where it is wanted.
 * @param error whatever ended the step
 */
async function explainFailure(error, { toolkit, env, findings, summaryWanted }) {
    const secretsMissing = error instanceof errors/* InputError */.d && error.code === 'missing';
    const { title, message, summary } = report(error, findings, {
        version: version/* VERSION */.x,
        actionRepository: env['GITHUB_ACTION_REPOSITORY'] ?? '',
        actionRef: env['GITHUB_ACTION_REF'] ?? '',
        ...(secretsMissing ? { runnerHint: workflowHint() } : {}),
    });
    (0,annotate/* annotate */.f)(toolkit, { level: 'error', title, message });
    if (summaryWanted)
        await explain_summarise(toolkit, summary);
}
async function summariseSuccess({ orgId, format, scope }, { toolkit, findings }) {
    const { attempts, username = '', loginUrl = '', fingerprint = '' } = findings;
    const host = new URL(loginUrl).host;
    const facts = { orgId, username, host, tokenFormat: format, scope, attempts, fingerprint };
    await explain_summarise(toolkit, successSummary(facts));
}
/** A summary is an extra: where the runner takes none, the log has said everything. */
async function explain_summarise(core, markdown) {
    try {
        await core.summary.addRaw(markdown).write();
    }
    catch {
        // No file for it, or none that can be written.
    }
}


/***/ }),

/***/ 804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine),
/* harmony export */   harmless: () => (/* binding */ harmless),
/* harmony export */   withoutSecrets: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/** Longest text that is shown, in characters. */
const LONGEST = 300;
/** One line without control characters: it can neither begin a workflow command nor colour the log. */
function oneLine(text, longest = LONGEST) {
    const plain = text
        // ANSI escape sequences (ECMA-48), whole, so that no `[31m` remains.
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
        .replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g, '')
        // Control, format (bidirectional overrides, zero width) and private-use characters, line breaks.
        .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
        // The runner obeys `##[` anywhere in a line.
        .replace(/#(?=#\[)/g, '# ')
        .trim();
    // A cut between the two halves of a character leaves neither.
    return plain.length > longest ? `${plain.slice(0, longest).replace(/\p{Cs}$/u, '')}…` : plain;
}
/**
 * A text from outside (Salesforce, a proxy, whoever answered), safe to show: no `::`, with which
 * commands begin, and no long run that could be a token, an assertion or a key sent back to us.
 */
function harmless(text, longest = LONGEST) {
    const safe = oneLine(text, Number.POSITIVE_INFINITY)
        .replace(/[\w.+/=~!%-]{48,}/g, '[…]')
        .replace(/:(?=:)/g, ': ');
    return oneLine(safe, longest);
}
/** Shorter stretches of a secret tell nothing, and may be ordinary words. */
const SHORTEST = 12;
/** What may stand between the letters of a secret that somebody cut into pieces: tags, entities, anything but letters and digits. */
const PIECE = /<[^<>]*>|&#(?:x([0-9a-f]{1,6})|(\d{1,7}));|&\w{1,31};|%([0-9a-f]{2})|[a-z0-9]/gi;
/** The letters and digits of a text, in small letters, and where in it each of them stands. */
function lettersOf(text) {
    let letters = '';
    const from = [];
    const to = [];
    for (const match of text.matchAll(PIECE)) {
        const [piece, hex, decimal, percent] = match;
        const code = Number.parseInt(hex ?? decimal ?? percent ?? '', decimal ? 10 : 16);
        const letter = Number.isNaN(code) ? piece : String.fromCharCode(code);
        if (!/^[a-z0-9]$/i.test(letter))
            continue;
        letters += letter.toLowerCase();
        from.push(match.index);
        to.push(match.index + piece.length);
    }
    return { letters, from, to };
}
/**
 * Takes out of a text from outside every stretch of 12 letters and digits or more that one of the
 * secrets has too, however it is cut into pieces, quoted or escaped.
 */
function withoutSecrets(text, secrets) {
    const stretches = new Set();
    for (const secret of secrets) {
        const { letters } = lettersOf(secret);
        for (let i = 0; i + SHORTEST <= letters.length; i++)
            stretches.add(letters.slice(i, i + SHORTEST));
    }
    const { letters, from, to } = lettersOf(text);
    let clean = '';
    let kept = 0;
    for (let i = 0; i + SHORTEST <= letters.length; i++) {
        if (!stretches.has(letters.slice(i, i + SHORTEST)))
            continue;
        const start = from[i] ?? 0;
        if (start >= kept)
            clean += `${text.slice(kept, start)}[…]`;
        kept = to[i + SHORTEST - 1] ?? kept;
    }
    return clean + text.slice(kept);
}


/***/ })

};
