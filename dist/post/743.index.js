export const id = 743;
export const ids = [743];
export const modules = {

/***/ 743:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cleanup: () => (/* binding */ cleanup)
});

// EXTERNAL MODULE: ./lib/http/proxy.js
var proxy = __webpack_require__(768);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(975);
// EXTERNAL MODULE: ./lib/redaction/fragments.js
var fragments = __webpack_require__(332);
// EXTERNAL MODULE: ./lib/redaction/sanitize.js
var redaction_sanitize = __webpack_require__(714);
;// CONCATENATED MODULE: ./lib/redaction/secrets.js



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
/** In characters. Only a beginning is ever shown; the rest need not be searched. */
const MAX_SCANNED_CHARS = 20_000;
/** With this an opaque token begins. It is an output of its own, and no secret. */
const ORG_ID = /^00D\w{12}!/;
const MIN_MASK_LENGTH = 4;
/**
 * The runner masks a value, and each line of it. A short one would turn every place of the log that
 * has these characters into `***`; then only the other lines are masked.
 */
function maskableLines(value) {
	const lines = value.split(/[\r\n]/).filter((line) => line !== '');
	const longLines = lines.filter((line) => line.length >= MIN_MASK_LENGTH);
	return lines.length > 0 && longLines.length === lines.length ? [value] : longLines;
}
/** @param setSecret registers a value with the runner, as `core.setSecret` does; never given an empty string */
function createSecretRegistry(setSecret) {
	const allForms = new Set();
	const registered = new Set();
	const masked = new Set();
	const maskValues = (values) => {
		for (const value of values) {
			if (masked.has(value)) continue;
			allForms.add(value);
			masked.add(value);
			for (const line of maskableLines(value)) setSecret(line);
		}
	};
	return {
		register(value, masks = [value]) {
			maskValues(masks);
			allForms.add(value);
			registered.add(value);
			return new Secret(value);
		},
		mask: maskValues,
		async redact(text, maxLength) {
			// Loaded when there is such a text: a run that goes well does not pay for it.
			const { sanitize, redactSecrets } = await __webpack_require__.e(/* import() */ 224).then(__webpack_require__.bind(__webpack_require__, 224));
			// Escape sequences go first: what they cut into pieces is whole again without them.
			const line = (0,redaction_sanitize/* oneLine */.TN)(text.slice(0, MAX_SCANNED_CHARS), Number.POSITIVE_INFINITY);
			return sanitize(redactSecrets(line, [...allForms]), maxLength);
		},
		contains: (value) =>
			(0,fragments/* containsFragment */.S)(
				value,
				[...registered].map((secret) => secret.replace(ORG_ID, '')),
			),
	};
}

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
;// CONCATENATED MODULE: ./lib/salesforce/response.js
/**
 * Reads whatever came back, without believing its Content-Type. Salesforce answers OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and pages; so do proxies.
 */
