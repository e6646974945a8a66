export const id = 318;
export const ids = [318];
export const modules = {

/***/ 318:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cleanup: () => (cleanup)
});

var http_proxy = __webpack_require__(768); // ./lib/http/proxy.js
var external_node_util_ = __webpack_require__(975);
var fragments = __webpack_require__(332); // ./lib/redaction/fragments.js
var one_line = __webpack_require__(720); // ./lib/redaction/one-line.js
;// CONCATENATED MODULE: ./lib/redaction/secrets.js
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
const MAX_SCANNED_CHARS = 20_000;
const ORG_ID = /^00D\w{12}(\w{3})?!/;
const MIN_MASK_LENGTH = 4;
function maskableLines(value) {
	const lines = value.split(/[\r\n]/).filter((line) => line !== '');
	const longLines = lines.filter(
		(line) => line.replaceAll('\u0085', ' ').trim().length >= MIN_MASK_LENGTH,
	);
	return lines.length > 0 && longLines.length === lines.length ? [value] : longLines;
}
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
			for (const mask of masks) registered.add(mask);
			return new Secret(value);
		},
		mask: maskValues,
		async redact(text, maxLength) {
			const { sanitize, redactSecrets } = await __webpack_require__.e(224).then(__webpack_require__.bind(__webpack_require__, 224));
			const line = (0,one_line.TN)(text.slice(0, MAX_SCANNED_CHARS), Number.POSITIVE_INFINITY);
			return sanitize(redactSecrets(line, [...allForms]), maxLength);
		},
		contains: (value) =>
			(0,fragments.S)(
				value,
				[...registered].map((secret) => secret.replace(ORG_ID, '')),
			),
	};
}

;// CONCATENATED MODULE: ./lib/run-context.js
function createRunInfo(initial) {
	const runInfo = { ...initial };
	return { runInfo, record: (update) => void Object.assign(runInfo, update) };
}
function createDependencies({ createHttpClient, ...runtime }) {
	const runEnd = new AbortController();
	const secrets = createSecretRegistry(runtime.core.setSecret);
	const proxy = (0,http_proxy.Fu)(runtime.env);
	secrets.mask(proxy.secrets);
	return {
		...runtime,
		secrets,
		proxy,
		http: createHttpClient(proxy, runEnd.signal),
		closeConnections: () => runEnd.abort(),
	};
}
function createRunContext(runtime) {
	const githubHosted = runtime.env['RUNNER_ENVIRONMENT'] === 'github-hosted';
	const { http, ...dependencies } = createDependencies(runtime);
	const info = createRunInfo({ attempts: 0, startedAt: runtime.now(), githubHosted });
	return {
		...dependencies,
		...info,
		async http(request) {
			const proxy = proxyAddress(request.url, dependencies.proxy);
			info.record({ proxy });
			const response = await http(request);
			if (request.name !== 'key-service') info.record({ responseProxy: proxy ?? '' });
			return response;
		},
	};
}

