export const id = 737;
export const ids = [737];
export const modules = {

/***/ 737:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  deployCacheNotCleaned: () => (/* binding */ deployCacheNotCleaned),
  revokeFailed: () => (/* binding */ revokeFailed)
});

// UNUSED EXPORTS: certificateExpired, certificateExpires, clockSkew, jwtToken, needlessPassphrase

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/inputs/errors.js

/** A value below `with:` is missing or cannot work. Nothing was sent. */
class errors_InputError extends errors/* StepError */.z {
    input;
    constructor(fields) {
        super(fields);
        this.input = fields.input;
    }
}

// EXTERNAL MODULE: ./lib/salesforce/errors.js
var salesforce_errors = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/salesforce/clock.js
/** Clocks that differ by no more do not explain a refused assertion: Salesforce allows for some seconds. */
const SKEW_THAT_MATTERS_SECONDS = 30;
/** The server's clock minus ours, in whole seconds. @param serverTime and @param now in milliseconds */
function skewBetween(serverTime, now) {
    return Math.round((serverTime - now) / 1000);
}
/** Whether a difference between the clocks can be why an assertion is called expired. */
function skewMatters(seconds) {
    return Math.abs(seconds) > SKEW_THAT_MATTERS_SECONDS;
}

;// CONCATENATED MODULE: ./lib/salesforce/hosts.js
/** What is known of the host names of Salesforce. Everything that depends on a host asks here. */
/**
 * Which kind of host it is, by its registered suffix; the first row that fits decides. Only rows
 * for names that Salesforce owns: a look-alike such as login.salesforce.com.evil.example fits none.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const KINDS = [
    [/^login\.(salesforce\.com|sfcrmproducts\.cn)$/, 'login'],
    [/^test\.(salesforce\.com|sfcrmproducts\.cn)$/, 'test'],
    [/^cs\d+\.salesforce\.com$/, 'sandbox'],
    [/\.(sandbox|scratch)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
    [/\.(develop|trailblaze)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
    // Before enhanced domains: acme--dev.my.salesforce.com, acme--dev.cs12.my.salesforce.com.
    [/^[^.]+--[^.]+\.([^.]+\.)?my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
    [/\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
    [/\.my\.site\.com$/, 'site'],
    [/\.force\.com$/, 'site'],
];
function kindOf(host) {
    return KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}
/**
 * Salesforce documents three audiences for the JWT bearer flow: production, sandbox, or a site's URL.
 * @param loginUrl without a trailing slash
 * @returns undefined where none follows from the host
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
function audienceFor(loginUrl) {
    const { hostname } = new URL(loginUrl);
    const domain = hostname.endsWith('.sfcrmproducts.cn') ? 'sfcrmproducts.cn' : 'salesforce.com';
    switch (kindOf(hostname)) {
        case 'login':
        case 'my-domain':
            return `https://login.${domain}`;
        case 'test':
        case 'sandbox':
            return `https://test.${domain}`;
        case 'site':
            return loginUrl;
        case 'other':
            return undefined;
    }
}
/**
 * Pages of an org that people copy out of the address bar. None of them answers a token request;
 * each tells the My Domain that does.
 */
const PAGES = (/* unused pure expression or super */ null && ([
    [/^(.+)\.lightning\.force\.com$/, '$1.my.salesforce.com'],
    [/^(.+)\.(?:my|lightning)\.salesforce-setup\.(com|mil)$/, '$1.my.salesforce.$2'],
    // acme--c.vf.force.com; acme--uat--c.sandbox.vf.force.com: the last part names a package.
    [/^([^.]+)--[^.-]+((?:\.[^.]+)?)\.vf\.force\.com$/, '$1$2.my.salesforce.com'],
    // Before enhanced domains: acme--c.na1.visual.force.com, acme--c.visualforce.com.
    [
        /^([^.]+)--[^.-]+(?:\.[^.]+)?\.(?:visual\.force|content\.force|visualforce)\.com$/,
        '$1.my.salesforce.com',
    ],
    [/^([^.]+)((?:\.[^.]+)?)\.file\.force\.com$/, '$1$2.my.salesforce.com'],
    [/^(.+)\.lightning\.crmforce\.mil$/, '$1.my.salesforce.mil'],
    [/^(.+)\.lightning\.sfcrmapps\.cn$/, '$1.my.sfcrmproducts.cn'],
]));
/** The My Domain of the org whose page (Lightning, Setup, Visualforce) this host shows; undefined for any other host. */
function myDomainBehind(host) {
    const page = PAGES.find(([pattern]) => pattern.test(host));
    return page && host.replace(...page);
}
/** The sandbox that a My Domain names: `uat` for `acme--uat.sandbox.my.salesforce.com`. */
function sandboxOf(host) {
    return /--([a-z0-9]+)\.(?:sandbox\.)?my\./.exec(host.toLowerCase())?.[1];
}
/** Registered suffixes of Salesforce, as its own CLI knows them. */
const SUFFIXES = (/* unused pure expression or super */ null && ([
    'salesforce.com',
    'salesforce.mil',
    'force.com',
    'my.site.com',
    'cloudforce.com',
    'crmforce.mil',
    'sfcrmproducts.cn',
]));
/** Whether a token may be sent there. */
function isSalesforceHost(host) {
    return SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}