async function parseResponse({ status, headers, body }, { now, secrets }) {
	const { date, location, 'retry-after': retryAfterHeader } = headers;
	const receivedAt = now();
	const json = parseJson(body);
	const root = Array.isArray(json) ? json[0] : json;
	const fields = isRecord(root) ? root : {};
	secrets.mask(findTokens(fields));
	const toSafeText = async (value) =>
		typeof value === 'string' ? (await secrets.redact(value)) || undefined : undefined;
	const bodyText = json === undefined ? describeBody(body) : describeJson(json, fields);
	const response = {
		status,
		bodyKind: bodyText.bodyKind,
		...optionalField('serverTime', parseHttpDate(date)),
		...optionalField('retryAfter', parseRetryAfter(retryAfterHeader, receivedAt)),
		...optionalField('rateExceeded', isRateLimited(body, fields) || undefined),
		...optionalField('location', await toSafeText(hostOf(location))),
		...optionalField('error', await firstText(bodyText.error, toSafeText)),
		...optionalField('description', await firstText(bodyText.description, toSafeText)),
		...optionalField('excerpt', await firstText(bodyText.excerpt, toSafeText)),
	};
	return json === undefined ? { response } : { response, json };
}
function describeJson(json, fields) {
	return {
		bodyKind: Array.isArray(json) ? 'rest' : 'error' in fields ? 'oauth' : 'json',
		error: [fields['error'], fields['errorCode']],
		description: [fields['error_description'], fields['message']],
	};
}
async function firstText(values = [], toSafeText) {
	for (const value of values) {
		const safeText = await toSafeText(value);
		if (safeText !== undefined) return safeText;
	}
	return undefined;
}
function isRecord(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function parseJson(body) {
	try {
		// RFC 8259, section 8.1: a byte order mark may be ignored.
		return JSON.parse(body.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}
function describeBody(body) {
	if (body.trim() === '') return { bodyKind: 'empty' };
	// Only the beginning is ever shown; a page of 1 MiB need not be searched.
	const start = body.slice(0, 20_000);
	// A damaged success, or our own request sent back: not even a piece of either is shown.
	if (/access_token|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, '')))
		return { bodyKind: 'text' };
	if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
		// Bytes that are no UTF-8 are no words either.
		if (start.includes('\uFFFD') || start.includes('\0')) return { bodyKind: 'text' };
		return { bodyKind: 'text', excerpt: [start] };
	}
	const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1];
	const visibleText = start.replace(/<(script|style)[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/gi, ' ');
	return { bodyKind: 'html', excerpt: [title, visibleText] };
}
/**
 * Any token in an answer, asked for or not: masked before a word of the answer is shown. Visible
 * ASCII (RFC 6749, appendix A.12), and so no sentence of ours, and no lines that the runner would mask one by one.
 */