var external_node_buffer_ = __webpack_require__(573);
var external_node_fs_ = __webpack_require__(24);
var external_node_path_ = __webpack_require__(760);
var errors = __webpack_require__(452); // ./lib/errors.js
;// CONCATENATED MODULE: ./lib/json.js
function isRecord(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/runner/sf-caches.js
const MAX_CACHE_BYTES = 1024 * 1024;
const MAX_FILES = 50;
const MAX_TOTAL_BYTES = 4 * MAX_CACHE_BYTES;
function cleanSfCaches({ home, containsToken }) {
	let folder;
	let names;
	try {
		folder = (0,external_node_path_.join)(home(), '.sf');
		names = (0,external_node_fs_.readdirSync)(folder);
	} catch (error) {
		const isMissing = ['ENOENT', 'ENOTDIR', 'ERR_SYSTEM_ERROR'].includes(String((0,errors.C)(error)));
		return isMissing ? [] : [{ file: '~/.sf', removed: 0, error }];
	}
	const caches = names.filter((name) => name.endsWith('-cache.json'));
	const options = { containsToken, remainingBytes: MAX_TOTAL_BYTES };
	const results = caches
		.slice(0, MAX_FILES)
		.map((name) => {
			const file = `~/.sf/${/^[a-z-]{1,60}\.json$/.test(name) ? name : '…-cache.json'}`;
			try {
				return { file, removed: cleanFile((0,external_node_path_.join)(folder, name), options) };
			} catch (error) {
				return { file, removed: 0, error };
			}
		})
		.filter(({ removed, error }) => removed > 0 || error !== undefined);
	return caches.length > MAX_FILES
		? [...results, { file: '~/.sf', removed: 0, error: cacheError('too-many-files') }]
		: results;
}
function cleanFile(file, options) {
	const containsToken = (text) => options.containsToken(withoutEscapes(text));
	const stats = (0,external_node_fs_.statSync)(file, { throwIfNoEntry: false });
	if (!stats?.isFile() || stats.size === 0) return 0;
	if (stats.size > Math.min(MAX_CACHE_BYTES, options.remainingBytes)) throw cacheError('too-large');
	options.remainingBytes -= stats.size;
	const bytes = (0,external_node_fs_.readFileSync)(file);
	const text = bytes.toString();
	if (!containsToken(text)) return 0;
	if (isLink(file) || isLink((0,external_node_path_.dirname)(file))) throw cacheError('linked');
	const entries = (0,external_node_buffer_.isUtf8)(bytes) ? parseCache(text) : [];
	const remaining = entries.filter((entry) => !containsToken(JSON.stringify(entry)));
	const content = `${JSON.stringify(Object.fromEntries(remaining), null, 2)}\n`;
	const removed = entries.length - remaining.length;
	if (removed === 0) throw cacheError('unknown-format');
	overwrite(file, content, bytes.length);
	return removed;
}
const cacheError = (code) => Object.assign(new Error(code), { code });
function withoutEscapes(text) {
	return text
		.replaceAll('\0', '')
		.replace(/(?<!\\)\\+u00([\da-f]{2})/gi, (_, code) =>
			String.fromCharCode(Number.parseInt(code, 16)),
		);
}
function isLink(path) {
	const stats = (0,external_node_fs_.lstatSync)(path);
	return !stats.isDirectory() && (!stats.isFile() || stats.nlink > 1);
}
function parseCache(text) {
	try {
		const cache = JSON.parse(text);
		return isRecord(cache) ? Object.entries(cache) : [];
	} catch {
		return [];
	}
}
function overwrite(file, content, oldSize) {
	const { O_WRONLY, O_NOFOLLOW = 0 } = external_node_fs_.constants;
	const handle = (0,external_node_fs_.openSync)(file, O_WRONLY | O_NOFOLLOW);
	try {
		const size = Buffer.byteLength(content);
		(0,external_node_fs_.writeFileSync)(handle, content + ' '.repeat(Math.max(0, oldSize - size)));
		(0,external_node_fs_.ftruncateSync)(handle, size);
	} finally {
		(0,external_node_fs_.closeSync)(handle);
	}
}

var state = __webpack_require__(223); // ./lib/runner/state.js
var external_node_crypto_ = __webpack_require__(598);
;// CONCATENATED MODULE: ./lib/runner/token-digest.js
function digestOf(token) {
	return `${sha256(token)}:${token.length}:${token.slice(0, 3)}`;
}
const MAX_CANDIDATES = 50_000;
function createTokenSearch(digest) {
	const [, expectedHash, length, prefix = ''] = /^([\da-f]{64}):(\d+):(.{3})$/.exec(digest) ?? [];
	const size = Number(length);
	let candidates = 0;
	return (text) => {
		if (prefix === '') return false;
		for (let index = text.indexOf(prefix); index !== -1; index = text.indexOf(prefix, index + 1)) {
			if (++candidates > MAX_CANDIDATES)
				throw Object.assign(new Error(), { code: 'too-many-matches' });
			if (sha256(text.slice(index, index + size)) === expectedHash) return true;
		}
		return false;
	};
}
function sha256(text) {
	return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}

var http_errors = __webpack_require__(729); // ./lib/http/errors.js
;// CONCATENATED MODULE: ./lib/salesforce/errors.js
class ResponseError extends errors.l {
	request;
	response;
	constructor({ request, response, ...options }) {
		super(options);
		this.request = request;
		this.response = response;
	}
}
class HttpStatusError extends ResponseError {
	constructor(options) {
		super({ ...options, code: options.response.error ?? String(options.response.status) });
	}
}
const TRANSIENT_OAUTH_ERRORS = (null && ([
	'unknown_error',
	'server_error',
	'temporarily_unavailable',
	'service_unavailable',
	'system_down',
	'slow_down',
]));
class InvalidResponseError extends ResponseError {}
class VerificationError extends (null && (ActionError)) {}
class TimeoutError extends (null && (ActionError)) {}
function isRequestError(error) {
	return error instanceof ResponseError || error instanceof http_errors.wX;
}
function shortReason(error) {
	if (!isRequestError(error)) return (0,errors.C)(error) ?? error.name;
	if (error instanceof http_errors.wX) return `${error.code} (${error.host})`;
	const { service = '' } = error.details;
	const prefix = service && `${service}: `;
	const { status, error: code } = error.response;
	if (error instanceof InvalidResponseError) return `HTTP ${status}, ${error.code}`;
	return prefix + (code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`);
}

var lib_url = __webpack_require__(250); // ./lib/url.js
;// CONCATENATED MODULE: ./lib/salesforce/hosts.js
const PAGE_HOST = /(^|\.)(lightning|visual|content|vf|file)\.force\.com$/;
const INSTANCE_HOST = /^[a-z]{2,4}\d{1,3}s?(-api)?\.salesforce\.com$/;
const HOST_KINDS = [
	[/^login\.(salesforce\.com|sfcrmproducts\.cn)$/, 'login'],
	[/^test\.(salesforce\.com|sfcrmproducts\.cn)$/, 'test'],
	[/\.(sandbox|scratch)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
	[/\.(develop|trailblaze)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
	[/^[^.]+--[^.]+\.([^.]+\.)?my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
	[/\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
	[PAGE_HOST, 'other'],
	[/\.my\.site\.com$/, 'site'],
	[/\.force\.com$/, 'site'],
];
function hostKind(host) {
	return HOST_KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}
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
function isMyDomain(host) {
	return /\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/.test(host);
}
const ORG_PAGES = (null && ([
	[/^(.+)\.lightning\.force\.com$/, '$1.my.salesforce.com'],
	[/^(.+)\.(?:my|lightning)\.salesforce-setup\.(com|mil)$/, '$1.my.salesforce.$2'],
	[/^([^.]+)--[^.-]+((?:\.[^.]+)?)\.vf\.force\.com$/, '$1$2.my.salesforce.com'],
	[
		/^([^.]+)--[^.-]+(?:\.[^.]+)?\.(?:visual\.force|content\.force|visualforce)\.com$/,
		'$1.my.salesforce.com',
	],
	[/^([^.]+)((?:\.[^.]+)?)\.file\.force\.com$/, '$1$2.my.salesforce.com'],
	[/^(.+)\.lightning\.crmforce\.mil$/, '$1.my.salesforce.mil'],
	[/^(.+)\.lightning\.sfcrmapps\.cn$/, '$1.my.sfcrmproducts.cn'],
]));
function myDomainForPage(host) {
	const page = ORG_PAGES.find(([pattern]) => pattern.test(host));
	return page && host.replace(...page);
}
function sandboxName(host) {
	return /--([a-z0-9]+)\.(?:sandbox\.)?my\./.exec(host.toLowerCase())?.[1];
}
function isLoginHost(host) {
	return !['site', 'other'].includes(hostKind(host));
}
function acceptsAudience(host, audienceHost) {
	if (isLoginHost(host)) return isLoginHost(audienceHost);
	return audienceHost === host || isLoopback(host);
}
function provesOrg(host) {
	return isLoginHost(host) || INSTANCE_HOST.test(host) || isLoopback(host);
}
const SITE_PATH =
	/^(\/(?!(services|apex|apexpages|resource|servlet|sfc|sfsites)$)[\w-]+)?$/i;
const SALESFORCE_SUFFIXES = [
	'salesforce.com',
	'salesforce.mil',
	'force.com',
	'my.site.com',
	'cloudforce.com',
	'crmforce.mil',
	'sfcrmproducts.cn',
];
function isSalesforceHost(host) {
	return SALESFORCE_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`)) && !PAGE_HOST.test(host);
}