/** Whether a host is this machine: there `http` is accepted, and no proxy stands between. */
function isLoopback(host) {
    return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

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
const clues_hostOf = (run) => URL.parse(run.loginUrl ?? '')?.host;
/** The audience that fits the host, whatever the workflow gave; undefined where none follows from it. */
const clues_fittingAudience = (run) => run.loginUrl && audienceFor(run.loginUrl);
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
        return `the username ${sign}, but ${clues_hostOf(run)} is for production orgs`;
    },
    'production user at a sandbox host': ({ run }) => looksLike(run.username)?.kind === 'production' && is(run, 'test', 'sandbox')
        ? `${clues_hostOf(run)} is for sandboxes, where the username would be like ${run.username}.${sandboxOf(clues_hostOf(run) ?? '') ?? 'uat'}`
        : undefined,
    'user of another sandbox': ({ run }) => {
        const ending = looksLike(run.username)?.ending;
        const sandbox = sandboxOf(clues_hostOf(run) ?? '');
        return looksLike(run.username)?.kind === 'sandbox' && ending && sandbox && ending !== sandbox
            ? `the username ends in “.${ending}”, but ${clues_hostOf(run)} is the sandbox “${sandbox}”`
            : undefined;
    },
    'generic host': ({ run }) => is(run, 'login', 'test')
        ? `${clues_hostOf(run)} is shared by all orgs, and an org can refuse sign-ins there`
        : undefined,
    'test.salesforce.com': ({ run }) => is(run, 'test') ? `sign-ins went to ${clues_hostOf(run)}, not to the org’s My Domain` : undefined,
    'sandbox host': ({ run }) => is(run, 'test', 'sandbox')
        ? `${clues_hostOf(run)} is for sandboxes, and a refresh replaces a sandbox’s users, apps and keys`
        : undefined,
    'shared audience at a My Domain': ({ run }) => is(run, 'my-domain', 'sandbox') && same(run.audience, clues_fittingAudience(run))
        ? `the request named ${run.audience} as audience, although it went to the My Domain`
        : undefined,
    'own audience': ({ run }) => is(run, 'my-domain', 'sandbox') && same(run.audience, run.loginUrl)
        ? 'the workflow gives the My Domain as audience, which not every org accepts'
        : undefined,
    'audience does not fit': ({ run }) => {
        const fitting = clues_fittingAudience(run);
        const odd = run.audience && !same(run.audience, fitting) && !same(run.audience, run.loginUrl);
        return fitting && odd
            ? `the audience is ${run.audience}, but ${fitting} fits ${clues_hostOf(run)}`
            : undefined;
    },
    'site host': ({ run }) => is(run, 'site') ? `${clues_hostOf(run)} is an Experience Cloud site` : undefined,
    'certificate matched': ({ run }) => run.certificateMatched
        ? 'the certificate in this workflow does belong to the private key, so it is not the one in the app'
        : undefined,
    'certificate not given': ({ run }) => run.certificateMatched
        ? undefined
        : 'the workflow gives no certificate, so nothing has compared one with the key yet',
    'clock is wrong': ({ run: { skewSeconds: skew = 0 } }) => skewMatters(skew)
        ? `the runner’s clock is ${Math.abs(skew)} seconds ${skew > 0 ? 'behind' : 'ahead of'} Salesforce’s`
        : undefined,
    'clock is right': ({ run: { skewSeconds: skew } }) => skew !== undefined && !skewMatters(skew)
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

;// CONCATENATED MODULE: ./lib/diagnosis/words.js





/** Longest piece of foreign text that is shown, in characters. */
const LONGEST = 300;
/**
 * Foreign text, fit for one line of a log: no control characters or line breaks, so that no line can
 * begin with a workflow command; no backtick, so that it cannot leave its code span; of a sane length.
 * What Salesforce said was made harmless where it was read; this also holds for what was not.
 */