function findTokens(fields) {
	return Object.entries(fields).flatMap(([name, value]) =>
		name.endsWith('_token') && typeof value === 'string'
			? (value.match(/[\x21-\x7E]{16,}/g) ?? [])
			: [],
	);
}
/** In a code, a sentence or a page; with whatever stands between the words, escaped or not. */
function isRateLimited(body, fields) {
	const texts = [body, ...Object.values(fields).filter((value) => typeof value === 'string')];
	const separators = /<[^<>]*>|&#?\w{1,31};|%[\da-f]{2}|\\u[\da-f]{4}|\\[nrt]|[^a-z]/gi;
	return texts.some((text) => /loginrateexceeded/i.test(text.replace(separators, '')));
}
function parseHttpDate(value) {
	const milliseconds = Date.parse(value ?? '');
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
/** Seconds, or a date (RFC 9110, section 10.2.3); gives milliseconds from now. */
function parseRetryAfter(value, now) {
	if (value === undefined) return undefined;
	if (/^\d+$/.test(value)) return Number(value) * 1000;
	const date = parseHttpDate(value);
	return date === undefined ? undefined : Math.max(0, date - now);
}
function hostOf(location) {
	return location && URL.canParse(location) ? new URL(location).host : undefined;
}
function optionalField(key, value) {
	return value === undefined ? {} : { [key]: value };
}

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/runner/errors.js

/** The token may stay in the deploy cache: not where `sf` would write it, behind a link, or in too much else. */
class DeployCacheError extends errors/* ActionError */.l {}
/** GitHub's runner does not give what a step needs. */
class RunnerError extends (/* unused pure expression or super */ null && (ActionError)) {}

;// CONCATENATED MODULE: ./lib/runner/sf-deploy-cache.js





/** Thousands of deployments. To look for the token in more would keep the job waiting. */
const MAX_CACHE_BYTES = 1024 * 1024;
/** Another process may hold the file for a moment. Windows then refuses to replace it. */
const RETRY_DELAYS_MS = [50, 100, 200];
const LOCKED_ERRORS = ['EPERM', 'EBUSY', 'EACCES'];
/**
 * `sf project deploy start` records each deployment in `~/.sf/deploy-cache.json`, world-readable,
 * and with SF_TARGET_ORG the "username" that it records is the access token itself. Removes the
 * entries that hold it; every other entry keeps its value.
 * @returns how many entries were removed
 * @throws NodeJS.ErrnoException or DeployCacheError where the token may stay
 */
async function cleanDeployCache(options) {
	const { home, containsToken, sleep, rename = external_node_fs_.renameSync } = options;
	const homeFolder = homeOrUndefined(home);
	if (homeFolder === undefined) return 0;
	const file = (0,external_node_path_.join)(homeFolder, '.sf', 'deploy-cache.json');
	for (const delayMs of RETRY_DELAYS_MS) {
		try {
			return removeTokenEntries(file, containsToken, (content) => replace(file, content, rename));
		} catch (error) {
			if (!LOCKED_ERRORS.includes(String(error.code))) throw error;
		}
		await sleep(delayMs);
	}
	return removeTokenEntries(file, containsToken, (content) => overwrite(file, content));
}
/** A user without a home, as in some containers, has nothing in it. */
function homeOrUndefined(home) {
	try {
		return home();
	} catch {
		return undefined;
	}
}
function removeTokenEntries(file, containsToken, write) {
	const size = fileSize(file);
	if (size === undefined) return 0;
	if (size > MAX_CACHE_BYTES) throw new DeployCacheError({ code: 'too-large' });
	const text = (0,external_node_fs_.readFileSync)(file, 'utf8');
	if (!isPlain((0,external_node_path_.dirname)(file), 'directory') || !isPlain(file, 'file')) {
		if (containsToken(text)) throw new DeployCacheError({ code: 'linked' });
		return 0;
	}
	const entries = parseCache(text);
	const all = isRecord(entries) ? Object.entries(entries) : [];
	const remaining = all.filter((entry) => !valueContainsToken(entry, containsToken));
	const removed = all.length - remaining.length;
	if (removed > 0) write(`${JSON.stringify(Object.fromEntries(remaining), null, 2)}\n`);
	else if (containsToken(text)) throw new DeployCacheError({ code: 'unknown-form' });
	return removed;
}
/** Nothing is changed behind a link: another job on the same runner could have put it there. */
function isPlain(path, kind) {
	const stats = (0,external_node_fs_.lstatSync)(path);
	return kind === 'file' ? stats.isFile() : stats.isDirectory();
}
/** Of the file, wherever links lead; undefined where there is none. */
function fileSize(path) {
	const stats = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
	return stats?.isFile() ? stats.size : undefined;
}
/** Node's JSON knows how a number was written, and can write it so; TypeScript's types don't yet. */
const { parse: parseWithSource, rawJSON } = JSON;
/** Numbers stay as they are written: a large one would come out as another. */
function parseCache(text) {
	try {
		return parseWithSource(text, (_, value, { source = '' }) =>
			typeof value === 'number' ? rawJSON(source) : value,
		);
	} catch {
		return undefined;
	}
}
function valueContainsToken(value, containsToken) {
	if (typeof value === 'string') return containsToken(value);
	// As a key too; numbers and the like have no entries.
	return Object.entries(value ?? {})
		.flat()
		.some((part) => valueContainsToken(part, containsToken));
}
/** In one step, so that neither a crash nor a reader in between meets half a file. */
function replace(file, content, rename) {
	const { mode } = (0,external_node_fs_.lstatSync)(file);
	const temporaryFile = `${file}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
	try {
		(0,external_node_fs_.writeFileSync)(temporaryFile, content, { flag: 'wx', mode });
		// The process's umask has taken rights away from a new file.
		(0,external_node_fs_.chmodSync)(temporaryFile, mode);
		rename(temporaryFile, file);
	} finally {
		(0,external_node_fs_.rmSync)(temporaryFile, { force: true });
	}
}
/** Half a file is better than one with a token in it. Still, no link is followed. */
function overwrite(file, content) {
	const { O_WRONLY, O_TRUNC, O_NOFOLLOW = 0 } = external_node_fs_.constants;
	const handle = (0,external_node_fs_.openSync)(file, O_WRONLY | O_TRUNC | O_NOFOLLOW);
	try {
		(0,external_node_fs_.writeFileSync)(handle, content);
	} finally {
		(0,external_node_fs_.closeSync)(handle);
	}
}

// EXTERNAL MODULE: ./lib/runner/state.js
var state = __webpack_require__(223);
;// CONCATENATED MODULE: ./lib/runner/token-digest.js

/**
 * Enough to find a token again without keeping it: its SHA-256, how long it is, and how it begins.
 * Opaque tokens of all orgs begin with `00D`, and all JWTs with `eyJ`.
 */
function digestOf(token) {
	return `${sha256(token)}:${token.length}:${token.slice(0, 3)}`;
}
/** Whether a text holds the token of which this is the digest, whatever stands around it. */
function containsToken(text, digest) {
	const [, expectedHash, length, prefix = ''] = /^([\da-f]{64}):(\d+):(.{3})$/.exec(digest) ?? [];
	const size = Number(length);
	if (prefix === '') return false;
	for (let index = text.indexOf(prefix); index !== -1; index = text.indexOf(prefix, index + 1)) {
		if (sha256(text.slice(index, index + size)) === expectedHash) return true;
	}
	return false;
}
function sha256(text) {
	return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}

// EXTERNAL MODULE: ./lib/salesforce/errors.js
var salesforce_errors = __webpack_require__(643);
// EXTERNAL MODULE: ./lib/salesforce/hosts.js
var hosts = __webpack_require__(612);
;// CONCATENATED MODULE: ./lib/salesforce/instance-url.js

const MAX_URL_LENGTH = 2000;
/**
 * Reads the address to which a token may be sent.
 * @param loginUrl where the token came from; its own host is trusted as well
 */
function readInstanceUrl(value, loginUrl) {
	const url = typeof value === 'string' && value.length <= MAX_URL_LENGTH ? URL.parse(value) : null;
	if (url === null || !isWellFormedInstanceUrl(url)) return { code: 'instance-url-form' };
	const { protocol, hostname, host, origin, pathname } = url;
	const isLocal = (0,hosts/* isLoopback */.U9)(hostname);
	if (protocol !== 'https:' && !(isLocal && protocol === 'http:')) {
		return { code: 'instance-url-http', host };
	}
	const trusted = loginUrl === undefined ? isLocal : new URL(loginUrl).host === host;
	if (!trusted && !(0,hosts/* isSalesforceHost */.ag)(hostname)) return { code: 'instance-url-foreign', host };
	return { url: origin + pathname.replace(/\/+$/, '') };
}
/**
 * Whether a shell could read nothing but an address in it: a host of letters, digits, dots and
 * hyphens, a path for a site only, a port on this machine only; no user info, query or fragment.
 */
function isWellFormedInstanceUrl({ href, protocol, host, hostname, port, pathname }) {
	if (href !== `${protocol}//${host}${pathname}`) return false;
	if ((0,hosts/* isLoopback */.U9)(hostname)) return /^\/*$/.test(pathname);
	const path = (0,hosts/* hostKind */.Pz)(hostname) === 'site' ? /^(\/[\w-]*)*$/ : /^\/*$/;
	return /^[a-z0-9.-]+$/.test(hostname) && port === '' && path.test(pathname);
}

;// CONCATENATED MODULE: ./lib/salesforce/revoke.js


/**
 * Ends the session of a token (RFC 7009). No client authentication is asked for; the instance, not
 * the generic login host, knows the session.
 * @throws HttpStatusError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
async function revoke({ accessToken, instanceUrl }, { http, timeoutMs, now, secrets }) {
	const httpResponse = await http({
		name: 'revoke',
		method: 'POST',
		url: `${instanceUrl}/services/oauth2/revoke`,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ token: accessToken.reveal() }).toString(),
		timeoutMs,
	});
	const { response } = await parseResponse(httpResponse, { now, secrets });
	if (response.status !== 200 || response.bodyKind === 'html')
		throw new salesforce_errors/* HttpStatusError */.F9({ request: 'revoke', response });
}