;// CONCATENATED MODULE: ./lib/salesforce/instance-url.js
function readInstanceUrl(value, loginUrl) {
	const url = typeof value === 'string' && value.length <= lib_url.m ? URL.parse(value) : null;
	if (url === null || !isWellFormedInstanceUrl(url)) return { code: 'instance-url-format' };
	const { protocol, hostname, host, origin, pathname } = url;
	if (protocol !== 'https:' && !((0,lib_url.U)(hostname) && protocol === 'http:')) {
		return { code: 'instance-url-http', host };
	}
	if (URL.parse(loginUrl)?.host !== host && !isSalesforceHost(hostname))
		return { code: 'instance-url-foreign', host };
	return { url: origin + pathname.replace(/\/+$/, '') };
}
function isWellFormedInstanceUrl({ href, protocol, host, hostname, port, pathname }) {
	if (href !== `${protocol}//${host}${pathname}`) return false;
	if ((0,lib_url.U)(hostname)) return /^\/*$/.test(pathname);
	const path = pathname.replace(/\/+$/, '');
	const validPath = hostKind(hostname) === 'site' ? SITE_PATH : /^$/;
	return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.?$/.test(hostname) && port === '' && validPath.test(path);
}

;// CONCATENATED MODULE: ./lib/salesforce/response.js
async function parseResponse({ status, headers, body }, { now, secrets }) {
	const { date, location, 'retry-after': retryAfterHeader } = headers;
	const receivedAt = now();
	const serverTime = parseHttpDate(date);
	const json = parseJson(body);
	const root = Array.isArray(json) ? json[0] : json;
	const fields = isRecord(root) ? root : {};
	secrets.mask(findTokens(fields));
	const toSafeText = async (value) =>
		typeof value === 'string' ? (await secrets.redact(value)) || undefined : undefined;
	const host = hostOf(location);
	const separator = isSalesforceHost(host ?? '') ? ' ' : '.';
	const safeHost = await toSafeText(host?.replaceAll('.', separator));
	const bodyText = json === undefined ? describeBody(body) : describeJson(json, fields);
	const response = {
		status,
		bodyKind: bodyText.bodyKind,
		...optionalField('serverTime', serverTime),
		...optionalField('retryAfter', parseRetryAfter(retryAfterHeader, serverTime ?? receivedAt)),
		...optionalField('rateExceeded', isRateLimited(body, fields) || undefined),
		...optionalField('passkeyPage', PASSKEY_PAGE.test(`${location} ${body}`) || undefined),
		...optionalField('location', safeHost?.replaceAll(separator, '.')),
		...optionalField('error', await firstText(bodyText.error, toSafeText)),
		...optionalField('description', await firstText(bodyText.description, toSafeText)),
		...optionalField('excerpt', await firstText(bodyText.excerpt, toSafeText)),
	};
	return json === undefined ? { response } : { response, json };
}
const PASSKEY_PAGE = /\/_ui\/identity\/webauthn\//;
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
function parseJson(body) {
	try {
		return JSON.parse(body.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}
function describeBody(body) {
	if (body.trim() === '') return { bodyKind: 'empty' };
	const start = body.slice(0, 20_000);
	if (/access_?token|"value":|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, '')))
		return { bodyKind: 'text' };
	if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
		if (start.includes('\uFFFD') || start.includes('\0')) return { bodyKind: 'text' };
		return { bodyKind: 'text', excerpt: [start] };
	}
	const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1];
	const visibleText = start.replace(/<(script|style)[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/gi, ' ');
	return { bodyKind: 'html', excerpt: [title, visibleText] };
}
const MAX_TOKENS = 4;
function findTokens(fields) {
	return Object.entries(fields)
		.flatMap(([name, value]) =>
			name.endsWith('_token') && typeof value === 'string'
				? (value.match(/[\x21-\x7E]{16,}/g) ?? [])
				: [],
		)
		.filter(looksLikeToken)
		.slice(0, MAX_TOKENS);
}
function looksLikeToken(value) {
	return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\x21-\x7E]{8,16000}$/.test(value);
}
function isRateLimited(body, fields) {
	const texts = [body, ...Object.values(fields).filter((value) => typeof value === 'string')];
	const separators = /<[^<>]*>|&#?\w{1,31};|%[\da-f]{2}|\\u[\da-f]{4}|\\[nrt]|[^a-z]/gi;
	return texts.some((text) => /loginrateexceeded/i.test(text.replace(separators, '')));
}
function parseHttpDate(value) {
	const milliseconds = Date.parse(value ?? '');
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
function parseRetryAfter(value, sentAt) {
	if (value === undefined) return undefined;
	if (/^\d+$/.test(value)) return Number(value) * 1000;
	const date = parseHttpDate(value);
	return date === undefined ? undefined : Math.max(0, date - sentAt);
}
function hostOf(location) {
	return location && URL.canParse(location) ? new URL(location).host : undefined;
}
function optionalField(key, value) {
	return value === undefined ? {} : { [key]: value };
}

;// CONCATENATED MODULE: ./lib/salesforce/revoke.js
async function revoke({ accessToken, instanceUrl }, dependencies) {
	const { http, timeoutMs, now, secrets } = dependencies;
	const httpResponse = await http({
		name: 'revoke',
		method: 'POST',
		url: `${instanceUrl}/services/oauth2/revoke`,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ token: accessToken.reveal() }).toString(),
		timeoutMs,
	});
	const { response } = await parseResponse(httpResponse, { now, secrets });
	if (response.error === 'invalid_token') return false;
	if (response.status !== 200 || response.bodyKind === 'html')
		throw new HttpStatusError({ request: 'revoke', response });
	return true;
}

;// CONCATENATED MODULE: ./lib/cleanup.js
const REVOKE_TIMEOUT_MS = 15_000;
async function cleanup(runtime) {
	const { core } = runtime;
	if (core.getState(state.c.accessToken)) {
		await revokeToken(runtime).catch((error) => warn(core, 'revokeFailed', error));
	}
	if (core.getState(state.c.tokenDigest)) await removeTokenFromCaches(runtime);
	return 0;
}
async function removeTokenFromCaches({ core, home }) {
	const containsToken = createTokenSearch(core.getState(state.c.tokenDigest));
	for (const { file, removed, error } of cleanSfCaches({ home, containsToken })) {
		if (removed > 0) core.info(`Removed the access token from ${file} (entries: ${removed}).`);
		else await warn(core, 'cacheNotCleaned', error, file);
	}
}
async function revokeToken(runtime) {
	const { core, secrets, closeConnections, ...dependencies } = createDependencies(runtime);
	const accessToken = secrets.register(core.getState(state.c.accessToken));
	const instance = readInstanceUrl(core.getState(state.c.instanceUrl), core.getState(state.c.loginUrl));
	if ('code' in instance) throw Object.assign(new Error(), { code: instance.code });
	try {
		const { url: instanceUrl } = instance;
		const timeoutMs = REVOKE_TIMEOUT_MS;
		const options = { ...dependencies, secrets, timeoutMs };
		core.info(
			(await revoke({ accessToken, instanceUrl }, options))
				? 'Revoked the access token.'
				: 'The access token was no longer valid: it was revoked, or its session has ended.',
		);
	} finally {
		closeConnections();
	}
}
async function warn(core, noticeName, error, file = '') {
	const reason = shortReason(error);
	try {
		const notices = await __webpack_require__.e(885).then(__webpack_require__.bind(__webpack_require__, 885));
		notices.annotate(core, notices[noticeName](reason, file));
	} catch {
		core.warning(`${noticeName}: ${reason}`);
	}
}


/***/ }),

