export const id = 411;
export const ids = [411];
export const modules = {

/***/ 675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  endOfJob: () => (/* binding */ endOfJob)
});

;// CONCATENATED MODULE: ./lib/runner/annotate.js
function annotate(core, { level, title, message }) {
    core[level](message, { title });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
;// CONCATENATED MODULE: ./lib/salesforce/answer.js
/**
 * Reads whatever came back, without believing its Content-Type. Salesforce answers OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and pages; so do proxies.
 */
async function answer_readAnswer({ status, headers, body }, { now, secrets }) {
    const { date, location, 'retry-after': wait } = headers;
    const at = now();
    const json = parse(body);
    const first = Array.isArray(json) ? json[0] : json;
    const fields = answer_isRecord(first) ? first : {};
    secrets.mask(tokensIn(fields));
    const text = async (value) => typeof value === 'string' && value !== ''
        ? (await secrets.clean(value)) || undefined
        : undefined;
    const said = json === undefined ? whatElse(body) : whatJson(json, fields);
    const answer = {
        status,
        form: said.form,
        ...defined('serverTime', time(date)),
        ...defined('retryAfter', retryAfter(wait, at)),
        ...defined('location', await text(host(location))),
        ...defined('error', await firstOf(said.error, text)),
        ...defined('description', await firstOf(said.description, text)),
        ...defined('excerpt', await firstOf(said.excerpt, text)),
    };
    return json === undefined ? { answer } : { answer, json };
}
function whatJson(json, fields) {
    return {
        form: Array.isArray(json) ? 'rest' : 'error' in fields ? 'oauth' : 'json',
        error: [fields['error'], fields['errorCode']],
        description: [fields['error_description'], fields['message']],
    };
}
async function firstOf(values = [], text) {
    for (const value of values) {
        const shown = await text(value);
        if (shown !== undefined)
            return shown;
    }
    return undefined;
}
function answer_isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function parse(body) {
    try {
        return JSON.parse(body);
    }
    catch {
        return undefined;
    }
}
function whatElse(body) {
    if (body.trim() === '')
        return { form: 'empty' };
    // Only the beginning is ever shown; a page of 1 MiB need not be searched.
    const start = body.slice(0, 20_000);
    // A damaged success, or our own request sent back: not even a piece of either is shown.
    if (/access_token|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, '')))
        return { form: 'text' };
    if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
        // Bytes that are no UTF-8 are no words either.
        if (start.includes('\uFFFD') || start.includes('\0'))
            return { form: 'text' };
        return { form: 'text', excerpt: [start] };
    }
    const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1];
    const words = start.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>?/gi, ' ');
    return { form: 'html', excerpt: [title, words] };
}
/** Any token in an answer, asked for or not: masked before a word of the answer is shown. */
function tokensIn(fields) {
    return Object.entries(fields).flatMap(([name, value]) => name.endsWith('_token') && typeof value === 'string' && value.length >= 16 ? [value] : []);
}
function time(value) {
    const milliseconds = Date.parse(value ?? '');
    return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
/** Seconds, or a date (RFC 9110, section 10.2.3); gives milliseconds from now. */
function retryAfter(value, now) {
    if (value === undefined)
        return undefined;
    if (/^\d+$/.test(value))
        return Number(value) * 1000;
    const at = time(value);
    return at === undefined ? undefined : Math.max(0, at - now);
}
function host(location) {
    return location && URL.canParse(location) ? new URL(location).host : undefined;
}
function defined(key, value) {
    return (value === undefined ? {} : { [key]: value });
}

;// CONCATENATED MODULE: ./lib/runner/deploy-cache.js




/**
 * `sf project deploy start` notes each deployment in `~/.sf/deploy-cache.json`, readable for
 * everyone, and with SF_TARGET_ORG the "username" that it notes is the access token itself. Removes
 * those entries. Everything else stays as it is, and so does a file that is not what `sf` writes.
 * @param isToken whether a string is the token of this job
 * @returns how many entries were removed
 * @throws NodeJS.ErrnoException when the file cannot be read or written
 */
function cleanDeployCache(home, isToken) {
    const file = (0,external_node_path_.join)(home, '.sf', 'deploy-cache.json');
    if (!isOurs((0,external_node_path_.dirname)(file), 'directory') || !isOurs(file, 'file'))
        return 0;
    const entries = deploy_cache_parse((0,external_node_fs_.readFileSync)(file, 'utf8'));
    if (!answer_isRecord(entries))
        return 0;
    const kept = Object.entries(entries).filter(([, entry]) => !mentions(entry, isToken));
    const removed = Object.keys(entries).length - kept.length;
    if (removed > 0)
        replace(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
    return removed;
}
/** A link is not followed: another job on the same runner could have put it there. */
function isOurs(path, kind) {
    const found = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
    return kind === 'file' ? found?.isFile() === true : found?.isDirectory() === true;
}
function deploy_cache_parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function mentions(entry, isToken) {
    if (typeof entry === 'string')
        return isToken(entry);
    if (typeof entry !== 'object' || entry === null)
        return false;
    return Object.values(entry).some((value) => mentions(value, isToken));
}
/** In one step, so that neither a crash nor a reader in between meets half a file. */
function replace(file, content) {
    const { mode } = (0,external_node_fs_.lstatSync)(file);
    const beside = `${file}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
    try {
        (0,external_node_fs_.writeFileSync)(beside, content, { flag: 'wx', mode });
        // The process's umask has taken rights away from a new file.
        (0,external_node_fs_.chmodSync)(beside, mode);
        (0,external_node_fs_.renameSync)(beside, file);
    }
    finally {
        (0,external_node_fs_.rmSync)(beside, { force: true });
    }
}

// EXTERNAL MODULE: ./lib/salesforce/errors.js
var errors = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/salesforce/token.js



/** Codes by which Salesforce says that it may go well in a moment. */
const TRANSIENT_ERRORS = (/* unused pure expression or super */ null && ([
    'unknown_error',
    'server_error',
    'temporarily_unavailable',
    'service_unavailable',
    'system_down',
    'slow_down',
]));
/**
 * Exchanges the assertion for an access token: one POST (RFC 7523, section 2.1). No `client_id`,
 * `scope` or secret goes with it; Salesforce takes the consumer key from the assertion.
 * @throws SalesforceError when it is refused, AnswerError when a success is not one, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
async function requestToken({ loginUrl, assertion, timeoutMs }, { http, secrets, now }) {
    const response = await http({
        name: 'token',
        method: 'POST',
        url: `${loginUrl}/services/oauth2/token`,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        body: new URLSearchParams({
            grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
            assertion: assertion.reveal(),
        }).toString(),
        timeoutMs,
    });
    const { answer, json } = await readAnswer(response, { now, secrets });
    // Each further attempt counts against the very limit, wherever and however the answer says it.
    const mayPass = !/login[\s_]rate[\s_]exceeded/i.test(response.body);
    if (answer.status < 200 || answer.status > 299 || answer.error !== undefined) {
        throw new SalesforceError({
            request: 'token',
            answer,
            transient: mayPass && isTransient(answer),
        });
    }
    const wrong = (code, details = {}) => new AnswerError({ code, request: 'token', answer, details });
    // A page instead of JSON is a gateway's, and passes; JSON that says something else does not.
    if (json === undefined) {
        throw new AnswerError({ code: 'not-json', request: 'token', answer, transient: mayPass });
    }
    return { token: await readToken(json, { loginUrl, secrets, wrong }), answer };
}
function isTransient({ status, error }) {
    return (status >= 500 ||
        [408, 429].includes(status) ||
        (error !== undefined && TRANSIENT_ERRORS.includes(error)));
}
async function readToken(json, reading) {
    const { secrets, wrong } = reading;
    if (!isRecord(json))
        throw wrong('not-an-object');
    const { access_token: value, instance_url: instance } = json;
    if (isAbsent(value))
        throw wrong('no-access-token');
    // Visible ASCII (RFC 6749, appendix A.12): no line break can reach an output or a header. A short
    // one would turn ordinary words into `***`.
    if (typeof value !== 'string' || !/^[\x21-\x7E]{16,16000}$/.test(value)) {
        throw wrong('access-token-form');
    }
    // One of a type that is not known must not be used (RFC 6749, section 7.1).
    if (!/^(bearer)?$/i.test(word(json['token_type'])))
        throw wrong('access-token-form');
    const session = token_sessionOf(value);
    const accessToken = secrets.keep(value, session.length >= 8 ? [value, session] : [value]);
    if (isAbsent(instance))
        throw wrong('no-instance-url');
    return {
        accessToken,
        format: isJwt(value) ? 'jwt' : 'opaque',
        instanceUrl: await requireInstanceUrl(instance, reading),
        ...readIdentity(json['id']),
        tokenType: word(json['token_type']),
        scope: await readScope(json['scope'], secrets),
    };
}
async function requireInstanceUrl(value, { loginUrl, secrets, wrong }) {
    const read = readInstanceUrl(value, loginUrl);
    if ('url' in read)
        return read.url;
    const { problem, host } = read;
    throw host === undefined ? wrong(problem) : wrong(problem, { host: await secrets.clean(host) });
}
const isAbsent = (value) => value === undefined || value === null || value === '';
/** The part after `!` is the session; some tools show it without the org id before it. */
function token_sessionOf(token) {
    return token.slice(token.indexOf('!') + 1);
}
/** A signed JWT in compact form (RFC 7519): its header is JSON that begins with `{"`. */
function isJwt(token) {
    return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}
/** `id` is a URL that ends in the org's and the user's id; an odd one tells nothing, and harms nothing. */
function readIdentity(id) {
    const [, orgId = '', userId = ''] = /^https?:\/\/[^?#]*\/id\/(00D[A-Za-z0-9]{15})\/(005[A-Za-z0-9]{15})$/.exec(word(id)) ?? [];
    return { orgId, userId };
}
/** Visible ASCII and blanks (RFC 6749, appendix A.13); anything else is left out. */
function word(value) {
    return typeof value === 'string' && /^[\x20-\x7E]{0,1000}$/.test(value) ? value : '';
}
/**
 * Names with one blank between them (RFC 6749, section 3.3), as those of Salesforce and of custom
 * scopes are: `api refresh_token`. Anything else, or a piece of a secret in it, and there is no scope.
 */
async function readScope(value, secrets) {
    const names = typeof value === 'string' && /^\w{1,80}( \w{1,80}){0,99}$/.test(value) ? value : '';
    // Names in small letters are no base64.
    if (names === names.toLowerCase())
        return names;
    return (await secrets.clean(names, names.length)) === names ? names : '';
}

// EXTERNAL MODULE: ./lib/errors.js
var lib_errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/runner/errors.js

/** GitHub's runner does not give what a step needs. */
class errors_RunnerError extends (/* unused pure expression or super */ null && (StepError)) {
}

;// CONCATENATED MODULE: ./lib/runner/command-files.js



const COMMAND_FILES = (/* unused pure expression or super */ null && (['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE']));
/**
 * Looks before anything is sent: a sign-in whose result cannot be handed on is one row too many in
 * Login History.
 * @throws RunnerError naming the first file that is missing, or is no file that can be written
 */
function requireRunner(env) {
    for (const name of COMMAND_FILES) {
        const path = env[name] ?? '';
        try {
            accessSync(path, constants.W_OK);
        }
        catch {
            throw new RunnerError({ code: 'no-runner', details: { name } });
        }
        // A directory or a device takes nothing that the runner could read.
        if (!statSync(path).isFile())
            throw new RunnerError({ code: 'no-runner', details: { name } });
    }
}
/**
 * Hands all values on in one write, so that the steps that follow get every one of them or none:
 * @actions/core writes them one by one, which leaves half of them behind when a disk is full.
 * @throws RunnerError naming the file, with Node's code (`ENOSPC`, `EACCES`, …)
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
function command_files_writeValues(name, values, env) {
    const end = `end_${randomUUID()}`;
    const entries = Object.entries(values).map(([key, value]) => `${key}<<${end}\n${value}\n${end}\n`);
    if (entries.length === 0)
        return;
    try {
        appendFileSync(env[name] ?? '', entries.join(''));
    }
    catch (error) {
        const reason = String(error.code);
        throw new RunnerError({ code: 'file-not-written', details: { name, reason } });
    }
}

// EXTERNAL MODULE: ./lib/runner/state.js
var state = __webpack_require__(223);
;// CONCATENATED MODULE: ./lib/runner/publish.js




/**
 * Hands the token to the steps that follow. Called after every check has passed; the token is
 * masked since it was read. State comes first, so that what cannot be handed on is still revoked.
 * @throws RunnerError when one of the runner's files cannot be written
 */
function publish(token, wishes, { env, secrets }) {
    const value = token.accessToken.reveal();
    if (wishes.maskInstanceUrl) {
        secrets.mask([token.instanceUrl, new URL(token.instanceUrl).host]);
    }
    if (wishes.exportEnv)
        secrets.mask(pieces(value));
    const outputs = {
        'access-token': value,
        'instance-url': token.instanceUrl,
        'org-id': token.orgId,
        'user-id': token.userId,
        username: wishes.username,
        'token-type': token.tokenType,
        scope: token.scope,
        'token-format': token.format,
    };
    const state = {
        ...(wishes.exportEnv ? { [STATE.tokenHash]: hash(value) } : {}),
        ...(wishes.revokeToken
            ? { [STATE.instanceUrl]: token.instanceUrl, [STATE.accessToken]: value }
            : {}),
    };
    const variables = {
        SF_ACCESS_TOKEN: value,
        SF_ORG_INSTANCE_URL: token.instanceUrl,
        // The CLI takes a JWT there for an alias that it does not know.
        ...(token.format === 'opaque' ? { SF_TARGET_ORG: value } : {}),
    };
    writeValues('GITHUB_STATE', state, env);
    writeValues('GITHUB_OUTPUT', { ...outputs }, env);
    if (wishes.exportEnv)
        writeValues('GITHUB_ENV', variables, env);
}
/**
 * Where `CI` is not `true`, `sf project deploy` draws a box 80 characters wide with its "username",
 * the token, broken over two lines, which the mask of the whole does not find. So each stretch of
 * it is masked too: no run of 12 characters or more is left readable, wherever it is broken.
 */
function pieces(token) {
    const session = sessionOf(token);
    // The last 12 characters too: else what is left over would make a longer run with its neighbour.
    return session.length < 12 ? [] : [...new Set(session.match(/.{12}/g)).add(session.slice(-12))];
}
/** SHA-256 of a token, hex. */
function hash(token) {
    return (0,external_node_crypto_.createHash)('sha256').update(token).digest('hex');
}

// EXTERNAL MODULE: ./lib/salesforce/http.js + 1 modules
var salesforce_http = __webpack_require__(519);
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
/** Whether a host is an org's My Domain, of whatever kind of org. */
function isMyDomain(host) {
    return /\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/.test(host);
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
const SUFFIXES = [
    'salesforce.com',
    'salesforce.mil',
    'force.com',
    'my.site.com',
    'cloudforce.com',
    'crmforce.mil',
    'sfcrmproducts.cn',
];
/** Whether a token may be sent there. */
function isSalesforceHost(host) {
    return SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}
/** Whether a host is this machine: there `http` is accepted, and no proxy stands between. */
function isLoopback(host) {
    return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

;// CONCATENATED MODULE: ./lib/salesforce/instance-url.js

const LONGEST = 2000;
/**
 * Reads the address to which a token may be sent.
 * @param loginUrl where the token came from; its own host is trusted as well
 */
function instance_url_readInstanceUrl(value, loginUrl) {
    const url = typeof value === 'string' && value.length <= LONGEST ? URL.parse(value) : null;
    if (url === null || !hasFormOfInstance(url))
        return { problem: 'instance-url-form' };
    const { protocol, hostname, host, origin, pathname } = url;
    const isHere = isLoopback(hostname);
    if (protocol !== 'https:' && !(isHere && protocol === 'http:')) {
        return { problem: 'instance-url-http', host };
    }
    const trusted = loginUrl === undefined ? isHere : new URL(loginUrl).host === host;
    if (!trusted && !isSalesforceHost(hostname))
        return { problem: 'instance-url-foreign', host };
    return { url: origin + pathname.replace(/\/+$/, '') };
}
/**
 * Whether a shell could read nothing but an address in it: a host of letters, digits, dots and
 * hyphens, a path for a site only, a port on this machine only; no user info, query or fragment.
 */
function hasFormOfInstance({ href, protocol, host, hostname, port, pathname }) {
    if (href !== `${protocol}//${host}${pathname}`)
        return false;
    if (isLoopback(hostname))
        return /^\/*$/.test(pathname);
    const path = kindOf(hostname) === 'site' ? /^(\/[\w-]*)*$/ : /^\/*$/;
    return /^[a-z0-9.-]+$/.test(hostname) && port === '' && path.test(pathname);
}

;// CONCATENATED MODULE: ./lib/salesforce/retry.js

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 20_000;
/** A slow org is waited for; a silent one still leaves half of the default budget to a second try. */
const LONGEST_REQUEST_MS = 30_000;
/**
 * Tries again what may pass by itself, as long as attempts and time last.
 * @param attempt is told how many milliseconds it has
 * @throws the last failure
 */
async function withRetries(patience, attempt) {
    for (let number = 1;; number++) {
        const left = Math.max(1, patience.deadline - patience.now());
        try {
            return await attempt(Math.min(left, LONGEST_REQUEST_MS));
        }
        catch (error) {
            if (!isRequestError(error) || !error.transient || number >= patience.maxAttempts)
                throw error;
            const waitMs = waitBefore(number, error, patience.random);
            if (patience.now() + waitMs >= patience.deadline)
                throw error;
            await patience.onRetry({ error, attempt: number, waitMs });
            await patience.sleep(waitMs);
        }
        // V8 counts the way from here past the loop, which nobody can go.
        /* node:coverage ignore next 2 */
    }
}
/**
 * Milliseconds to wait: 2 s, 6 s, 18 s, then 20 s, each time between half of that and all of it, so
 * that a short outage passes and jobs that failed together do not come back together. `Retry-After`
 * (RFC 9110, section 10.2.3) is the least that is waited.
 */
function waitBefore(attempt, error, random) {
    const half = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** (attempt - 1)) / 2;
    const asked = error instanceof TransportError ? undefined : error.answer.retryAfter;
    return Math.round(Math.max(asked ?? 0, half) + random() * half);
}
/**
 * A few words for a line of the log: why a request failed. Of an error that is none of ours only the
 * code is said: its message may quote anything.
 */
function reasonOf(error) {
    if (!isRequestError(error))
        return String(error?.code);
    if (error instanceof errors/* TransportError */.wX)
        return `${error.code} (${error.host})`;
    const { status, error: code } = error.answer;
    if (error instanceof errors/* AnswerError */.dV)
        return `HTTP ${status}, ${error.code}`;
    return code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`;
}
function isRequestError(error) {
    return [errors/* SalesforceError */.mO, errors/* AnswerError */.dV, errors/* TransportError */.wX].some((kind) => error instanceof kind);
}

;// CONCATENATED MODULE: ./lib/salesforce/revoke.js


/**
 * Ends the session of a token (RFC 7009). No client authentication is asked for; the instance, not
 * the generic login host, knows the session.
 * @throws SalesforceError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
async function revoke({ accessToken, instanceUrl }, { http, timeoutMs, now, secrets }) {
    const response = await http({
        name: 'revoke',
        method: 'POST',
        url: `${instanceUrl}/services/oauth2/revoke`,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token: accessToken.reveal() }).toString(),
        timeoutMs,
    });
    const { answer } = await answer_readAnswer(response, { now, secrets });
    if (answer.status !== 200 || answer.form === 'html')
        throw new errors/* SalesforceError */.mO({ request: 'revoke', answer });
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(975);
;// CONCATENATED MODULE: ./lib/secret.js

/**
 * A string that must not be printed. Every way of turning it into text by accident (template
 * strings, JSON, console.log, an error's cause) gives asterisks. Only `reveal` gives the value.
 */
class Secret {
    #value;
    constructor(value) {
        this.#value = value;
    }
    reveal() {
        return this.#value;
    }
    toString() {
        return '***';
    }
    toJSON() {
        return '***';
    }
    [external_node_util_.inspect.custom]() {
        return '***';
    }
}
/** @param mask registers a value with the runner, as `core.setSecret` does; never given an empty string */
function keepSecrets(mask) {
    const known = new Set();
    const add = (values) => {
        for (const value of values) {
            if (value === '' || known.has(value))
                continue;
            known.add(value);
            mask(value);
        }
    };
    return {
        keep(value, masks = [value]) {
            add(masks);
            if (value !== '')
                known.add(value);
            return new Secret(value);
        },
        mask: add,
        async clean(text, longest) {
            // Loaded when there is such a text: a run that goes well does not pay for it.
            const { harmless, withoutSecrets } = await __webpack_require__.e(/* import() */ 804).then(__webpack_require__.bind(__webpack_require__, 804));
            return harmless(withoutSecrets(text, [...known]), longest);
        },
    };
}

;// CONCATENATED MODULE: ./lib/end-of-job.js
/** What the post step does where there is something to do. A failure is a warning: the job went well. */










const TIMEOUT_MS = 15_000;
/** Tidies up after the job. @returns the exit code, 0 whatever happens */
async function endOfJob(world) {
    const { toolkit } = world;
    if (toolkit.getState(state/* STATE */.c.tokenHash))
        await orWarn('deploy-cache', () => tidyUp(world), world);
    if (toolkit.getState(state/* STATE */.c.accessToken))
        await orWarn('revoke', () => signOut(world), world);
    return 0;
}
function tidyUp({ toolkit, home }) {
    const tokenHash = toolkit.getState(state/* STATE */.c.tokenHash);
    const removed = cleanDeployCache(home(), (value) => hash(value) === tokenHash);
    if (removed > 0) {
        toolkit.info(`Removed the access token from ~/.sf/deploy-cache.json (${removed}).`);
    }
}
async function signOut({ toolkit, http, now }) {
    const secrets = keepSecrets(toolkit.setSecret);
    const accessToken = secrets.keep(toolkit.getState(state/* STATE */.c.accessToken));
    const instance = instance_url_readInstanceUrl(toolkit.getState(state/* STATE */.c.instanceUrl));
    if ('problem' in instance)
        throw Object.assign(new Error(), { code: instance.problem });
    const { url: instanceUrl } = instance;
    secrets.mask((0,salesforce_http/* proxyFor */.i)(instanceUrl).secrets);
    try {
        await revoke({ accessToken, instanceUrl }, { http, now, secrets, timeoutMs: TIMEOUT_MS });
        toolkit.info('Revoked the access token.');
    }
    catch (error) {
        if (!isAlreadyRevoked(error))
            throw error;
        toolkit.info('The access token was no longer valid: another job has revoked it, or its session has ended.');
    }
}
/** Salesforce's answer to a token that it does not know (any more): RFC 7009 would have it be a success. */
function isAlreadyRevoked(error) {
    return error instanceof errors/* SalesforceError */.mO && error.answer.error === 'invalid_token';
}
async function orWarn(what, work, { toolkit }) {
    try {
        await work();
    }
    catch (error) {
        const { deployCacheNotCleaned, revokeFailed } = await __webpack_require__.e(/* import() */ 860).then(__webpack_require__.bind(__webpack_require__, 860));
        const why = reasonOf(error);
        annotate(toolkit, what === 'revoke' ? revokeFailed(why) : deployCacheNotCleaned(why));
    }
}


/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ StepError)
/* harmony export */ });
/**
 * What every failure has in common. Each room owns its own kinds: src/inputs/errors.ts,
 * src/salesforce/errors.ts and src/runner/errors.ts. A failure is data and holds no secret; text
 * for people is made in src/diagnosis/ only.
 */
class StepError extends Error {
    code;
    transient;
    details;
    constructor({ code, transient = false, details = {} }) {
        super(code);
        this.name = new.target.name;
        this.code = code;
        this.transient = transient;
        this.details = details;
    }
}


/***/ }),

/***/ 643:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   dV: () => (/* binding */ AnswerError),
/* harmony export */   mO: () => (/* binding */ SalesforceError),
/* harmony export */   wX: () => (/* binding */ TransportError)
/* harmony export */ });
/* unused harmony export GuardError */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** An answer came, but not the one that was asked for. */
class AnsweredError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z {
    request;
    answer;
    constructor({ request, answer, ...common }) {
        super(common);
        this.request = request;
        this.answer = answer;
    }
}
/** Salesforce, or something on the way, answered with anything but a success. */
class SalesforceError extends AnsweredError {
    constructor(fields) {
        super({ ...fields, code: fields.answer.error ?? String(fields.answer.status) });
    }
}
/** The status says success, but the body is not what it should be. */
class AnswerError extends AnsweredError {
}
/** No answer came, or not a whole one. `code` is Node's (`ENOTFOUND`, `CERT_HAS_EXPIRED`, …) or one of ours. */
class TransportError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .z {
    request;
    host;
    constructor(fields) {
        super(fields);
        this.request = fields.request;
        this.host = fields.host;
    }
}
/** Salesforce gave a token, or time to wait for one; a limit that the workflow set was not kept. */
class GuardError extends (/* unused pure expression or super */ null && (StepError)) {
}


/***/ }),

/***/ 519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i: () => (/* binding */ proxyFor),
  R: () => (/* binding */ toolkitHttp)
});

// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js
var lib = __webpack_require__(779);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/proxy.js
var lib_proxy = __webpack_require__(783);
;// CONCATENATED MODULE: ./lib/version.js
/** The version in package.json; a test holds the two together. */
const VERSION = '1.0.0';

// EXTERNAL MODULE: ./lib/salesforce/errors.js
var errors = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/salesforce/http.js




const MAX_BODY_BYTES = 1024 * 1024;
const NO_PROXY = { host: '', secrets: [] };
/** The proxy that the environment names for a URL. */
function proxyFor(url) {
    try {
        const proxy = (0,lib_proxy/* getProxyUrl */.s)(new URL(url));
        if (!proxy?.host)
            return NO_PROXY;
        const { username, password, search, hash, pathname } = proxy;
        const header = Buffer.from(`${username}:${password}`).toString('base64');
        // With an unescaped #, ? or / in its password, a part of that stands where the host should.
        const host = search + hash === '' && pathname === '/' ? proxy.host : '';
        return { host, secrets: password === '' ? [] : [password, header] };
    }
    catch {
        // Neither a URL nor a host. The error would quote it; the request fails without doing so.
        return NO_PROXY;
    }
}
/** `Http` over @actions/http-client, which finds proxies in the environment as every action does. */
const toolkitHttp = async (request) => {
    // Read by Node at each connection: 0 would turn the checks of TLS off.
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    // `tunnel` uses Buffer() where the proxy's URL has credentials. The warning that Node prints for
    // it says nothing that the reader of a job's log could change.
    process.noDeprecation = true;
    const abort = new AbortController();
    const timedOut = Promise.withResolvers();
    const timer = setTimeout(() => {
        timedOut.reject(failure('timeout', request, { milliseconds: request.timeoutMs }));
        abort.abort();
    }, request.timeoutMs);
    const client = new lib/* HttpClient */.Qq(`salesforce-jwt-auth/${VERSION}`, [
        {
            prepareRequest(options) {
                options.signal = abort.signal;
                // The toolkit leaves the brackets on, and Node then takes [::1] for a name.
                options.host = String(options.host).replace(/[[\]]/g, '');
            },
            canHandleAuthentication: () => false,
            // Asked for by the type alone.
            /* node:coverage ignore next */
            handleAuthentication: () => Promise.reject(new Error('never asked for')),
        },
    ], { allowRedirects: false, allowRetries: false, socketTimeout: request.timeoutMs });
    // Raced, because a request that still waits for its proxy does not hear the abort signal.
    return Promise.race([send(client, request), timedOut.promise])
        .catch((error) => {
        throw error instanceof errors/* TransportError */.wX ? error : fromNode(error, request);
    })
        .finally(() => {
        clearTimeout(timer);
        abort.abort();
        client.dispose();
    });
};
async function send(client, request) {
    const { method, url, body = '', headers } = request;
    const { message } = await client.request(method, url, body, { ...headers });
    const chunks = [];
    let size = 0;
    for await (const chunk of message) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_BODY_BYTES)
            break;
    }
    const read = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES);
    return {
        status: Number(message.statusCode),
        headers: message.headers,
        body: read.toString('utf8'),
    };
}
/** Certificates do not mend themselves within a minute, and a proxy that refuses goes on refusing. */
const LASTING = /CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|proxy-refused|unknown/;
function failure(code, request, details = {}, transient = !LASTING.test(code)) {
    const { host } = new URL(request.url);
    return new errors/* TransportError */.wX({ code, request: request.name, host, transient, details });
}
/** 408 and 429: not now, but perhaps soon. */
const isBusy = (status) => status === 408 || status === 429;
/** Node's error without its message and stack: they may quote a proxy's URL or a header. */
function fromNode(error, request) {
    const { code, message } = error;
    // What `tunnel` says of a proxy stands only in its message.
    const [, status, cause] = /tunneling socket could not be established, (?:statusCode=(\d+)|cause=(.*))/s.exec(message) ??
        [];
    if (status !== undefined) {
        const code = Number(status);
        return failure('proxy-refused', request, { status: code }, code >= 500 || isBusy(code));
    }
    if (cause !== undefined) {
        const known = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.exec(cause);
        if (known)
            return failure('proxy-unreachable', request, { cause: known[0] });
        return failure(cause.startsWith('Parse Error') ? 'proxy-garbage' : 'proxy-closed', request);
    }
    if (message === 'got illegal response body from proxy')
        return failure('proxy-garbage', request);
    return failure(code ?? 'unknown', request);
}


/***/ }),

/***/ 897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ ProxyAgent)
/* harmony export */ });
/* unused harmony export fetch */
// @actions/http-client imports undici's ProxyAgent for getAgentDispatcher(), which this action never
// calls: it reaches proxies through `tunnel`. Real undici is 940 KB of the bundle, and the
// dependency with the most advisories. "overrides" in package.json puts this file in its place;
// __tests__/repository/bundle.test.ts proves that the bundle holds this file and no way to reach it.
const leftOut = () => {
  throw new Error('undici is left out of this action on purpose: see stubs/undici/index.js');
};

const ProxyAgent = leftOut;
const fetch = (/* unused pure expression or super */ null && (leftOut));


/***/ })

};