;// CONCATENATED MODULE: ./lib/cleanup.js
/** What the post step does if there is something to do. A failure is only a warning: it must not fail the job. */









const TIMEOUT_MS = 15_000;
/** Tidies up after the job. @returns the exit code, 0 whatever happens; never throws */
async function cleanup(runtime) {
	const { core } = runtime;
	if (core.getState(state/* STATE */.c.tokenDigest))
		await warnOnFailure(
			'deployCacheNotCleaned',
			() => removeTokenFromDeployCache(runtime),
			runtime,
		);
	if (core.getState(state/* STATE */.c.accessToken))
		await warnOnFailure('revokeFailed', () => revokeToken(runtime), runtime);
	return 0;
}
async function removeTokenFromDeployCache({ core, ...runtime }) {
	const digest = core.getState(state/* STATE */.c.tokenDigest);
	const containsJobToken = (text) => containsToken(text, digest);
	const removed = await cleanDeployCache({ ...runtime, containsToken: containsJobToken });
	if (removed > 0) {
		core.info(`Removed the access token from ~/.sf/deploy-cache.json (entries: ${removed}).`);
	}
}
async function revokeToken({ core, env, http, now }) {
	const secrets = createSecretRegistry(core.setSecret);
	const accessToken = secrets.register(core.getState(state/* STATE */.c.accessToken));
	const instance = readInstanceUrl(core.getState(state/* STATE */.c.instanceUrl));
	if ('code' in instance) throw Object.assign(new Error(), { code: instance.code });
	const { url: instanceUrl } = instance;
	secrets.mask((0,proxy/* resolveProxy */.Fu)(instanceUrl, env).secrets);
	try {
		await revoke({ accessToken, instanceUrl }, { http, now, secrets, timeoutMs: TIMEOUT_MS });
		core.info('Revoked the access token.');
	} catch (error) {
		if (!isAlreadyRevoked(error)) throw error;
		core.info(
			'The access token was no longer valid: it was revoked before, or its session has ended.',
		);
	}
}
/** Salesforce's answer to a token that it does not know, or no longer; RFC 7009, section 2.2, would have it be a success. */
function isAlreadyRevoked(error) {
	return error instanceof salesforce_errors/* HttpStatusError */.F9 && error.response.error === 'invalid_token';
}
async function warnOnFailure(noticeName, work, { core }) {
	try {
		await work();
	} catch (error) {
		const reason = (0,salesforce_errors/* shortReason */.PR)(error);
		try {
			annotate(core, (await __webpack_require__.e(/* import() */ 885).then(__webpack_require__.bind(__webpack_require__, 885)))[noticeName](reason));
		} catch {
			// Not even the words can be loaded: one line has to do.
			core.warning(`${noticeName}: ${reason}`);
		}
	}
}