/***/ 729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
Dm: () => (isTransientStatus),
T6: () => (ProxyError),
wX: () => (TransportError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

class TransportError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__.l {
	request;
	host;
	constructor(options) {
		super(options);
		this.request = options.request;
		this.host = options.host;
	}
}
class ProxyError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__.l {}
function isTransientStatus(status) {
	return status >= 500 || status === 408 || status === 429;
}


/***/ }),

/***/ 768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
BG: () => (basicCredentials),
Fu: () => (resolveProxy),
vY: () => (requireProxyFor)
});

var _url_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(250);
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(729);


const VARIABLES = ['https_proxy', 'HTTPS_PROXY'];
function resolveProxy(env) {
	const configured = VARIABLES.flatMap((variable) => {
		const { [variable]: value = '' } = env;
		return value === '' ? [] : [{ variable, value }];
	});
	const secrets = configured.flatMap(({ value }) => credentialForms(value));
	const noProxy = (env['no_proxy'] || env['NO_PROXY'] || '')
		.toLowerCase()
		.split(/[\s,]+/)
		.map((item) => item.trim())
		.filter((item) => item !== '');
	const [selected] = configured;
	if (selected === undefined) return { secrets, noProxy };
	const url = parseProxyUrl(selected.value);
	return { variable: selected.variable, secrets, noProxy, ...(url ? { url } : {}) };
}
function requireProxyFor(target, proxy) {
	const { variable, url } = proxy;
	if (variable === undefined || bypassesProxy(target, proxy)) return undefined;
	if (url === undefined) throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__.T6({ code: 'proxy-invalid', details: { variable } });
	return url;
}
function bypassesProxy({ hostname, port }, { noProxy }) {
	const names = [hostname, `${hostname}:${port || 443}`];
	const matches = (item) =>
		item === '*' || names.some((name) => `.${name}`.endsWith(`.${item.replace(/^\*?\./, '')}`));
	return (0,_url_js__WEBPACK_IMPORTED_MODULE_1__.U)(hostname) || noProxy.some(matches);
}
function proxyAddress(target, proxy) {
	if (!proxy.url || bypassesProxy(new URL(target), proxy)) return undefined;
	const { hostname, port, protocol } = proxy.url;
	return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
const PROXY_PATTERN =
	/^(?:(https?):\/\/)?(?:([^\s/?#]*)@)?(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::([1-9]\d{0,4}))?\/?$/iu;
function parseProxyUrl(value) {
	const [, scheme = 'http', credentials = '', host, port = ''] =
		PROXY_PATTERN.exec(value.trim()) ?? [];
	if (host === undefined || safeDecode(credentials) === undefined) return undefined;
	const userInfo = credentials.replaceAll('\\', '%5C');
	return URL.parse(`${scheme}://${userInfo}@${host}:${port}`) ?? undefined;
}
function safeDecode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
function credentialForms(value) {
	const beforeHost = value.slice(0, Math.max(0, value.lastIndexOf('@')));
	const userInfo = beforeHost.trimStart().replace(/^[a-z][a-z\d+.-]*:\/\//i, '');
	if (userInfo === '') return [];
	const decoded = safeDecode(userInfo) ?? userInfo;
	return [userInfo, decoded].flatMap((form) => {
		const [name = '', ...passwordParts] = form.split(':');
		const password = passwordParts.join(':');
		const secret = password || name;
		return [form, secret, encodeURIComponent(secret), basicCredentials(`${name}:${password}`)];
	});
}
function basicCredentials(userInfo) {
	return Buffer.from(userInfo).toString('base64');
}


/***/ }),

/***/ 332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
S: () => (containsFragment),
v: () => (MIN_FRAGMENT_LENGTH)
});
const MIN_FRAGMENT_LENGTH = 12;
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

/***/ 720:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
TN: () => (oneLine),
l6: () => (MAX_LINE_LENGTH)
});

const MAX_LINE_LENGTH = 300;
const ANSI_ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;
const stripAnsi = (text) => text.replace(ANSI_ESCAPES, '');
function oneLine(text, maxLength = MAX_LINE_LENGTH) {
	const line = stripAnsi(text)
		.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.replace(/#(?=#\[)/g, '# ')
		.trim();
	return line.length > maxLength ? `${line.slice(0, maxLength).replace(/\p{Cs}$/u, '')}…` : line;
}


/***/ }),

/***/ 250:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
U: () => (isLoopback),
m: () => (MAX_URL_LENGTH)
});
const MAX_URL_LENGTH = 2000;
function isLoopback(host) {
	return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}


/***/ })

};