function foreign(value) {
    const text = String(value)
        .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .replaceAll('`', "'")
        .trim();
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
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
    const { details } = (error instanceof StepError ? error : {});
    return {
        'login-url': run.loginUrl,
        host: error instanceof TransportError ? error.host : hostOf(run),
        username: run.username,
        audience: run.audience,
        fitting: fittingAudience(run),
        fingerprint: run.fingerprint,
        job: surroundings?.runnerHint?.job && `the job ${surroundings.runnerHint.job}`,
        issues: surroundings && `${repositoryUrl(surroundings)}/issues`,
        input: error instanceof InputError ? error.input : undefined,
        ...details,
    };
}
const list = (names) => `\`${foreign(names).replaceAll(', ', '`, `')}\``;
/** The first line: what this step wanted to do and could not. */
function whatFailed({ run, error }) {
    if (error instanceof InputError) {
        const names = String(error.details['missing'] ?? error.input);
        const trouble = error.code === 'missing' ? 'is empty' : 'cannot be used';
        return names.includes(',')
            ? `The inputs ${list(names)} are empty. Nothing was sent to Salesforce.`
            : `The input ${list(names)} ${trouble}. Nothing was sent to Salesforce.`;
    }
    if (error instanceof GuardError && error.code.startsWith('wrong'))
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
    if (error instanceof TransportError) {
        const { status, cause = status } = error.details;
        const more = cause === undefined ? '' : ` (${foreign(cause)})`;
        return `No answer came from ${foreign(error.host)}: ${foreign(error.code)}${more}`;
    }
    if (!(error instanceof SalesforceError || error instanceof AnswerError))
        return undefined;
    const { status, form, error: code, description, excerpt, location } = error.answer;
    const said = [code, description].filter((it) => it !== undefined).map(foreign);
    const what = said.length > 0 ? said.join(': ') : SHOWN_AS[form];
    const more = excerpt ? ` “${foreign(excerpt)}”` : '';
    const to = location ? `, leading to ${foreign(location)}` : '';
    const but = error instanceof AnswerError ? ` (${error.code.replaceAll('-', ' ')})` : '';
    const who = said.length > 0 ? 'Salesforce answered' : 'The answer was';
    return `${who}: HTTP ${status}, ${what}${more}${to}${but}`;
}

;// CONCATENATED MODULE: ./lib/diagnosis/notices.js

const notice = (title, message) => ({
    title: `Salesforce sign-in: ${title}`,
    message,
});
const RENEW = 'Make a new pair: openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"\nThen upload server.crt to the app and replace the secrets in one go: an app holds one certificate.';
/** @param date last day of the certificate, as `2026-11-30` */
const certificateExpired = (date) => notice('the certificate has expired', `The certificate was valid until ${date}. Salesforce does not mind, so this run goes on.\n${RENEW}`);
/**
 * @param date last day of the certificate, as `2026-11-30`
 * @param days whole days until then
 */
const certificateExpires = (date, days) => notice('the certificate expires soon', `The certificate is valid until ${date} (days left: ${days}).\n${RENEW}`);
/** @param skewSeconds Salesforce's clock minus the runner's */
const clockSkew = (skewSeconds) => notice('the runner’s clock is wrong', `The runner’s clock is ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} Salesforce’s, so the request was signed again with Salesforce’s time. Set it by NTP.`);
const jwtToken = () => notice('sf cannot use this token as it is', [
    'The app issues tokens in JWT format. sf does not know them in SF_TARGET_ORG, so that was not set. SOAP below API version 68.0 does not take them, and "sf project deploy" uses SOAP by default.',
    'Better: turn off “Issue JSON Web Token (JWT)-based access tokens”. Setup → External Client Apps Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).',
    'Otherwise: run "sf org login access-token --no-prompt --instance-url $SF_ORG_INSTANCE_URL", and set SF_ORG_METADATA_REST_DEPLOY=true to deploy.',
].join('\n'));
const needlessPassphrase = () => notice('the passphrase is not needed', 'The private key is not encrypted. Remove `private-key-passphrase`, or store the encrypted key.');
/** @param reason a few words, like `HTTP 400 unsupported_token_type` */
const revokeFailed = (reason) => notice('the token was not revoked', `Revoking failed: ${foreign(reason)}. The token is valid until its session times out. To end it now, remove the session: Setup → Session Management.`);
/** @param reason a few words, like `EACCES` */
const deployCacheNotCleaned = (reason) => notice('the token may be left on the runner', `sf writes it to ~/.sf/deploy-cache.json, which could not be tidied up: ${foreign(reason)}. Delete that file if the runner is your own.`);


/***/ })

};