/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ ActionError)
/* harmony export */ });
/**
 * What every failure has in common. Each room owns its own kinds: src/inputs/errors.ts,
 * src/salesforce/errors.ts and src/runner/errors.ts. A failure is data and holds no secret; text
 * for people is made in src/diagnosis/ only.
 */
class ActionError extends Error {
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

/***/ 768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   As: () => (/* binding */ requireValidProxy),
/* harmony export */   Fu: () => (/* binding */ resolveProxy),
/* harmony export */   T6: () => (/* binding */ ProxyError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
/* harmony import */ var _salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(612);


/** What is wrong with a proxy. It becomes the TransportError of the request that needs it. */
class ProxyError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}
/** Lower case first, as curl and the toolkit have it. Plain `http` is for loopback only, which needs no proxy. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'];
/** Finds the proxy for a URL, by the rules of every action: those of @actions/http-client. */
function resolveProxy(target, env) {
	const configured = VARIABLES.flatMap((variable) => {
		const { [variable]: setting = '' } = env;
		return setting === '' ? [] : [{ variable, setting }];
	});
	const secrets = configured.flatMap(({ setting }) => credentialForms(setting));
	const [selected] = configured;
	if (selected === undefined) return { secrets, invalid: false };
	const { variable, setting } = selected;
	if (bypassesProxy(new URL(target), env)) return { variable, secrets, invalid: false };
	const url = parseProxyUrl(setting);
	return { variable, secrets, invalid: url === undefined, ...(url ? { url } : {}) };
}
/** `no_proxy` lists hosts and domains, with a port or without; `*` is all of them. */
function bypassesProxy({ hostname, port }, env) {
	const list = env['no_proxy'] || env['NO_PROXY'] || '';
	const names = [hostname, `${hostname}:${port || 443}`];
	const matches = (item) =>
		item === '*' || names.some((name) => `.${name}`.endsWith(`.${item.replace(/^\./, '')}`));
	const items = list
		.toLowerCase()
		.split(',')
		.map((item) => item.trim());
	return (0,_salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U9)(hostname) || items.filter((item) => item !== '').some(matches);
}
/**
 * An unreadable setting does not permit bypassing the proxy.
 * @throws ProxyError that names the variable, never its value
 */
function requireValidProxy({ variable = '', invalid, url }) {
	if (invalid) throw new ProxyError({ code: 'proxy-unreadable', details: { variable } });
	return url;
}
/** `http://user:password@host:port`, of which only the host is needed. */
const PROXY_PATTERN =
	/^(?:(https?):\/\/)?(?:([^\s/?#]*)@)?(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::([1-9]\d{0,4}))?\/?$/iu;
function parseProxyUrl(setting) {
	const [, scheme = 'http', credentials = '', host, port = ''] =
		PROXY_PATTERN.exec(setting.trim()) ?? [];
	if (host === undefined || safeDecode(credentials) === undefined) return undefined;
	// As in DOMAIN\\user: to a URL, it would be the slash that ends the host.
	const userInfo = credentials.replaceAll('\\', '%5C');
	return URL.parse(`${scheme}://${userInfo}@${host}:${port}`) ?? undefined;
}
/** `user:password` as it is meant; undefined where it is not percent-encoded as a whole. */
function safeDecode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
const MIN_MASK_LENGTH = 4;
/** As they stand, decoded, encoded; and the header that carries them. Without a password, the name is the secret. */
function credentialForms(setting) {
	const beforeHost = setting.slice(0, Math.max(0, setting.lastIndexOf('@')));
	const userInfo = beforeHost.trimStart().replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
	if (userInfo === '') return [];
	const decoded = safeDecode(userInfo) ?? userInfo;
	const forms = [userInfo, decoded].flatMap((form) => {
		const [name = '', ...passwordParts] = form.split(':');
		const password = passwordParts.join(':');
		const secret = password || name;
		const header = Buffer.from(`${name}:${password}`).toString('base64');
		return [form, secret, encodeURIComponent(secret), header];
	});
	// A shorter mask would turn ordinary words into asterisks.
	return forms.filter((form) => form.length >= MIN_MASK_LENGTH);
}


/***/ }),

/***/ 332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ containsFragment),
/* harmony export */   v: () => (/* binding */ MIN_FRAGMENT_LENGTH)
/* harmony export */ });
/** Letters and digits in a row. Shorter stretches of a secret reveal nothing, and may be ordinary words. */
const MIN_FRAGMENT_LENGTH = 12;
/**
 * Whether a value that is handed on as it is, of letters, digits and blanks, repeats a piece of a
 * secret, in whatever case and however its blanks cut it.
 */
function containsFragment(value, secrets) {
	const characters = alphanumeric(value);
	const normalizedSecrets = secrets.map(alphanumeric);
	for (let start = 0; start + MIN_FRAGMENT_LENGTH <= characters.length; start++) {
		const fragment = characters.slice(start, start + MIN_FRAGMENT_LENGTH);
		if (normalizedSecrets.some((secret) => secret.includes(fragment))) return true;
	}
	return false;
}
const alphanumeric = (text) => text.replace(/[^a-z0-9]/gi, '').toLowerCase();


/***/ }),

/***/ 714:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   l6: () => (/* binding */ MAX_LINE_LENGTH)
/* harmony export */ });
/* unused harmony export stripAnsi */
/** Longest text that is shown, in characters. */
const MAX_LINE_LENGTH = 300;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const ANSI_ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;
/** ANSI escape sequences (ECMA-48) go whole, so that no `[31m` remains. */
const stripAnsi = (text) => text.replace(ANSI_ESCAPES, '');
/** One line without control characters: it cannot colour the log, nor hold a workflow command of the old form (`##[`). */
function oneLine(text, maxLength = MAX_LINE_LENGTH) {
	const line = stripAnsi(text)
		// Control, format (bidirectional overrides, zero width) and private-use characters, line breaks.
		.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
		// The runner obeys `##[` anywhere in a line.
		.replace(/#(?=#\[)/g, '# ')
		.trim();
	// A cut between the two halves of a character leaves neither.
	return line.length > maxLength ? `${line.slice(0, maxLength).replace(/\p{Cs}$/u, '')}…` : line;
}


/***/ }),

/***/ 643:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F9: () => (/* binding */ HttpStatusError),
/* harmony export */   PR: () => (/* binding */ shortReason),
/* harmony export */   wX: () => (/* binding */ TransportError)
/* harmony export */ });
/* unused harmony exports ResponseError, InvalidResponseError, VerificationError, isRequestError */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** An answer came, but not the one that was asked for. */
class ResponseError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {
	request;
	response;
	constructor({ request, response, ...options }) {
		super(options);
		this.request = request;
		this.response = response;
	}
}
/** Salesforce, or something on the way, answered with anything but a success. */
class HttpStatusError extends ResponseError {
	constructor(options) {
		super({ ...options, code: options.response.error ?? String(options.response.status) });
	}
}
/** The status says success, but the body is not what it should be. */
class InvalidResponseError extends ResponseError {}
/** No answer came, or not a whole one. `code` is Node's (`ENOTFOUND`, `CERT_HAS_EXPIRED`, …) or one of ours. */
class TransportError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {
	request;
	host;
	constructor(options) {
		super(options);
		this.request = options.request;
		this.host = options.host;
	}
}
/** Salesforce gave a token, or time to wait for one; a limit that the workflow set was not kept. */
class VerificationError extends (/* unused pure expression or super */ null && (ActionError)) {}
function isRequestError(error) {
	return error instanceof ResponseError || error instanceof TransportError;
}
/**
 * A few words for a line of the log: why a request failed. Of an error that is none of ours only the
 * code is said: its message may quote anything.
 */
function shortReason(error) {
	if (!isRequestError(error)) {
		const { code, name } = error;
		return code ?? name;
	}
	if (error instanceof TransportError) return `${error.code} (${error.host})`;
	const { status, error: code } = error.response;
	if (error instanceof InvalidResponseError) return `HTTP ${status}, ${error.code}`;
	return code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`;
}


/***/ }),

/***/ 612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pz: () => (/* binding */ hostKind),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   ag: () => (/* binding */ isSalesforceHost)
/* harmony export */ });
/* unused harmony exports audienceFor, isMyDomain, myDomainForPage, sandboxName */
/** What is known of the host names of Salesforce. Everything that depends on a host asks here. */
/**
 * Which kind of host it is, by its registered suffix; the first row that fits decides. Only rows
 * for names that Salesforce owns: a look-alike such as login.salesforce.com.evil.example fits none.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const HOST_KINDS = [
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
function hostKind(host) {
	return HOST_KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
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
	switch (hostKind(hostname)) {
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
const ORG_PAGES = (/* unused pure expression or super */ null && ([
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
function myDomainForPage(host) {
	const page = ORG_PAGES.find(([pattern]) => pattern.test(host));
	return page && host.replace(...page);
}
/** The sandbox that a My Domain names: `uat` for `acme--uat.sandbox.my.salesforce.com`. */
function sandboxName(host) {
	return /--([a-z0-9]+)\.(?:sandbox\.)?my\./.exec(host.toLowerCase())?.[1];
}
/** Registered suffixes of Salesforce, as its own CLI knows them. */
const SALESFORCE_SUFFIXES = [
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
	return SALESFORCE_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}
/** Whether a host is this machine: there `http` is accepted, and no proxy stands between. */
function isLoopback(host) {
	return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}


/***/ })

};
