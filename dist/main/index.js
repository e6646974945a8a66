/******/ var __webpack_modules__ = ({

/***/ 896:
/***/ ((module) => {

module.exports = process.getBuiltinModule("fs");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:crypto");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:fs");

/***/ }),

/***/ 161:
/***/ ((module) => {

module.exports = process.getBuiltinModule("node:os");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = process.getBuiltinModule("os");

/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
C: () => (errorCode),
l: () => (ActionError)
});
/**
 * Base class of all errors of this action. Each folder defines its errors in errors.ts. An error has a
 * code and details, but contains no secrets and no user-facing text; src/diagnosis/ renders the
 * message.
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
/**
 * Returns the code of a Node error (`ENOENT`, `ECONNRESET`, …) or of an ActionError. Undefined if the
 * error has no code.
 */
function errorCode(error) {
	return error.code;
}


/***/ }),

/***/ 729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
Dm: () => (isTransientStatus),
T6: () => (ProxyError),
wX: () => (TransportError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

/**
 * No complete response was received. `code` is the code of the Node error (`ENOTFOUND`, …) or the
 * ProxyError, or `timeout`.
 */
class TransportError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {
	request;
	/** Host of the request, including the port if it is not the default port. */
	host;
	constructor(options) {
		super(options);
		this.request = options.request;
		this.host = options.host;
	}
}
/** The proxy is misconfigured or failed. The HTTP client converts this to a TransportError. */
class ProxyError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}
/** Returns true for 408, 429 and 5xx, because a retry may succeed. */
function isTransientStatus(status) {
	return status >= 500 || status === 408 || status === 429;
}


/***/ }),

/***/ 768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
BG: () => (basicCredentials),
Fu: () => (resolveProxy),
nD: () => (proxyAddress),
vY: () => (requireProxyFor)
});
/* unused harmony export bypassesProxy */
var _url_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(250);
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(729);


/**
 * The lowercase name takes precedence, as in curl. `http_proxy` is ignored because only loopback URLs
 * use plain HTTP.
 */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'];
/**
 * Reads the proxy configuration as @actions/http-client does. Never throws, because an invalid value is
 * only an error if a request needs the proxy.
 */
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
/**
 * Returns the proxy for requests to `target`, or undefined if they are sent directly. An invalid value
 * causes an error instead of disabling the proxy.
 * @throws ProxyError `proxy-invalid`, naming the variable
 */
function requireProxyFor(target, proxy) {
	const { variable, url } = proxy;
	if (variable === undefined || bypassesProxy(target, proxy)) return undefined;
	if (url === undefined) throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6({ code: 'proxy-invalid', details: { variable } });
	return url;
}
/**
 * Returns true if the target is this machine, or if `no_proxy` contains its host (with or without the
 * port), a parent domain (`acme.com`, `.acme.com` or `*.acme.com`), or `*`.
 */
function bypassesProxy({ hostname, port }, { noProxy }) {
	const names = [hostname, `${hostname}:${port || 443}`];
	const matches = (item) =>
		item === '*' || names.some((name) => `.${name}`.endsWith(`.${item.replace(/^\*?\./, '')}`));
	return (0,_url_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U)(hostname) || noProxy.some(matches);
}
/** Returns `host:port` of the proxy for `target`, even if the port is the default port. */
function proxyAddress(target, proxy) {
	if (!proxy.url || bypassesProxy(new URL(target), proxy)) return undefined;
	const { hostname, port, protocol } = proxy.url;
	return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
/** Matches `http://user:password@host:port`. Everything except the host is optional. */
const PROXY_PATTERN =
	/^(?:(https?):\/\/)?(?:([^\s/?#]*)@)?(\[[\da-f:.]+\]|[\p{L}\p{N}._-]+)(?::([1-9]\d{0,4}))?\/?$/iu;
function parseProxyUrl(value) {
	const [, scheme = 'http', credentials = '', host, port = ''] =
		PROXY_PATTERN.exec(value.trim()) ?? [];
	if (host === undefined || safeDecode(credentials) === undefined) return undefined;
	// `URL` would treat the backslash in DOMAIN\user as a slash, which ends the host.
	const userInfo = credentials.replaceAll('\\', '%5C');
	return URL.parse(`${scheme}://${userInfo}@${host}:${port}`) ?? undefined;
}
/** Decodes percent-encoded credentials. Returns undefined if the encoding is invalid. */
function safeDecode(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
/**
 * Returns the credentials in all forms: as written, decoded, encoded, and as the value of the header.
 * If there is no password, the username is the secret.
 */
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
/** Encodes `user:password` for the Basic authentication scheme (RFC 7617, section 2). */
function basicCredentials(userInfo) {
	return Buffer.from(userInfo).toString('base64');
}


/***/ }),

/***/ 874:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
d: () => (InputError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

/** An input is missing or invalid. Thrown before the first request is sent. */
class InputError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {
	input;
	constructor(options) {
		super(options);
		this.input = options.input;
	}
}


/***/ }),

/***/ 413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
u: () => (isRecord)
});
/** Returns true for a JSON object, but not for an array or `null`. */
function isRecord(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 342:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
var _runner_exit_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(140);
var _runtime_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(886);
var _sign_in_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(666);



await (0,_runner_exit_js__WEBPACK_IMPORTED_MODULE_0__/* .runAndExit */ .H)(() => (0,_sign_in_js__WEBPACK_IMPORTED_MODULE_2__/* .run */ .e)(_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .realRuntime */ .D), 1);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
S: () => (containsFragment),
v: () => (MIN_FRAGMENT_LENGTH)
});
/**
 * Minimum length of a fragment, in characters. Shorter fragments reveal little and match ordinary
 * words.
 */
const MIN_FRAGMENT_LENGTH = 12;
/**
 * Returns true if `value` contains a fragment of a secret. Compares only letters and digits, and
 * ignores case.
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

/***/ 720:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
TN: () => (oneLine),
l6: () => (MAX_LINE_LENGTH)
});
/* unused harmony export stripAnsi */
/** Maximum length of displayed text, in characters. */
const MAX_LINE_LENGTH = 300;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern must match control characters
const ANSI_ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;
/** Removes complete ANSI escape sequences (ECMA-48), so that no `[31m` remains. */
const stripAnsi = (text) => text.replace(ANSI_ESCAPES, '');
/**
 * Returns one line, cut off after `maxLength` characters and without control characters, so that it
 * cannot color the log or contain a legacy workflow command (`##[`).
 */
function oneLine(text, maxLength = MAX_LINE_LENGTH) {
	const line = stripAnsi(text)
		// Replace line breaks, control characters, format characters (such as zero-width ones) and
		// private-use characters.
		.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
		// The runner interprets `##[` anywhere in a line.
		.replace(/#(?=#\[)/g, '# ')
		.trim();
	// Remove a lone surrogate where the text was cut off.
	return line.length > maxLength ? `${line.slice(0, maxLength).replace(/\p{Cs}$/u, '')}…` : line;
}


/***/ }),

/***/ 267:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
R: () => (RunnerError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

/** The environment is not that of a runner, or one of the runner's files cannot be written. */
class RunnerError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}


/***/ }),

/***/ 140:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
H: () => (runAndExit)
});
var node_os__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(161);
var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(452);


/** Milliseconds for which an open handle may keep the process alive. */
const EXIT_GRACE_MS = 500;
/**
 * Runs `main` and exits with the code that it returns. The process exits on its own once no handle is
 * open, because forcing the exit with open sockets reportedly crashes some builds of Node for Windows.
 * @param exitCodeOnError the exit code if `main` throws
 */
async function runAndExit(main, exitCodeOnError) {
	// Node would warn on stderr that connections are insecure, but the HTTP client verifies certificates
	// regardless of this variable.
	delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
	for (const stream of [process.stdout, process.stderr]) {
		// Ignore EPIPE, so that `main` can finish even if nothing reads its output.
		stream.on('error', () => undefined);
	}
	try {
		process.exitCode = await main();
	} catch (error) {
		process.exitCode = exitCodeOnError;
		// Usually, a file of the bundle could not be loaded. Print only the code or the name, because
		// the message may contain anything.
		const reason = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .errorCode */ .C)(error) ?? error.name;
		const level = exitCodeOnError === 0 ? 'warning' : 'error';
		process.stdout.write(
			`::${level}::The action stopped because of an unexpected error: ${reason}${node_os__WEBPACK_IMPORTED_MODULE_0__.EOL}`,
		);
	}
	setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}


/***/ }),

/***/ 886:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  D: () => (realRuntime)
});

// NAMESPACE OBJECT: ./node_modules/@actions/core/lib/platform.js
var platform_namespaceObject = {};
__nccwpck_require__.r(platform_namespaceObject);
__nccwpck_require__.d(platform_namespaceObject, {
  arch: () => (arch),
  getDetails: () => (getDetails),
  isLinux: () => (isLinux),
  isMacOS: () => (isMacOS),
  isWindows: () => (isWindows),
  platform: () => (platform)
});

// NAMESPACE OBJECT: ./node_modules/@actions/core/lib/core.js
var core_namespaceObject = {};
__nccwpck_require__.r(core_namespaceObject);
__nccwpck_require__.d(core_namespaceObject, {
  ExitCode: () => (ExitCode),
  addPath: () => (addPath),
  debug: () => (debug),
  endGroup: () => (endGroup),
  error: () => (error),
  exportVariable: () => (exportVariable),
  getBooleanInput: () => (getBooleanInput),
  getIDToken: () => (getIDToken),
  getInput: () => (getInput),
  getMultilineInput: () => (getMultilineInput),
  getState: () => (getState),
  group: () => (group),
  info: () => (info),
  isDebug: () => (isDebug),
  markdownSummary: () => (markdownSummary),
  notice: () => (notice),
  platform: () => (platform_namespaceObject),
  saveState: () => (saveState),
  setCommandEcho: () => (setCommandEcho),
  setFailed: () => (setFailed),
  setOutput: () => (setOutput),
  setSecret: () => (setSecret),
  startGroup: () => (startGroup),
  summary: () => (summary),
  toPlatformPath: () => (toPlatformPath),
  toPosixPath: () => (toPosixPath),
  toWin32Path: () => (toWin32Path),
  warning: () => (warning)
});

var external_node_os_ = __nccwpck_require__(161);
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = process.getBuiltinModule("node:timers/promises");
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
/* eslint-disable @typescript-eslint/no-explicit-any */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = process.getBuiltinModule("crypto");
var external_fs_ = __nccwpck_require__(896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = process.getBuiltinModule("path");
;// CONCATENATED MODULE: ./stubs/http-client/index.js
// @actions/core imports @actions/http-client to request an OIDC token, which this action never does.
// src/http/client.ts and src/http/tunnel.ts make its requests. Without the package, the bundle is
// 50 KB smaller and does not contain `tunnel`. "overrides" in package.json replaces the package with
// this file. __tests__/repository/bundle.test.ts checks the bundle.
function throwNotBundled() {
  throw new Error(
    '@actions/http-client is intentionally excluded from this action. See stubs/http-client/index.js.',
  );
}



;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/oidc-utils.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new throwNotBundled('actions/oidc-client', [new throwNotBundled(OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return __awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return __awaiter(this, void 0, void 0, function* () {
            try {
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    stringify() {
        return this._buffer;
    }
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
const markdownSummary = _summary;
const summary = _summary;
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, external_path_namespaceObject.sep);
}
;// CONCATENATED MODULE: ./stubs/exec/index.js
// @actions/core imports @actions/exec to read the name of the operating system, which this action never
// does. Without the package, the bundle is 50 KB smaller and cannot start other programs, because it
// does not contain child_process. "overrides" in package.json replaces the package with this file.
// __tests__/repository/bundle.test.ts checks the bundle.
const exec_throwNotBundled = () => {
  throw new Error(
    '@actions/exec is intentionally excluded from this action. See stubs/exec/index.js.',
  );
};

const exec = (null && (exec_throwNotBundled));
const getExecOutput = exec_throwNotBundled;

;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_.platform();
const arch = external_os_.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






var ExitCode;
(function (ExitCode) {
    ExitCode[ExitCode["Success"] = 0] = "Success";
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${external_path_namespaceObject.delimiter}${process.env['PATH']}`;
}
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
function debug(message) {
    issueCommand('debug', {}, message);
}
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
function startGroup(name) {
    issue('group', name);
}
function endGroup() {
    issue('endgroup');
}
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}




;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = process.getBuiltinModule("node:http");
var errors = __nccwpck_require__(452); // ./lib/errors.js
var version = __nccwpck_require__(411); // ./lib/version.js
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = process.getBuiltinModule("node:https");
;// CONCATENATED MODULE: ./lib/http/connections.js
class TunnelAgent extends external_node_https_namespaceObject.Agent {
	createConnection({ openTunnel, ...options }, callback) {
		if (!openTunnel) return super.createConnection(options);
		openTunnel()
			.then((socket) => super.createConnection({ ...options, socket }))
			.then((socket) => callback(null, socket), callback);
		return undefined;
	}
}
/** @param runEnd closes all connections when it is aborted */
function createConnections(runEnd) {
	// Do not resume TLS sessions, so that each connection checks the certificate.
	const options = { keepAlive: true, maxCachedSessions: 0 };
	const agents = { 'http:': new external_node_http_namespaceObject.Agent(options), 'https:': new TunnelAgent(options) };
	runEnd.addEventListener('abort', () => {
		for (const agent of Object.values(agents)) agent.destroy();
	});
	const listeners = new WeakMap();
	return {
		agents,
		watch(socket, exchange) {
			const onData = () => {
				exchange.hasReceivedData = true;
				// No request is waiting for this data. Node 24.4 would keep the connection open.
				if (exchange.response?.complete) socket.destroy();
			};
			// This listener must run before Node's parser completes the response.
			socket.off('data', listeners.get(socket) ?? onData).prependListener('data', onData);
			listeners.set(socket, onData);
		},
	};
}

var http_errors = __nccwpck_require__(729); // ./lib/http/errors.js
var http_proxy = __nccwpck_require__(768); // ./lib/http/proxy.js
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = process.getBuiltinModule("node:net");
;// CONCATENATED MODULE: ./lib/http/tunnel.js
/**
 * Opens a connection to the target through the proxy (CONNECT, RFC 9110, section 9.3.6).
 * @returns a socket on which TLS with the target can start
 * @throws ProxyError
 */
function openTunnel(proxy, target, signal) {
	const { promise, resolve, reject } = Promise.withResolvers();
	// `URL` omits the default port and keeps the brackets of an IPv6 address.
	const authority = `${target.hostname}:${target.port || 443}`;
	// This cannot throw, because resolveProxy only accepts credentials that can be decoded.
	const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`);
	const authorization = { 'Proxy-Authorization': `Basic ${(0,http_proxy/* basicCredentials */.BG)(credentials)}` };
	(proxy.protocol === 'http:' ? external_node_http_namespaceObject.request : external_node_https_namespaceObject.request)({
		...tlsOptions(proxy),
		port: proxy.port,
		method: 'CONNECT',
		path: authority,
		headers: { Host: authority, ...(credentials === ':' ? {} : authorization) },
		agent: false,
		signal,
	})
		.on('connect', ({ statusCode: status = 0, headers }, socket, head) => {
			const opened = status >= 200 && status < 300;
			// In TLS, the client sends the first message, so these bytes are not from the target.
			if (opened && head.length === 0) return resolve(socket);
			socket.destroy();
			reject(
				opened
					? new http_errors/* ProxyError */.T6({ code: 'proxy-invalid-response', transient: true })
					: proxyStatusError(status, headers['proxy-authenticate']),
			);
		})
		.on('error', (error) => reject(proxyConnectionError(error)))
		.end();
	return promise;
}
/**
 * Returns the host to connect to and the server name for TLS. Node would derive this name from the
 * `Host` header, which contains the target. An IP address is not sent as a server name
 * (RFC 6066, section 3). Certificates are verified even if NODE_TLS_REJECT_UNAUTHORIZED is 0.
 */
function tlsOptions({ hostname }) {
	const host = hostname.replace(/[[\]]/g, '');
	return { host, servername: (0,external_node_net_namespaceObject.isIP)(host) ? '' : host, rejectUnauthorized: true };
}
function proxyStatusError(status, challenges) {
	const schemes = authenticationSchemes(challenges);
	return new http_errors/* ProxyError */.T6({
		code: 'proxy-refused',
		transient: (0,http_errors/* isTransientStatus */.Dm)(status),
		details: { status, ...(schemes ? { schemes } : {}) },
	});
}
/** Names of authentication schemes that proxies use. Only these are safe to display. */
const SCHEMES = /(?<![\w=+/-])(Basic|Bearer|Digest|Kerberos|Negotiate|NTLM)(?![\w=+/-])/gi;
/** Returns the schemes in `Proxy-Authenticate` (RFC 9110, section 11.7.1), such as `Negotiate, NTLM`. */
function authenticationSchemes(challenges = '') {
	const names = challenges.replace(/"[^"]*"/g, '').match(SCHEMES) ?? [];
	return [...new Set(names)].join(', ');
}
/** Maps the code of a Node error to that of a ProxyError. */
const ERROR_KINDS = [
	[/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|UNREACH/, 'proxy-unreachable', true],
	[/CERT_(HAS_EXPIRED|NOT_YET)/, 'proxy-certificate-expired', false],
	[/CERT|SIGNED|UNABLE_TO/, 'proxy-certificate', false],
	[/wrong version number/, 'proxy-plain', false],
	[/EPROTO|ERR_SSL|ERR_TLS/, 'proxy-tls', false],
	[/HPE_/, 'proxy-invalid-response', true],
];
/** Keeps only the code, because the message may contain the URL of the proxy. */
function proxyConnectionError({ code: cause = 'unknown', message }) {
	// Only the message shows that the proxy responded in plain HTTP.
	const [, signature = cause] = /(wrong version number)/.exec(message) ?? [];
	const kind = ERROR_KINDS.find(([pattern]) => pattern.test(signature));
	const [, code, transient] = kind ?? [signature, 'proxy-closed', true];
	return new http_errors/* ProxyError */.T6({ code, details: { cause }, transient });
}

;// CONCATENATED MODULE: ./lib/http/client.js
const MAX_BODY_BYTES = 1024 * 1024;
/**
 * Returns an HTTP client that uses `node:http`, `node:https` and the given proxy.
 * @param runEnd aborted to close the connections, which requests to a host share
 */
function createHttpClient(proxy, runEnd) {
	const connections = createConnections(runEnd);
	return async (request) => {
		const abort = new AbortController();
		const timer = setTimeout(() => abort.abort(), request.timeoutMs);
		const signal = AbortSignal.any([abort.signal, runEnd]);
		let details = {};
		const onSocket = () => {
			if ((0,http_proxy/* requireProxyFor */.vY)(new URL(request.url), proxy)) details = { proxy: 'connected' };
		};
		return send(request, { proxy, connections, signal, onSocket })
			.then((response) => {
				// If the body has no specified length, an aborted response looks complete, because the
				// connection has ended.
				abort.signal.throwIfAborted();
				return response;
			})
			.catch((error) => {
				if (!abort.signal.aborted) throw wrapNodeError(error, request);
				throw transportError('timeout', request, details);
			})
			.finally(() => {
				clearTimeout(timer);
				// Close the connection unless the body was read to its end.
				abort.abort();
			});
	};
}
async function send(request, options) {
	// Let Node read data that has arrived on an idle connection, and close the connection. The first turn
	// of the event loop may come before the next read, but the second cannot.
	await (0,promises_namespaceObject.setImmediate)();
	await (0,promises_namespaceObject.setImmediate)();
	const { connections, signal, onSocket } = options;
	const { promise, resolve, reject } = Promise.withResolvers();
	const exchange = { hasReceivedData: false };
	const refuseSwitch = (message) => {
		message.socket.destroy();
		resolve(toResponse(message, ''));
	};
	const clientRequest = createRequest(request, options)
		.on('socket', (socket) => {
			connections.watch(socket, exchange);
			onSocket();
		})
		.on('response', (message) => {
			// Node does not emit `upgrade` for a 101 (Switching Protocols) response that names no protocol.
			if (message.statusCode === 101) return refuseSwitch(message);
			exchange.response = message;
			resolve(readBody(message));
		})
		// Without this listener, the request would never end.
		.on('upgrade', refuseSwitch)
		.on('error', reject)
		.end(request.body);
	return promise.catch((error) => {
		// The idle connection was closed (RFC 9112, section 9.3.1). Every request of the action can be
		// repeated.
		if (clientRequest.reusedSocket && !exchange.hasReceivedData && !signal.aborted)
			return send(request, options);
		throw error;
	});
}
function createRequest(
	{ method, headers, body = '', url },
	{ proxy: proxyConfig, connections, signal },
) {
	const target = new URL(url);
	const proxy = (0,http_proxy/* requireProxyFor */.vY)(target, proxyConfig);
	const options = {
		method,
		headers: {
			...headers,
			'User-Agent': `salesforce-jwt-auth/${version/* VERSION */.x}`,
			'Content-Length': Buffer.byteLength(body),
		},
		signal,
		agent: connections.agents[target.protocol],
		...tlsOptions(target),
		openTunnel: proxy && (() => openTunnel(proxy, target, signal)),
	};
	// The agent connects, so this also sends requests over TLS.
	return (0,external_node_http_namespaceObject.request)(target, options);
}
async function readBody(message) {
	const chunks = [];
	let size = 0;
	for await (const chunk of message) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > MAX_BODY_BYTES) break;
	}
	return toResponse(message, Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8'));
}
const toResponse = ({ statusCode, headers }, body) => ({
	status: Number(statusCode),
	headers,
	body,
});
/** Errors that a retry cannot fix, such as certificate and TLS errors. */
const PERMANENT_ERRORS =
	/CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|unknown/;
function transportError(code, request, details = {}, transient = !PERMANENT_ERRORS.test(code)) {
	const { host } = new URL(request.url);
	return new http_errors/* TransportError */.wX({ code, request: request.name, host, transient, details });
}
/** Drops the message and stack of Node's error, because they may contain a header. */
function wrapNodeError(error, request) {
	if (error instanceof http_errors/* ProxyError */.T6) {
		return transportError(error.code, request, error.details, error.transient);
	}
	return transportError((0,errors/* errorCode */.C)(error) ?? 'unknown', request);
}

;// CONCATENATED MODULE: ./lib/runtime.js
const realRuntime = {
	core: core_namespaceObject,
	env: process.env,
	createHttpClient: createHttpClient,
	home: external_node_os_.homedir,
	now: Date.now,
	sleep: (milliseconds, signal) => (0,promises_namespaceObject.setTimeout)(milliseconds, undefined, signal ? { signal } : {}),
	random: Math.random,
};


/***/ }),

/***/ 309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
S: () => (isSkewed),
n: () => (clockSkew)
});
/** Salesforce tolerates a few seconds, so a smaller skew does not explain an expired assertion. */
const SKEW_TOLERANCE_SECONDS = 30;
/**
 * Returns the server's clock minus the local clock, in whole seconds.
 * @param serverTime milliseconds since the epoch, like `now`
 */
function clockSkew(serverTime, now) {
	return Math.round((serverTime - now) / 1000);
}
/** Returns true if the skew can explain why Salesforce considers an assertion expired. */
function isSkewed(seconds) {
	return Math.abs(seconds) > SKEW_TOLERANCE_SECONDS;
}


/***/ }),

/***/ 24:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
F9: () => (HttpStatusError),
Fg: () => (TRANSIENT_OAUTH_ERRORS),
MU: () => (TimeoutError),
PR: () => (shortReason),
eK: () => (isRequestError),
mk: () => (VerificationError),
o3: () => (ResponseError),
tF: () => (InvalidResponseError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
var _http_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(729);


/** A response was received, but it cannot be used. */
class ResponseError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {
	request;
	response;
	constructor({ request, response, ...options }) {
		super(options);
		this.request = request;
		this.response = response;
	}
}
/**
 * Salesforce or an intermediary returned an error. `code` is the OAuth or REST error code, or the HTTP
 * status.
 */
class HttpStatusError extends ResponseError {
	constructor(options) {
		super({ ...options, code: options.response.error ?? String(options.response.status) });
	}
}
/** Values of `error` with which Salesforce reports that the same request may succeed later. */
const TRANSIENT_OAUTH_ERRORS = [
	'unknown_error',
	'server_error',
	'temporarily_unavailable',
	'service_unavailable',
	'system_down',
	'slow_down',
];
/** The status indicates success, but the body is not what the endpoint should return. */
class InvalidResponseError extends ResponseError {}
/** The token is for another user or org, or they are unknown or contradictory. */
class VerificationError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}
/** The sign-in took longer than the limit in `timeout-seconds`. */
class TimeoutError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}
function isRequestError(error) {
	return error instanceof ResponseError || error instanceof _http_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportError */ .wX;
}
/**
 * Returns a short reason for a log line. For errors other than request errors, returns only the code or
 * the name, because their messages may contain anything.
 */
function shortReason(error) {
	if (!isRequestError(error)) return (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorCode */ .C)(error) ?? error.name;
	if (error instanceof _http_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportError */ .wX) return `${error.code} (${error.host})`;
	const { service = '' } = error.details;
	const prefix = service && `${service}: `;
	const { status, error: code } = error.response;
	if (error instanceof InvalidResponseError) return `HTTP ${status}, ${error.code}`;
	return prefix + (code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`);
}


/***/ }),

/***/ 612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
GE: () => (acceptsAudience),
GQ: () => (SITE_PATH),
Ht: () => (INSTANCE_HOST),
OI: () => (isLoginHost),
Pz: () => (hostKind),
Q0: () => (audienceFor),
Te: () => (isMyDomain),
ZV: () => (sandboxName),
ag: () => (isSalesforceHost),
dQ: () => (PAGE_HOST),
f5: () => (myDomainForPage),
kH: () => (provesOrg)
});
var _url_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(250);
/** Facts about Salesforce's host names. */

/**
 * Hosts that serve pages and files of orgs, such as c.na15.content.force.com. They have no token
 * endpoint, and anyone who can upload a file or edit a page in an org determines what they return.
 */
const PAGE_HOST = /(^|\.)(lightning|visual|content|vf|file)\.force\.com$/;
/** An instance such as na15, from which Salesforce moves orgs away. */
const INSTANCE_HOST = /^[a-z]{2,4}\d{1,3}s?(-api)?\.salesforce\.com$/;
/**
 * Kinds of hosts, with the suffixes that identify them. The first match is used. Each pattern only
 * matches names that Salesforce owns, which excludes login.salesforce.com.evil.example.
 * @see https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const HOST_KINDS = [
	[/^login\.(salesforce\.com|sfcrmproducts\.cn)$/, 'login'],
	[/^test\.(salesforce\.com|sfcrmproducts\.cn)$/, 'test'],
	[/\.(sandbox|scratch)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
	[/\.(develop|trailblaze)\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
	// Hosts without enhanced domains: acme--dev.my.salesforce.com, acme--dev.cs12.my.salesforce.com.
	[/^[^.]+--[^.]+\.([^.]+\.)?my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'sandbox'],
	[/\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/, 'my-domain'],
	[PAGE_HOST, 'other'],
	[/\.my\.site\.com$/, 'site'],
	[/\.force\.com$/, 'site'],
];
function hostKind(host) {
	return HOST_KINDS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}
/**
 * Returns the audience that Salesforce documents for a login URL: the production audience, the
 * sandbox audience, or the URL of an Experience Cloud site. Returns undefined for any other host.
 * @param loginUrl without a trailing slash
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
/** Returns true if the host is the My Domain of any kind of org. */
function isMyDomain(host) {
	return /\.my\.(salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)$/.test(host);
}
/**
 * Hosts of pages that users copy from the address bar. None has a token endpoint, but each reveals the
 * My Domain, which has one.
 */
const ORG_PAGES = [
	[/^(.+)\.lightning\.force\.com$/, '$1.my.salesforce.com'],
	[/^(.+)\.(?:my|lightning)\.salesforce-setup\.(com|mil)$/, '$1.my.salesforce.$2'],
	// For example, acme--c.vf.force.com or acme--uat--c.sandbox.vf.force.com, where `c` is the
	// namespace of a package.
	[/^([^.]+)--[^.-]+((?:\.[^.]+)?)\.vf\.force\.com$/, '$1$2.my.salesforce.com'],
	// Hosts without enhanced domains: acme--c.na1.visual.force.com, acme--c.visualforce.com.
	[
		/^([^.]+)--[^.-]+(?:\.[^.]+)?\.(?:visual\.force|content\.force|visualforce)\.com$/,
		'$1.my.salesforce.com',
	],
	[/^([^.]+)((?:\.[^.]+)?)\.file\.force\.com$/, '$1$2.my.salesforce.com'],
	[/^(.+)\.lightning\.crmforce\.mil$/, '$1.my.salesforce.mil'],
	[/^(.+)\.lightning\.sfcrmapps\.cn$/, '$1.my.sfcrmproducts.cn'],
];
/**
 * Returns the My Domain of the org whose pages (Lightning, Setup, Visualforce) the host serves, or
 * undefined for any other host.
 */
function myDomainForPage(host) {
	const page = ORG_PAGES.find(([pattern]) => pattern.test(host));
	return page && host.replace(...page);
}
/**
 * Returns the name of the sandbox in a My Domain, such as `uat` for
 * `acme--uat.sandbox.my.salesforce.com`.
 */
function sandboxName(host) {
	return /--([a-z0-9]+)\.(?:sandbox\.)?my\./.exec(host.toLowerCase())?.[1];
}
/** Returns true for login.salesforce.com, test.salesforce.com and every My Domain. */
function isLoginHost(host) {
	return !['site', 'other'].includes(hostKind(host));
}
/**
 * Returns true if an assertion for `audienceHost` may be sent to `host`. Another host could use the
 * assertion to sign in.
 */
function acceptsAudience(host, audienceHost) {
	if (isLoginHost(host)) return isLoginHost(audienceHost);
	return audienceHost === host || (0,_url_js__WEBPACK_IMPORTED_MODULE_0__/* .isLoopback */ .U)(host);
}
/**
 * Returns true if only Salesforce's own code answers requests to the host, so that the response proves
 * the org. At a site or a custom domain, Apex code of the org can answer for any path
 * (Site.UrlRewriter).
 * @see
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_site_urlRewriter.htm
 */
function provesOrg(host) {
	return isLoginHost(host) || INSTANCE_HOST.test(host) || (0,_url_js__WEBPACK_IMPORTED_MODULE_0__/* .isLoopback */ .U)(host);
}
/**
 * The optional path of a site. Excludes the paths at which every site has its org's Apex REST services,
 * Visualforce pages, static resources and files, because all of them can answer for longer paths.
 */
const SITE_PATH =
	/^(\/(?!(services|apex|apexpages|resource|servlet|sfc|sfsites)$)[\w-]+)?$/i;
/** Salesforce's domains, taken from its CLI. */
const SALESFORCE_SUFFIXES = [
	'salesforce.com',
	'salesforce.mil',
	'force.com',
	'my.site.com',
	'cloudforce.com',
	'crmforce.mil',
	'sfcrmproducts.cn',
];
/**
 * Returns true if a token may be sent to the host: it is Salesforce's and serves no pages of orgs.
 */
function isSalesforceHost(host) {
	return SALESFORCE_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`)) && !PAGE_HOST.test(host);
}


/***/ }),

/***/ 880:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
N: () => (looksLikeToken),
x: () => (parseResponse)
});
var _json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(413);
var _hosts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(612);


/**
 * Parses a response regardless of its Content-Type. Salesforce and proxies return OAuth errors
 * (RFC 6749, section 5.2), arrays of REST errors, plain text and HTML pages. Masks every token in
 * the body.
 */
async function parseResponse({ status, headers, body }, { now, secrets }) {
	const { date, location, 'retry-after': retryAfterHeader } = headers;
	const receivedAt = now();
	const serverTime = parseHttpDate(date);
	const json = parseJson(body);
	const root = Array.isArray(json) ? json[0] : json;
	const fields = (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecord */ .u)(root) ? root : {};
	secrets.mask(findTokens(fields));
	const toSafeText = async (value) =>
		typeof value === 'string' ? (await secrets.redact(value)) || undefined : undefined;
	const host = hostOf(location);
	// A My Domain may be as long as a token, but its labels are not, so they are redacted as words.
	const separator = (0,_hosts_js__WEBPACK_IMPORTED_MODULE_0__/* .isSalesforceHost */ .ag)(host ?? '') ? ' ' : '.';
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
/** The path of the page “Create a Passkey”. */
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
		// A parser may ignore a byte order mark (RFC 8259, section 8.1).
		return JSON.parse(body.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}
function describeBody(body) {
	if (body.trim() === '') return { bodyKind: 'empty' };
	// Only the beginning is displayed, so a page of 1 MiB need not be searched.
	const start = body.slice(0, 20_000);
	// Never quote a truncated response with a token, from any service, or a copy of the action's own
	// request.
	if (/access_?token|"value":|assertion=/i.test(start.replace(/[^\x21-\x7E]+/g, '')))
		return { bodyKind: 'text' };
	if (!/^\s*<(!doctype|html|head|body|\?xml)|<\/?(html|title|body)[\s>]/i.test(start)) {
		// Do not quote binary data.
		if (start.includes('\uFFFD') || start.includes('\0')) return { bodyKind: 'text' };
		return { bodyKind: 'text', excerpt: [start] };
	}
	const title = /<title[^<>]*>([^<]*)/i.exec(start)?.[1];
	const visibleText = start.replace(/<(script|style)[\s\S]*?(?:<\/\1>|$)|<[^<>]*>?/gi, ' ');
	return { bodyKind: 'html', excerpt: [title, visibleText] };
}
/** Maximum number of tokens, which is more than a response from Salesforce contains. */
const MAX_TOKENS = 4;
/**
 * Returns the tokens in fields named `…_token`, which are masked before the response is displayed.
 * Their number is limited, so that an untrusted server cannot hide the rest of the log.
 */
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
/**
 * Returns true if the value consists of visible ASCII (RFC 6749, appendix A.12) and is not an ordinary
 * word.
 */
function looksLikeToken(value) {
	return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\x21-\x7E]{8,16000}$/.test(value);
}
/** Returns true if a field or page contains these words, whatever separates them. */
function isRateLimited(body, fields) {
	const texts = [body, ...Object.values(fields).filter((value) => typeof value === 'string')];
	const separators = /<[^<>]*>|&#?\w{1,31};|%[\da-f]{2}|\\u[\da-f]{4}|\\[nrt]|[^a-z]/gi;
	return texts.some((text) => /loginrateexceeded/i.test(text.replace(separators, '')));
}
function parseHttpDate(value) {
	const milliseconds = Date.parse(value ?? '');
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
/**
 * Parses `Retry-After`, which is a number of seconds or a date (RFC 9110, section 10.2.3).
 * @returns milliseconds after the response was sent
 */
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


/***/ }),

/***/ 695:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
n: () => (allowsApi)
});
/** Returns true if a token with this scope may call the REST and SOAP APIs. */
function allowsApi(scope) {
	return /(^| )(api|full)( |$)/.test(scope);
}


/***/ }),

/***/ 666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (run)
});

var http_proxy = __nccwpck_require__(768); // ./lib/http/proxy.js
var external_node_crypto_ = __nccwpck_require__(598);
var errors = __nccwpck_require__(874); // ./lib/inputs/errors.js
;// CONCATENATED MODULE: ./lib/inputs/pem.js
/**
 * Tolerant parsing of PEM (RFC 7468). In a value from a secret, line breaks may be missing, doubled or
 * written as `\n`, and the value may be quoted, indented, encoded as base64, or surrounded by other text.
 */
/**
 * Maximum number of base64 layers. Two tools may each have added one; a value with more layers is not a
 * key.
 */
const MAX_BASE64_LAYERS = 2;
/** Matches encapsulation boundaries (RFC 7468, section 2). */
const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----/g;
/**
 * Reverts changes that secret stores, shells, editors and programming languages commonly make, and
 * decodes base64 of PEM.
 * @returns the original text, with `\n` line breaks
 */
function normalizePem(value) {
	return decodedLayers(value).at(-1);
}
/** Returns the normalized text, followed by the text after removing each layer of base64. */
function decodedLayers(value) {
	let text = normalizeText(value);
	const layers = [text];
	while (layers.length <= MAX_BASE64_LAYERS && !text.includes('-----BEGIN')) {
		const bytes = fromBase64(text);
		if (!bytes) break;
		text = normalizeText(decodeText(bytes));
		if (!text.includes('-----BEGIN') && !fromBase64(text)) break;
		layers.push(text);
	}
	return layers;
}
function normalizeText(value) {
	return (
		value
			// Remove invisible characters, such as a byte order mark.
			.replace(/\p{Cf}/gu, '')
			// Nested JSON doubles backslashes.
			.replace(/\\+/g, '\\')
			.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
			.replace(/(?:\\r)?\\n|\\r|\r\n?/g, '\n')
			.replace(/\\t|\p{Zs}/gu, ' ')
			.trim()
			.replace(/^(['"`])([\s\S]*)\1$/, '$2')
			.trim()
	);
}
function decodeText(bytes) {
	// PowerShell's `>` and [Text.Encoding]::Unicode write UTF-16.
	return bytes.toString(bytes[1] === 0 || bytes[0] === 0xff ? 'utf16le' : 'utf8');
}
/**
 * Decodes base64 or base64url, with or without line breaks. Returns undefined for any other input.
 */
function fromBase64(text) {
	const compact = text.replace(/\s+/g, '');
	// No key or certificate is that short. A word such as "secret" must not be mistaken for base64.
	if (compact.length < 64 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return undefined;
	// Reject an incomplete boundary line, because its hyphens would be valid base64url.
	if (compact.includes('-----')) return undefined;
	return Buffer.from(compact, 'base64');
}
/** Returns the blocks between `-----BEGIN X-----` and `-----END X-----`, in order. */
function pemBlocks(text) {
	return pemSections(text).flatMap(({ content, begin, end }) =>
		begin !== undefined && begin === end ? [{ label: begin, content }] : [],
	);
}
/** Splits the text at its boundaries in a single pass. */
function pemSections(text) {
	const parts = text.split(BOUNDARY);
	const sections = [];
	for (let i = 0; i < parts.length; i += 3) {
		sections.push({
			content: parts[i],
			begin: parts[i - 2] === 'BEGIN' ? parts[i - 1] : undefined,
			end: parts[i + 1] === 'END' ? parts[i + 2] : undefined,
		});
	}
	return sections;
}
/**
 * Returns the base64 of a block. Removes characters that are copied from code or lists: quotes, commas,
 * bullets, and `+` between strings.
 */
function base64Body(content) {
	return content.replace(RFC1421_HEADERS, '').replace(/["'`]\s*\+\s*["'`]|[^A-Za-z0-9+/=]/g, '');
}
/** Formats a block with 64 characters per line (RFC 7468, section 2). */
function toPem(label, base64, headers = []) {
	const body = base64.match(/.{1,64}/g) ?? [];
	const headerLines = headers.length > 0 ? [...headers, ''] : [];
	return [`-----BEGIN ${label}-----`, ...headerLines, ...body, `-----END ${label}-----`, ''].join(
		'\n',
	);
}
/**
 * Returns all forms in which the log could contain part of a pasted key: the lines as pasted, the lines
 * as a tool would print them, and the body without line breaks. Excludes boundaries and strings of less
 * than 16 characters, whose masks would hide ordinary words.
 */
function keyMasks(value) {
	const texts = decodedLayers(value);
	const masks = [
		...texts.flatMap((text) => pemSections(text).flatMap(masksForSection)),
		// If the output of `openssl pkey -text` was pasted, it contains the key as a hex dump.
		...texts.flatMap((text) => text.match(/(?:[\da-f]{2}:){5,}[\da-f]{2}/gi) ?? []),
		...linesWithEscapes(value),
		// Without a key, the value may be another secret, such as an SFDX auth URL, so it is masked unless
		// it is an ordinary URL.
		...(texts.some((text) => /-----(BEGIN|END) /.test(text))
			? []
			: value.split(/\s+|\\[nr]|-{5,}/).filter((word) => !/^https?:/.test(word))),
	];
	return [...new Set(masks)].filter((mask) => mask.length >= 16 && !mask.includes('-----'));
}
/** Returns the pasted lines that contain escapes or invisible characters. */
function linesWithEscapes(value) {
	const escapePattern = /\\[u/]|\p{Cf}/u;
	if (!escapePattern.test(value)) return [];
	return Array.from(value.matchAll(/[\w+/=\\\p{Cf}-]{16,}/gu), ([match]) => match)
		.filter((fragment) => escapePattern.test(fragment))
		.flatMap((fragment) => fragment.split(/\\[nrt]/))
		.map((line) => line.trim());
}
function masksForSection({ content, begin, end }) {
	const isKey = (begin ?? end ?? '').endsWith('PRIVATE KEY');
	const isBare = fromBase64(content) !== undefined;
	const lines = [];
	let lastEnd = Number.NEGATIVE_INFINITY;
	const text = content.replace(RFC1421_HEADERS, '').replace(/-{5,}/g, ' ');
	for (const { 0: line, index } of text.matchAll(/[\w+/-]{16,}={0,2}/g)) {
		// Does not mask names, hosts and dates around a key. In a body without boundaries, only the last
		// line is short, and it directly follows the others.
		if (!isKey && !isBare && !BODY_LINE.test(line) && index - lastEnd > 8) continue;
		lines.push(line);
		lastEnd = index + line.length;
	}
	const body = isKey ? base64Body(content) : isBare ? content.replace(/\s+/g, '') : lines.join('');
	// If base64url was pasted, also mask standard base64, because tools print that.
	const standardBase64 = body.replaceAll('-', '+').replaceAll('_', '/');
	return [
		...lines,
		// Also mask whole lines, because they may contain spaces between groups: `MIIE vgIB …`.
		...(isKey || isBare ? text.split('\n').map((line) => line.trim()) : []),
		...[body, standardBase64].flatMap((base64) => [base64, ...(base64.match(/.{1,64}/g) ?? [])]),
	];
}
const BODY_LINE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{40,}$/;
/**
 * Returns true if `value` contains the boundary of a private key, or base64 that begins like one.
 */
function containsKey(value) {
	return decodedLayers(value).some((text) => PRIVATE_KEY_PATTERN.test(text));
}
/**
 * Matches a boundary, the beginning of PKCS#1 or PKCS#8 in base64, or the base64 identifier of PKCS#5
 * encryption.
 */
const PRIVATE_KEY_PATTERN =
	/(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY|MII[\w+/]{2}[AQgw]IBA|BgkqhkiG9w0BBQ/;
/**
 * Matches the two header lines of an encrypted PKCS#1 key (RFC 1421, section 4.6). Requires an IV of
 * the length that the cipher uses, so that it also matches if the line breaks are missing.
 */
const RFC1421_HEADERS =
	/Proc-Type:\W*4,\W*ENCRYPTED\W*DEK-Info:\W*((?:AES|ARIA|CAMELLIA)-\d+-CBC,\W*[0-9A-F]{32}|DES(?:-EDE3)?-CBC,\W*[0-9A-F]{16})/i;

var lib_errors = __nccwpck_require__(452); // ./lib/errors.js
;// CONCATENATED MODULE: ./lib/inputs/private-key.js
/** RFC 7518, section 3.3, requires at least this size for RS256, and jose enforces it. */
const MIN_BITS = 2048;
/**
 * Parses an RSA private key, the only kind that Salesforce accepts, from PEM or from its base64 body.
 * @param passphrase ignored if the key is not encrypted
 * @throws InputError whose code identifies the pasted content or the problem with the key
 */
async function readPrivateKey(value, passphrase) {
	const text = normalizePem(value.reveal());
	const blocks = pemBlocks(text);
	const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
	if (!block) return parseBareBase64(value.reveal().trim(), text, blocks);
	const key = keyFromBlock(block, passphrase);
	return { ...requireUsableRsaKey(key), encrypted: isEncrypted(block) };
}
/**
 * Returns the SHA-256 of a public key as SubjectPublicKeyInfo (RFC 5280, section 4.1), in hex. `openssl
 * x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256` prints the same value.
 */
function publicKeyFingerprint(publicKey) {
	return (0,external_node_crypto_.createHash)('sha256')
		.update(publicKey.export({ type: 'spki', format: 'der' }))
		.digest('hex');
}
function rejectKey(code, details = {}, input = 'private-key') {
	throw new errors/* InputError */.d({ code, input, details });
}
const rejectPassphrase = (code) => rejectKey(code, {}, 'private-key-passphrase');
function isEncrypted({ label, content }) {
	return label === 'ENCRYPTED PRIVATE KEY' || RFC1421_HEADERS.test(content);
}
function keyFromBlock(block, passphrase) {
	const { label, content } = block;
	if (label === 'OPENSSH PRIVATE KEY') rejectKey('key-is-openssh');
	if (label === 'EC PRIVATE KEY') rejectKey('key-is-ec', { algorithm: 'EC' });
	if (label === 'DSA PRIVATE KEY') rejectKey('key-is-other-algorithm', { algorithm: 'DSA' });
	const body = base64Body(content);
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) rejectKey('key-damaged');
	if (isEncrypted(block)) return decrypt(block, body, passphrase);
	// Do not trust the label: some tools put a PKCS#8 body between `RSA PRIVATE KEY` boundaries.
	return keyFromDer(Buffer.from(body, 'base64')) ?? rejectKey('key-damaged');
}
function decrypt(block, body, passphrase) {
	if (!passphrase) return rejectPassphrase('key-needs-passphrase');
	const cipherInfo = RFC1421_HEADERS.exec(block.content)?.[1];
	const headers = cipherInfo
		? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipherInfo.replace(/[^\w,-]+/g, '').toUpperCase()}`]
		: [];
	try {
		return (0,external_node_crypto_.createPrivateKey)({
			key: toPem(block.label, body, headers),
			passphrase: passphrase.reveal(),
		});
	} catch (error) {
		// OpenSSL 3 does not load legacy ciphers, such as DES and RC2.
		if ((0,lib_errors/* errorCode */.C)(error) === 'ERR_OSSL_EVP_UNSUPPORTED') rejectKey('key-old-cipher');
		return hasExpectedLength(Buffer.from(body, 'base64'), cipherInfo)
			? rejectPassphrase('key-wrong-passphrase')
			: rejectKey('key-damaged');
	}
}
/** Returns true if the ciphertext has a valid length, so that only the passphrase can be wrong. */
function hasExpectedLength(bytes, legacyCipher) {
	if (legacyCipher) return bytes.length % (legacyCipher.startsWith('DES') ? 8 : 16) === 0;
	// A DER sequence of more than 255 bytes has its length in bytes 2 and 3.
	return bytes.length > 4 && bytes[1] === 0x82 && bytes.length === 4 + bytes.readUInt16BE(2);
}
function keyFromDer(der) {
	for (const type of ['pkcs8', 'pkcs1', 'sec1']) {
		try {
			return (0,external_node_crypto_.createPrivateKey)({ key: der, format: 'der', type });
		} catch {
			// Try the next encoding.
		}
	}
	return undefined;
}
/** Parses a value without private key boundaries, in case only the base64 body was pasted. */
async function parseBareBase64(raw, text, blocks) {
	const der = blocks.length === 0 ? fromBase64(text) : undefined;
	const key = der && keyFromDer(der);
	if (key) return { ...requireUsableRsaKey(key), encrypted: false };
	// Imported dynamically, because most runs have a valid key.
	const { damagedPart, detectKeyFormat } = await __nccwpck_require__.e(/* import() */ 538).then(__nccwpck_require__.bind(__nccwpck_require__, 538));
	return rejectKey(detectKeyFormat({ raw, text, blocks, der }), damagedPart(text));
}
function requireUsableRsaKey(key) {
	const algorithm = key.asymmetricKeyType ?? 'unknown';
	if (algorithm === 'ec') rejectKey('key-is-ec', { algorithm: 'EC' });
	if (algorithm === 'rsa-pss') rejectKey('key-is-rsa-pss', { algorithm: 'RSA-PSS' });
	if (algorithm !== 'rsa') rejectKey('key-is-other-algorithm', { algorithm });
	const bits = Number(key.asymmetricKeyDetails?.modulusLength);
	if (!(bits >= MIN_BITS)) rejectKey('key-is-too-short', { bits });
	// A key with a changed character may still parse, but its signatures would be invalid.
	const publicKey = (0,external_node_crypto_.createPublicKey)(key);
	if (!canSign(key, publicKey)) rejectKey('key-damaged');
	return { key, fingerprint: publicKeyFingerprint(publicKey) };
}
function canSign(key, publicKey) {
	try {
		const probe = Buffer.from('probe');
		return (0,external_node_crypto_.verify)('sha256', probe, publicKey, (0,external_node_crypto_.sign)('sha256', probe, key));
	} catch {
		return false;
	}
}

;// CONCATENATED MODULE: ./lib/inputs/certificate.js
const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * Finds the certificate that belongs to the signing key. If there are several, returns the one that
 * expires last.
 * @param value the input: PEM or its base64; several certificates during a rotation
 * @throws InputError if a certificate cannot be read, or none belongs to the key
 */
function requireCertificateOf(key, value) {
	const certificates = readCertificates(value);
	const [match] = certificates
		.filter(({ fingerprint }) => fingerprint === key.fingerprint)
		.sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
	if (match) return match;
	throw new errors/* InputError */.d({
		code: 'certificate-mismatch',
		input: 'certificate',
		details: {
			keyFingerprint: key.fingerprint,
			certificateFingerprint: certificates.map(({ fingerprint }) => fingerprint).join(', '),
		},
	});
}
/** Returns the number of whole days until the certificate expires. Negative if it has expired. */
function daysUntilExpiry({ notAfter }, now) {
	return Math.floor((notAfter.getTime() - now) / DAY_MS);
}
/** @throws InputError if a certificate cannot be read */
function readCertificates(value) {
	const text = normalizePem(value);
	const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
	const contents = blocks.length > 0 ? blocks.map(({ content }) => content) : [text];
	return contents.map((content) => readCertificate(content));
}
function readCertificate(content) {
	const der = fromBase64(content);
	try {
		if (der) {
			const { publicKey, validTo } = new external_node_crypto_.X509Certificate(der);
			const notAfter = new Date(validTo);
			if (!Number.isNaN(notAfter.getTime()))
				return { publicKey, fingerprint: publicKeyFingerprint(publicKey), notAfter };
		}
	} catch {
		// OpenSSL's message would not help the user.
	}
	throw new errors/* InputError */.d({ code: 'certificate-unreadable', input: 'certificate' });
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = process.getBuiltinModule("node:util");
var redaction_fragments = __nccwpck_require__(332); // ./lib/redaction/fragments.js
var one_line = __nccwpck_require__(720); // ./lib/redaction/one-line.js
;// CONCATENATED MODULE: ./lib/redaction/secrets.js
/**
 * A string that must not be printed. Accidentally converting it to text (template strings, JSON,
 * console.log, the cause of an error) yields `***`. Only `reveal` returns the value.
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
	[external_node_util_namespaceObject.inspect.custom]() {
		return '***';
	}
}
/**
 * Maximum number of characters to search, because only the beginning of untrusted text is displayed.
 */
const MAX_SCANNED_CHARS = 20_000;
/** An opaque token begins with the org ID, which is an output and therefore not a secret. */
const ORG_ID = /^00D\w{12}(\w{3})?!/;
/** Minimum length in characters. A shorter mask would replace parts of words with `***`. */
const MIN_MASK_LENGTH = 4;
/**
 * Returns the strings to mask for a value. The runner also masks each line of a value, trimmed. If one
 * of the lines is too short to be masked, only the other lines are returned. The runner treats U+0085
 * as a space.
 */
function maskableLines(value) {
	const lines = value.split(/[\r\n]/).filter((line) => line !== '');
	const longLines = lines.filter(
		(line) => line.replaceAll('\u0085', ' ').trim().length >= MIN_MASK_LENGTH,
	);
	return lines.length > 0 && longLines.length === lines.length ? [value] : longLines;
}
/**
 * @param setSecret masks a value in the log, like `core.setSecret`; never called with an empty
 * string
 */
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
			// Imported dynamically, because a successful run has no text to redact.
			const { sanitize, redactSecrets } = await __nccwpck_require__.e(/* import() */ 224).then(__nccwpck_require__.bind(__nccwpck_require__, 224));
			// Remove escape sequences first, because they could split a secret.
			const line = (0,one_line/* oneLine */.TN)(text.slice(0, MAX_SCANNED_CHARS), Number.POSITIVE_INFINITY);
			return sanitize(redactSecrets(line, [...allForms]), maxLength);
		},
		contains: (value) =>
			(0,redaction_fragments/* containsFragment */.S)(
				value,
				[...registered].map((secret) => secret.replace(ORG_ID, '')),
			),
	};
}

;// CONCATENATED MODULE: ./lib/salesforce-id.js
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/**
 * Returns the last three characters of an 18-character ID, which make it unique without regard to case.
 * Each of them encodes which of five characters of the 15-character ID are uppercase.
 * @see https://help.salesforce.com/s/articleView?id=000385585
 */
function checksum(id15) {
	return [0, 5, 10]
		.map((start) => {
			let capitals = 0;
			for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id15.charAt(start + i))) capitals |= 1 << i;
			return ALPHABET.charAt(capitals);
		})
		.join('');
}
/**
 * Converts an ID of 15 or 18 characters to 18 characters. Returns undefined if the checksum is
 * wrong.
 */
function toId18(id) {
	const id15 = id.slice(0, 15);
	const id18 = id15 + checksum(id15);
	return id.length === 15 || id === id18 ? id18 : undefined;
}
/**
 * Parses the ID of an org (`00D`) or a user (`005`) without validating its checksum.
 * @returns 18 characters; empty if `id` is anything else
 */
function readId(prefix, id) {
	if (typeof id !== 'string' || !/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) return '';
	return id.startsWith(prefix) ? id.slice(0, 15) + (id.slice(15) || checksum(id)) : '';
}

;// CONCATENATED MODULE: ./lib/inputs/defaults.js
/**
 * The inputs and their defaults, as in action.yml (a test checks that they match). They are repeated
 * here because the runner does not apply a default to an input that is set to an empty string, such as
 * `input: ${{ inputs.something }}`.
 */
const DEFAULTS = {
	'consumer-key': '',
	'private-key': '',
	'private-key-passphrase': '',
	'signing-key': '',
	username: '',
	'login-url': 'https://login.salesforce.com',
	audience: '',
	certificate: '',
	'expected-org-id': '',
	verify: 'false',
	'export-env': 'false',
	'mask-instance-url': 'true',
	'revoke-token': 'false',
	'max-attempts': '4',
	'timeout-seconds': '60',
	'job-summary': 'on-failure',
	// biome-ignore lint/suspicious/noTemplateCurlyInString: the default in action.yml, in GitHub's syntax
	'secret-source': '${{ github.secret_source }}',
};

;// CONCATENATED MODULE: ./lib/inputs/stray-character.js
/**
 * Characters that are left in a value by a wrapped line or a copied table cell. The first match is
 * reported.
 */
const STRAY_CHARACTERS = [
	[/[\r\n\u2028\u2029]/, 'a line break'],
	[/\t/, 'a tab'],
	// Control characters and characters without width, such as a byte order mark.
	[/\p{C}/u, 'an invisible character'],
	[/\s/, 'a blank'],
];
/** Values that belong in other inputs. The first match is reported. */
const OTHER_VALUES = [
	[/^https?:\/\/\S+$/i, 'a URL'],
	[/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'a username'],
];
/**
 * Returns the kind of character that makes a value invalid, if the value would be valid without such
 * characters, or else the kind of the value. Never returns part of the value, which may be a secret.
 */
function strayCharacter(value, isValid) {
	const character = STRAY_CHARACTERS.find(([pattern]) => pattern.test(value))?.[1];
	if (character && isValid(value.replace(/[\s\p{C}]+/gu, ''))) return { character };
	const valueKind = OTHER_VALUES.find(([pattern]) => pattern.test(value))?.[1];
	return valueKind ? { valueKind } : {};
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js
const INPUT_NAMES = Object.keys(DEFAULTS);
const REQUIRED_INPUTS = ['consumer-key', 'private-key', 'signing-key', 'username'];
const JOB_SUMMARY_VALUES = ['always', 'on-failure', 'never'];
/**
 * Reads and validates the inputs. Masks all secrets before validating any input, so that no error
 * message can be printed first.
 * @throws InputError naming the first input that is missing or invalid
 */
function readInputs(core, secrets) {
	const read = (name) => core.getInput(name) || DEFAULTS[name];
	const readOptional = (name) => read(name) || undefined;
	// Trim only line breaks from a passphrase: they come from the file that contained it, whereas spaces
	// may be part of it.
	const rawPassphrase = core
		.getInput('private-key-passphrase', { trimWhitespace: false })
		.replace(/^[\r\n]+|(?<![\r\n])[\r\n]+$/g, '');
	// Only masked, not registered: a passphrase may contain words that occur in a valid response, such as
	// a scope.
	secrets.mask(containsKey(rawPassphrase) ? keyMasks(rawPassphrase) : [rawPassphrase]);
	const passphrase = rawPassphrase === '' ? undefined : new Secret(rawPassphrase);
	const rawKey = read('private-key');
	const privateKey = secrets.register(rawKey, keyMasks(rawKey));
	for (const name of INPUT_NAMES) rejectKeysAndOversizedValues(name, read(name), secrets);
	const signingKey = read('signing-key');
	const hasKey = rawKey !== '' || signingKey !== '';
	const missing = REQUIRED_INPUTS.filter(
		(name) => read(name) === '' && !(hasKey && name.endsWith('-key') && name !== 'consumer-key'),
	);
	const [firstMissing] = missing;
	if (firstMissing)
		throw new errors/* InputError */.d({
			code: 'missing',
			input: firstMissing,
			details: { inputs: missing.join(', ') },
		});
	rejectUnexpandedVariables(read);
	return Object.freeze({
		consumerKey: requireFormat(
			'consumer-key',
			read('consumer-key'),
			CONSUMER_KEY,
			'consumer-key-format',
		),
		privateKey,
		signingKey,
		passphrase,
		username: requireFormat(
			'username',
			read('username').replace(/^(["'])(.*)\1$/, '$2'),
			USERNAME,
			'username-format',
		),
		loginUrl: read('login-url'),
		audience: readOptional('audience'),
		certificate: readOptional('certificate'),
		expectedOrgId: parseOrgId(readOptional('expected-org-id')),
		verify: parseBoolean(core, 'verify'),
		exportEnv: parseBoolean(core, 'export-env'),
		maskInstanceUrl: parseBoolean(core, 'mask-instance-url'),
		revokeToken: parseBoolean(core, 'revoke-token'),
		maxAttempts: parseInteger('max-attempts', read('max-attempts'), 1, 10),
		timeoutSeconds: parseInteger('timeout-seconds', read('timeout-seconds'), 1, 600),
	});
}
/**
 * Reads `job-summary`. It is read separately because it also applies if another input is invalid.
 * @returns the value, or an error to throw later if it is invalid
 */
function readJobSummary(core) {
	const value = core.getInput('job-summary') || DEFAULTS['job-summary'];
	const details = { allowed: JOB_SUMMARY_VALUES.join(', ') };
	return (
		JOB_SUMMARY_VALUES.find((allowedValue) => allowedValue === value) ??
		new errors/* InputError */.d({ code: 'not-one-of', input: 'job-summary', details })
	);
}
/** Maximum length in characters. GitHub does not store secrets or variables larger than 48 KB. */
const MAX_INPUT_CHARS = 48 * 1024;
/**
 * Maximum size of decoded base64 in bytes. The longest consumer key has 256 characters of base64.
 */
const MAX_BASE64_BYTES = 192;
/** Runs before all other checks, so that no error message can quote a key. */
function rejectKeysAndOversizedValues(name, value, secrets) {
	const mayBeLong = name === 'certificate' || name === 'private-key-passphrase';
	const isLong = !mayBeLong && Number(fromBase64(value)?.length) > MAX_BASE64_BYTES;
	if (name !== 'private-key' && (isLong || containsKey(value))) {
		secrets.mask(keyMasks(value));
		throw new errors/* InputError */.d({ code: 'contains-a-key', input: name });
	}
	if (value.length > MAX_INPUT_CHARS) throw new errors/* InputError */.d({ code: 'too-long', input: name });
}
/**
 * Matches consumer keys that an administrator chose, which have 8 to 256 letters and digits, and
 * those that Salesforce generates, which also contain `.` and `_`.
 */
const CONSUMER_KEY = /^[A-Za-z0-9._~+/=-]{8,256}$/;
/**
 * Matches one `@` with a dot after it. Excludes spaces and brackets, which could start a workflow
 * command.
 */
const USERNAME = /^(?=.{1,255}$)(?!.*[\s[\]\p{C}])[^@]+@[^@]+\.[^@]+$/u;
/** Matches `${{ … }}`, `$NAME`, `${NAME}`, `$(command)` and `%NAME%`. */
const UNEXPANDED = /^(\$\{\{.*\}\}|\$\{?[A-Za-z_]\w*\}?|\$\(.*\)|%\w+%)$/s;
const UNUSABLE_VALUES = [
	['masked', /^\*{3,}$/],
	['unexpanded-variable', UNEXPANDED],
];
/**
 * Reports all inputs with the same mistake at once, because a workflow often repeats it in several
 * lines.
 */
function rejectUnexpandedVariables(read) {
	// A valid passphrase may look like a variable, and old runners do not expand the default of
	// secret-source.
	const names = INPUT_NAMES.filter(
		(name) => name !== 'private-key-passphrase' && name !== 'secret-source',
	);
	for (const [code, pattern] of UNUSABLE_VALUES) {
		const inputs = names.filter((name) => pattern.test(read(name)));
		const [input] = inputs;
		if (input) throw new errors/* InputError */.d({ code, input, details: { inputs: inputs.join(', ') } });
	}
}
function requireFormat(name, value, pattern, errorCode) {
	const isValid = (text) => pattern.test(text);
	if (!isValid(value)) rejectFormat(errorCode, name, value, isValid);
	return value;
}
function rejectFormat(code, input, value, isValid) {
	throw new errors/* InputError */.d({ code, input, details: strayCharacter(value, isValid) });
}
function parseBoolean(core, name) {
	if (core.getInput(name) === '') return DEFAULTS[name] === 'true';
	try {
		return core.getBooleanInput(name);
	} catch {
		throw new errors/* InputError */.d({ code: 'not-a-boolean', input: name });
	}
}
function parseInteger(name, value, min, max) {
	if (!/^\d+$/.test(value))
		throw new errors/* InputError */.d({ code: 'not-an-integer', input: name, details: { min, max } });
	const number = Number(value);
	if (number < min || number > max)
		throw new errors/* InputError */.d({ code: 'out-of-range', input: name, details: { min, max } });
	return number;
}
function parseOrgId(value) {
	if (value === undefined) return undefined;
	const isValid = (text) => readId('00D', text) !== '';
	if (!isValid(value)) rejectFormat('org-id-format', 'expected-org-id', value, isValid);
	const id18 = toId18(value);
	if (!id18) throw new errors/* InputError */.d({ code: 'org-id-checksum', input: 'expected-org-id' });
	return id18;
}

var hosts = __nccwpck_require__(612); // ./lib/salesforce/hosts.js
var lib_url = __nccwpck_require__(250); // ./lib/url.js
;// CONCATENATED MODULE: ./lib/inputs/login-url.js
/**
 * Validates the inputs `login-url` and `audience`. Derives the audience if it is undefined.
 * @param loginUrl a URL or a host
 * @throws InputError if an input is invalid, or no audience can be derived from the login URL
 */
function readLoginUrl(loginUrl, audience) {
	const url = parseUrl(loginUrl);
	const host = url.hostname.replace(/\.$/, '');
	const loopback = (0,lib_url/* isLoopback */.U)(host);
	if (url.search !== '') rejectLoginUrl('login-url-extra', { component: 'a query' });
	if (url.hash !== '') rejectLoginUrl('login-url-extra', { component: 'a fragment' });
	const myDomain = (0,hosts/* myDomainForPage */.f5)(host);
	if (myDomain) rejectLoginUrl('login-url-lightning', { myDomain: `https://${myDomain}` });
	if (url.protocol === 'http:' && !loopback) rejectLoginUrl('login-url-http');
	if (url.port !== '' && !loopback) rejectLoginUrl('login-url-extra', { component: 'a port' });
	const kind = (0,hosts/* hostKind */.Pz)(host);
	const origin = `${url.protocol}//${host}${url.port && `:${url.port}`}`;
	const path = url.pathname.replace(/\/+$/, '');
	const [firstSegment = ''] = /^\/[^/]+/.exec(path) ?? [];
	const sitePath = !(0,hosts/* isLoginHost */.OI)(host) && hosts/* SITE_PATH */.GQ.test(firstSegment) ? firstSegment : '';
	if (path !== sitePath) rejectLoginUrl('login-url-path', { suggested: origin + sitePath, origin });
	const target = { url: origin + path, kind };
	if (audience !== undefined) {
		requireAudienceFor({ host, path }, audience);
		return { ...target, audience, audienceFromInput: true };
	}
	const derivedAudience = (0,hosts/* audienceFor */.Q0)(target.url);
	if (derivedAudience === undefined) {
		throw new errors/* InputError */.d({ code: 'audience-underivable', input: 'audience', details: { host } });
	}
	const derivedTarget = { ...target, audience: derivedAudience, audienceFromInput: false };
	return (0,hosts/* isMyDomain */.Te)(host)
		? { ...derivedTarget, fallbackAudience: `https://${host}` }
		: derivedTarget;
}
/** Matches the beginning of a login URL, up to the end of its host. */
const HOST = /^(?:https?:\/\/)?([a-z0-9.-]+)/i;
/**
 * Does the same as `readLoginUrl`, but also rejects a host that is almost one of Salesforce's, so that
 * no assertion is sent to it.
 * @throws InputError
 */
async function readLoginTarget(loginUrl, audience) {
	// Search only the part that can be valid, because the patterns are slow for longer text.
	const text = loginUrl.slice(0, lib_url/* MAX_URL_LENGTH */.m);
	const host = (HOST.exec(text)?.[1] ?? '').toLowerCase().replace(/\.$/, '');
	if ((0,hosts/* hostKind */.Pz)(host) === 'other' && !(0,lib_url/* isLoopback */.U)(host)) {
		const { findNearMiss } = await __nccwpck_require__.e(/* import() */ 760).then(__nccwpck_require__.bind(__nccwpck_require__, 760));
		const nearMiss = findNearMiss(text);
		if (nearMiss) rejectLoginUrl('login-url-host', { ...nearMiss });
	}
	return readLoginUrl(loginUrl, audience);
}
/**
 * Matches a host of letters, digits, hyphens and dots. Hosts that `URL` would rewrite (percent
 * encoding, other alphabets) are rejected, because the result would differ from what the user typed.
 */
const AUTHORITY =
	/^https?:\/\/([^/?#\\]*@)?(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[::1\])(?::\d*)?(?:[/?#\\]|$)/i;
function parseUrl(loginUrl) {
	if (loginUrl.length > lib_url/* MAX_URL_LENGTH */.m) rejectLoginUrl('login-url-format');
	const url = urlOf(loginUrl);
	if (!url)
		rejectLoginUrl(
			'login-url-format',
			strayCharacter(loginUrl, (text) => urlOf(text) !== undefined),
		);
	// Searches the text, because `URL` drops empty user info.
	if (AUTHORITY.exec(withScheme(loginUrl))?.[1])
		rejectLoginUrl('login-url-extra', { component: 'user info' });
	return url;
}
const withScheme = (text) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
function urlOf(text) {
	const absoluteUrl = withScheme(text);
	return AUTHORITY.test(absoluteUrl) ? (URL.parse(absoluteUrl) ?? undefined) : undefined;
}
/**
 * Requires an audience that is a URL with a scheme, that all parsers interpret in the same way, and
 * that belongs to the login URL. Salesforce rejects a host without a scheme with `audience is
 * invalid`.
 */
function requireAudienceFor({ host: loginHost, path }, audience) {
	const url = audience.length > lib_url/* MAX_URL_LENGTH */.m ? null : audienceUrl(audience);
	if (url === null) {
		const details = strayCharacter(audience, (text) => audienceUrl(text) !== null);
		throw new errors/* InputError */.d({ code: 'audience-format', input: 'audience', details });
	}
	const { host: audienceHost, hostname, pathname } = url;
	// All sites of an org share a host, so only the path identifies a site.
	const isSameSite = (0,hosts/* hostKind */.Pz)(loginHost) !== 'site' || pathname.replace(/\/+$/, '') === path;
	if (isSameSite && (0,hosts/* acceptsAudience */.GE)(loginHost, hostname.replace(/\.$/, ''))) return;
	if ((0,hosts/* hostKind */.Pz)(loginHost) === 'other')
		rejectLoginUrl('login-url-not-of-audience', { loginHost, audienceHost });
	throw new errors/* InputError */.d({
		code: 'audience-elsewhere',
		input: 'audience',
		details: { audienceHost },
	});
}
const audienceUrl = (text) =>
	/^https?:\/\/[^\s/\\@][^\s\\@]*$/.test(text) ? URL.parse(text) : null;
function rejectLoginUrl(code, details = {}) {
	throw new errors/* InputError */.d({ code, input: 'login-url', details });
}

var salesforce_errors = __nccwpck_require__(24); // ./lib/salesforce/errors.js
var scope = __nccwpck_require__(695); // ./lib/salesforce/scope.js
;// CONCATENATED MODULE: ./lib/reporting.js
// The diagnosis is imported dynamically, because most runs succeed and do not need it.
const loadDiagnosis = () => __nccwpck_require__.e(/* import() */ 67).then(__nccwpck_require__.bind(__nccwpck_require__, 67));
const loadNotices = () => __nccwpck_require__.e(/* import() */ 860).then(__nccwpck_require__.bind(__nccwpck_require__, 860));
/**
 * Reports a failure with its diagnosis, or in one line if the diagnosis cannot be loaded (EMFILE,
 * incomplete checkout).
 */
async function reportFailure(error, context) {
	try {
		const { explainFailure } = await loadDiagnosis();
		await explainFailure(error, context);
	} catch (loadError) {
		const reasons = `${(0,salesforce_errors/* shortReason */.PR)(error)}. Its explanation could not be loaded: ${(0,salesforce_errors/* shortReason */.PR)(loadError)}`;
		context.core.error(`Signing in to Salesforce failed: ${reasons}.`);
	}
}
/** Records events of the token exchange for the report, and logs retries. */
async function onExchangeEvent(event, inputs, context) {
	const { core, record, now } = context;
	switch (event.kind) {
		case 'request':
			record({ requestedAt: now(), attempts: event.attempt });
			break;
		case 'response':
			record({ skewSeconds: event.skewSeconds, respondedAt: now() });
			break;
		case 'retry':
			core.info(
				`Attempt ${event.attempt} of at most ${inputs.maxAttempts} failed: ${(0,salesforce_errors/* shortReason */.PR)(event.error)}. Next attempt in ${(event.delayMs / 1000).toFixed(1)} s.`,
			);
			break;
		case 'clock-skew':
			record({ clockCompensated: true });
			await emitNotice(core, (notices) => notices.wrongClock(event.skewSeconds));
			break;
		case 'fallback-audience': {
			const { kind, ...fallbackAudience } = event;
			const { audience, outcome } = fallbackAudience;
			record({ fallbackAudience });
			if (outcome === 'accepted')
				await emitNotice(core, (notices) => notices.requiredAudience(audience));
		}
	}
}
function logSignedIn({ orgId }, { username }, { core, runInfo, now }) {
	const ms = now() - runInfo.startedAt;
	const duration = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
	const orgLabel = orgId === '' ? 'an unknown org (Salesforce returned no org ID)' : `org ${orgId}`;
	core.info(`Signed in to ${orgLabel} as ${username} in ${duration}.`);
}
/**
 * Emits the warnings of a successful sign-in, and writes its job summary if `job-summary` is
 * `always`.
 */
async function reportSuccess(token, { inputs, jobSummary, core, env, runInfo }) {
	if (inputs.exportEnv && token.format === 'jwt')
		await emitNotice(core, (notices) => notices.jwtFormatToken());
	if (inputs.exportEnv && token.scope !== '' && !(0,scope/* allowsApi */.n)(token.scope))
		await emitNotice(core, (notices) => notices.missingApiScope(token.scope));
	if (jobSummary !== 'always') return;
	await ignoreErrors(async () => {
		const { summarizeSuccess } = await loadDiagnosis();
		await summarizeSuccess(token, { core, env, runInfo });
	});
}
/** Emits one of the notices of diagnosis/notices.ts as an annotation. Never throws. */
function emitNotice(core, build) {
	return ignoreErrors(async () => {
		const notices = await loadNotices();
		notices.annotate(core, build(notices));
	});
}
/**
 * Ignores an error in optional output, which must not fail a sign-in even if its module cannot be
 * loaded.
 */
async function ignoreErrors(work) {
	await work().catch(() => undefined);
}
/** Logs the key's fingerprint and the command to compare it, if debug logging is on. */
async function debugFingerprint(core, fingerprint) {
	if (!core.isDebug()) return;
	core.debug(`SHA-256 of the public key: ${fingerprint}`);
	await ignoreErrors(async () => {
		const { FINGERPRINT_COMMAND } = await loadNotices();
		core.debug(
			`For the certificate in the app, this command must print the same value: ${FINGERPRINT_COMMAND}`,
		);
	});
}

;// CONCATENATED MODULE: ./lib/run-context.js
function createRunInfo(initial) {
	const runInfo = { ...initial };
	return { runInfo, record: (update) => void Object.assign(runInfo, update) };
}
/** Creates the dependencies of a run, and masks the credentials of the proxy. */
function createDependencies({ createHttpClient, ...runtime }) {
	const runEnd = new AbortController();
	const secrets = createSecretRegistry(runtime.core.setSecret);
	const proxy = (0,http_proxy/* resolveProxy */.Fu)(runtime.env);
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
			const proxy = (0,http_proxy/* proxyAddress */.nD)(request.url, dependencies.proxy);
			info.record({ proxy });
			const response = await http(request);
			if (request.name !== 'key-service') info.record({ responseProxy: proxy ?? '' });
			return response;
		},
	};
}

var external_node_fs_ = __nccwpck_require__(643);
var runner_errors = __nccwpck_require__(267); // ./lib/runner/errors.js
;// CONCATENATED MODULE: ./lib/runner/command-files.js
const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];
/**
 * Checks that the outputs can be written. Called before the first request, because a sign-in whose
 * token is lost would still appear in Login History.
 * @throws RunnerError naming the first file that is missing or not writable
 */
function requireCommandFiles(env) {
	for (const name of COMMAND_FILES) {
		const path = env[name] ?? '';
		try {
			(0,external_node_fs_.accessSync)(path, external_node_fs_.constants.W_OK);
		} catch {
			throw new runner_errors/* RunnerError */.R({ code: 'no-runner', details: { name } });
		}
		// The runner cannot read data that is written to a directory or a device.
		if (!(0,external_node_fs_.statSync)(path).isFile()) throw new runner_errors/* RunnerError */.R({ code: 'no-runner', details: { name } });
	}
}
/**
 * Appends all values in a single write, so that later steps see all of them or none. @actions/core
 * writes them one by one, so a full disk would leave an incomplete set.
 * @returns a function that undoes the write
 * @throws RunnerError naming the file, with Node's code (`ENOSPC`, `EACCES`, …)
 * @see
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
function appendValues(name, values, env) {
	const delimiter = `end_${(0,external_node_crypto_.randomUUID)()}`;
	const entries = Object.entries(values).map(
		([key, value]) => `${key}<<${delimiter}\n${value}\n${delimiter}\n`,
	);
	if (entries.length === 0) return () => undefined;
	const path = env[name] ?? '';
	const { size } = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false }) ?? { size: 0 };
	try {
		(0,external_node_fs_.appendFileSync)(path, entries.join(''));
	} catch (error) {
		truncateTo(path, size);
		const reason = String((0,lib_errors/* errorCode */.C)(error));
		throw new runner_errors/* RunnerError */.R({ code: 'file-not-written', details: { name, reason } });
	}
	return () => truncateTo(path, size);
}
/** Undoes a write. If the disk was full, the write may have left some complete values. */
function truncateTo(path, size) {
	try {
		(0,external_node_fs_.truncateSync)(path, size);
	} catch {
		// Nothing was written, or it cannot be undone. The caller reports the error of the write.
	}
}

var http_errors = __nccwpck_require__(729); // ./lib/http/errors.js
var lib_json = __nccwpck_require__(413); // ./lib/json.js
;// CONCATENATED MODULE: ./lib/salesforce/instance-url.js
/**
 * Validates `instance_url`, the URL to which the token will be sent.
 * @param loginUrl the URL that issued the token, whose host is also trusted
 */
function readInstanceUrl(value, loginUrl) {
	const url = typeof value === 'string' && value.length <= lib_url/* MAX_URL_LENGTH */.m ? URL.parse(value) : null;
	if (url === null || !isWellFormedInstanceUrl(url)) return { code: 'instance-url-format' };
	const { protocol, hostname, host, origin, pathname } = url;
	if (protocol !== 'https:' && !((0,lib_url/* isLoopback */.U)(hostname) && protocol === 'http:')) {
		return { code: 'instance-url-http', host };
	}
	if (URL.parse(loginUrl)?.host !== host && !(0,hosts/* isSalesforceHost */.ag)(hostname))
		return { code: 'instance-url-foreign', host };
	return { url: origin + pathname.replace(/\/+$/, '') };
}
/**
 * Returns true if the URL is safe in an unquoted shell command: its host consists of letters, digits,
 * dots and hyphens, only a site may have a path, and only loopback may have a port. It has no user
 * info, query or fragment.
 */
function isWellFormedInstanceUrl({ href, protocol, host, hostname, port, pathname }) {
	if (href !== `${protocol}//${host}${pathname}`) return false;
	if ((0,lib_url/* isLoopback */.U)(hostname)) return /^\/*$/.test(pathname);
	const path = pathname.replace(/\/+$/, '');
	const validPath = (0,hosts/* hostKind */.Pz)(hostname) === 'site' ? hosts/* SITE_PATH */.GQ : /^$/;
	return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.?$/.test(hostname) && port === '' && validPath.test(path);
}

var salesforce_response = __nccwpck_require__(880); // ./lib/salesforce/response.js
;// CONCATENATED MODULE: ./lib/salesforce/token.js
/**
 * Exchanges the assertion for an access token in a single POST request (RFC 7523, section 2.1). The
 * request contains no `client_id`, `scope` or secret, because Salesforce reads the consumer key from
 * the assertion.
 * @throws HttpStatusError if Salesforce rejects the request, InvalidResponseError if a success response
 * contains no usable token, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
async function requestToken({ loginUrl, assertion, timeoutMs }, { http, secrets, now }) {
	const httpResponse = await http({
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
	const { response, json } = await (0,salesforce_response/* parseResponse */.x)(httpResponse, { now, secrets });
	// Retrying would count against the rate limit.
	const retryable = !response.rateExceeded;
	if (response.status < 200 || response.status > 299 || response.error !== undefined) {
		throw new salesforce_errors/* HttpStatusError */.F9({
			request: 'token',
			response,
			transient: retryable && isTransient(response),
		});
	}
	const invalidResponse = (code, details = {}) =>
		new salesforce_errors/* InvalidResponseError */.tF({ code, request: 'token', response, details });
	// A body that is not JSON comes from a gateway, so the error is transient. Unexpected JSON is
	// permanent.
	if (json === undefined) {
		throw new salesforce_errors/* InvalidResponseError */.tF({
			code: 'not-json',
			request: 'token',
			response,
			transient: retryable,
		});
	}
	return { token: await readToken(json, { loginUrl, secrets, invalidResponse }), response };
}
function isTransient({ status, error }) {
	return (
		(0,http_errors/* isTransientStatus */.Dm)(status) ||
		(error !== undefined && salesforce_errors/* TRANSIENT_OAUTH_ERRORS */.Fg.includes(error.toLowerCase()))
	);
}
async function readToken(json, context) {
	const { secrets, invalidResponse } = context;
	if (!(0,lib_json/* isRecord */.u)(json)) throw invalidResponse('not-an-object');
	const { access_token: value, instance_url: instance } = json;
	if (isMissing(value)) throw invalidResponse('no-access-token');
	// Ensures that no line break reaches an output or a header.
	if (typeof value !== 'string' || value.length < 16 || !(0,salesforce_response/* looksLikeToken */.N)(value)) {
		throw invalidResponse('access-token-format');
	}
	// A client must not use a token of an unknown type (RFC 6749, section 7.1).
	const tokenType = json['token_type'] ?? '';
	if (typeof tokenType !== 'string' || !/^(bearer)?$/i.test(tokenType))
		throw invalidResponse('access-token-format');
	const masks = [value, sessionOf(value)].filter(salesforce_response/* looksLikeToken */.N);
	const accessToken = secrets.register(value, [...masks, ...base64Masks(value)]);
	if (isMissing(instance)) throw invalidResponse('no-instance-url');
	return {
		accessToken,
		format: isJwt(value) ? 'jwt' : 'opaque',
		instanceUrl: await requireInstanceUrl(instance, context),
		tokenType,
		...readMetadata(json, secrets),
	};
}
async function requireInstanceUrl(value, { loginUrl, secrets, invalidResponse }) {
	const result = readInstanceUrl(value, loginUrl);
	if ('url' in result) return result.url;
	const { code, host } = result;
	throw host === undefined
		? invalidResponse(code)
		: invalidResponse(code, { host: await secrets.redact(host) });
}
/**
 * Returns the base64 of the token at each offset in a longer text. The runner masks the base64 of a
 * value only with its padding, so only at the end of a text.
 */
function base64Masks(token) {
	return [0, 1, 2].map((start) =>
		Buffer.from(token.slice(start, token.length - ((token.length - start) % 3))).toString('base64'),
	);
}
const isMissing = (value) => value === undefined || value === null || value === '';
/** Returns the session ID, which is the part after the `!`. Some tools print only this part. */
function sessionOf(token) {
	return token.slice(token.indexOf('!') + 1);
}
/**
 * Returns true if the token is a JWS in compact serialization (RFC 7515, section 7.1), whose header is
 * JSON that begins with `{"`.
 */
function isJwt(token) {
	return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}
/**
 * Returns the fields that become outputs. Fields that are malformed or contain part of a secret are
 * empty.
 */
function readMetadata(json, secrets) {
	const { orgId, userId } = readIdentity(json['id']);
	const unlessReflected = (value) => (secrets.contains(value) ? '' : value);
	return {
		orgId: unlessReflected(orgId),
		userId: unlessReflected(userId),
		scope: unlessReflected(readScope(json['scope'])),
	};
}
/** Parses the org and user IDs at the end of the identity URL `id`. Empty if the URL is malformed. */
function readIdentity(id) {
	const [, orgId, userId] =
		/^https?:\/\/[^\s?#]*\/id\/(\w+)\/(\w+)$/.exec(typeof id === 'string' ? id : '') ?? [];
	return { orgId: readId('00D', orgId), userId: readId('005', userId) };
}
/**
 * Returns a list of scope names separated by spaces (RFC 6749, section 3.3), such as `api
 * refresh_token`. Empty if the value has any other form.
 */
function readScope(value) {
	return typeof value === 'string' && /^\w{1,80}( \w{1,80}){0,99}$/.test(value) ? value : '';
}

;// CONCATENATED MODULE: ./lib/runner/state.js
/** Names of the values that the main step passes to the post step in the runner's state. */
const STATE = {
	instanceUrl: 'instance-url',
	/** URL that issued the token. The instance may be on the same host. */
	loginUrl: 'login-url',
	/** The token. Only saved if it is to be revoked, because the runner stores the state on disk. */
	accessToken: 'access-token',
	/** The result of `digestOf`, which identifies the token without storing it. */
	tokenDigest: 'access-token-sha256',
};
/** Returns true if the main step saved anything for the post step. */
function hasSavedState(env) {
	return [STATE.accessToken, STATE.tokenDigest].some((name) => Boolean(env[`STATE_${name}`]));
}

;// CONCATENATED MODULE: ./lib/runner/token-digest.js
/**
 * Returns a digest that identifies a token without storing it: its SHA-256, its length and its first
 * three characters, which are `00D` for every opaque token and `eyJ` for every JWT.
 */
function digestOf(token) {
	return `${sha256(token)}:${token.length}:${token.slice(0, 3)}`;
}
/**
 * The limit is far above what the caches of `sf` contain. Text that repeats the prefix is slow to
 * search.
 */
const MAX_CANDIDATES = 50_000;
/**
 * Returns a function that returns true if a text contains the token with this digest. After 50,000
 * strings with the token's prefix, the function throws an error with the code `too-many-matches`.
 */
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

;// CONCATENATED MODULE: ./lib/runner/outputs.js
/**
 * Saves what the post step needs, even if the job is canceled while the token is being verified.
 * @returns a function that removes the state
 * @throws RunnerError if the runner's file cannot be written
 */
function saveState(token, options, env) {
	const value = token.accessToken.reveal();
	const digest = options.exportEnv ? { [STATE.tokenDigest]: digestOf(value) } : {};
	const revocation = options.revokeToken
		? {
				[STATE.instanceUrl]: token.instanceUrl,
				[STATE.loginUrl]: options.loginUrl,
				[STATE.accessToken]: value,
			}
		: {};
	return appendValues('GITHUB_STATE', { ...digest, ...revocation }, env);
}
/**
 * Writes the outputs and, if `export-env` is set, the environment variables. By this time, the
 * token has been masked and the state has been saved.
 * @throws RunnerError if one of the runner's files cannot be written
 */
function publish(token, options, { env, secrets }) {
	const value = token.accessToken.reveal();
	const isUsername = options.exportEnv && token.format === 'opaque';
	if (isUsername) secrets.mask(tokenFragments(value));
	const outputs = {
		'access-token': value,
		'instance-url': token.instanceUrl,
		'org-id': token.orgId,
		'user-id': token.userId,
		username: options.username,
		'token-type': token.tokenType,
		scope: token.scope,
		'token-format': token.format,
		'certificate-expires': options.certificateExpires ?? '',
	};
	const variables = {
		SF_ACCESS_TOKEN: value,
		SF_ORG_INSTANCE_URL: token.instanceUrl,
		// The CLI would treat a JWT in this variable as an unknown alias.
		...(isUsername ? { SF_TARGET_ORG: value } : {}),
	};
	const rollback = appendValues('GITHUB_OUTPUT', { ...outputs }, env);
	try {
		if (options.exportEnv) appendValues('GITHUB_ENV', variables, env);
	} catch (error) {
		rollback();
		throw error;
	}
}
/** Maximum number of fragments to mask. A Salesforce session ID has eight. */
const MAX_FRAGMENTS = 40;
/**
 * Returns the fragments of a token to mask. Unless `CI` is `true`, `sf project deploy` prints the token
 * as "username" in a box that is 80 characters wide, wrapped over two lines, so that the mask of the
 * whole token does not match. With these masks, no 12 consecutive characters remain readable. Excludes
 * fragments that could be ordinary words.
 */
function tokenFragments(token) {
	const session = sessionOf(token);
	const fragments = session.match(new RegExp(`.{${redaction_fragments/* MIN_FRAGMENT_LENGTH */.v}}`, 'g')) ?? [];
	// The last 12 characters are also a fragment, so that the remainder is never readable.
	return [
		...new Set([...fragments.slice(0, MAX_FRAGMENTS), session.slice(-redaction_fragments/* MIN_FRAGMENT_LENGTH */.v)]),
	].filter((fragment) => fragment.length === redaction_fragments/* MIN_FRAGMENT_LENGTH */.v && /[A-Z\d]/.test(fragment));
}

;// CONCATENATED MODULE: ./lib/salesforce/deadline.js
/**
 * Half of the default of `timeout-seconds`, so that a second attempt is possible if the first one
 * hangs.
 */
const MAX_REQUEST_MS = 30_000;
/**
 * Returns the timeout of a request in milliseconds: 30 s or the remaining time, whichever is less, but
 * at least 1.
 * @param deadline milliseconds since the epoch, like `now`
 */
function requestTimeout(deadline, now) {
	return Math.min(Math.max(1, deadline - now), MAX_REQUEST_MS);
}
/**
 * Wait a little longer than the deadline, because each request has its own timeout, whose error is more
 * specific.
 */
const GRACE_PERIOD_MS = 1000;
/**
 * Returns the value of `promise`, but waits no longer than one second after the deadline.
 * @throws the error of `promise`, or TimeoutError one second after the deadline
 */
async function withinDeadline(promise, options) {
	const { deadline, now, sleep, details } = options;
	const timerController = new AbortController();
	const timeout = sleep(Math.max(0, deadline - now()) + GRACE_PERIOD_MS, timerController.signal);
	try {
		return await Promise.race([
			promise,
			timeout.then(() => {
				throw new salesforce_errors/* TimeoutError */.MU({ code: 'timeout', details: details() });
			}),
		]);
	} finally {
		timerController.abort();
		timeout.catch(() => undefined);
	}
}

;// CONCATENATED MODULE: ./lib/salesforce/assertion.js
/**
 * Salesforce requires the assertion to expire "within 3 minutes". Using the maximum also tolerates a
 * slow clock.
 */
const LIFETIME_SECONDS = 180;
/**
 * Signs the assertion of the JWT bearer flow (RFC 7523, section 3).
 * @returns a JWS in compact serialization; the caller must mask it
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
function signAssertion(claims, sign, { now, timeoutMs }) {
	const { issuer: iss, subject: sub, audience: aud } = claims;
	const payload = { iss, sub, aud, exp: Math.floor(now / 1000) + LIFETIME_SECONDS };
	return sign(JSON.stringify(payload), timeoutMs);
}

var clock = __nccwpck_require__(309); // ./lib/salesforce/clock.js
;// CONCATENATED MODULE: ./lib/salesforce/retry.js
const INITIAL_DELAY_MS = 2000;
const MAX_DELAY_MS = 20_000;
/**
 * Retries transient errors until `maxAttempts` or the deadline is reached.
 * @param makeAttempt receives its timeout in milliseconds and its number
 * @throws the error of the last attempt
 */
async function withRetries(options, makeAttempt) {
	for (let number = options.firstAttempt ?? 1; ; number++) {
		try {
			return await makeAttempt(requestTimeout(options.deadline, options.now()), number);
		} catch (error) {
			if (!(0,salesforce_errors/* isRequestError */.eK)(error) || !error.transient || number >= options.maxAttempts) throw error;
			const delayMs = retryDelay(number, error, options.random);
			if (options.now() + delayMs >= options.deadline) throw error;
			await options.onRetry({ error, attempt: number, delayMs });
			await options.sleep(delayMs);
		}
		// V8 reports the unreachable exit of the loop as a branch.
		/* node:coverage ignore next 2 */
	}
}
/**
 * Returns the delay before the next attempt in milliseconds: exponential backoff (2, 6, 18, then 20 s)
 * with up to 50 % jitter, so that jobs that failed together do not retry together. `Retry-After` (RFC
 * 9110, section 10.2.3) is a lower bound.
 * @param attempt the number of the attempt that failed, starting at 1
 */
function retryDelay(attempt, error, random) {
	const half = Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 3 ** (attempt - 1)) / 2;
	const retryAfterMs = error instanceof http_errors/* TransportError */.wX ? undefined : error.response.retryAfter;
	return Math.round(Math.max(retryAfterMs ?? 0, half) + random() * half);
}

;// CONCATENATED MODULE: ./lib/salesforce/exchange.js
/**
 * Requests a token, signing a new assertion for each attempt. If the assertion has expired because
 * the clocks differ, sends one extra request, signed with the server's time. If the org does not
 * accept the audience, the remaining attempts use the fallback audience.
 * @throws RequestError, SigningError; if the fallback audience is also rejected or not answered,
 * the error of the first audience
 */
async function exchange(options, dependencies) {
	const { claims } = options;
	const request = { claims, progress: { attempt: 1, offsetMs: 0 } };
	return requestWithClock(options, dependencies, request).catch((error) =>
		retryWithFallbackAudience(error, options, dependencies, request),
	);
}
/** Sends a request, and an extra one with the server's time, unless there was one before. */
function requestWithClock(options, dependencies, request) {
	const { progress } = request;
	return requestWithRetries(options, dependencies, request).catch(async (error) => {
		const skewSeconds = skewIfExpired(error, dependencies.now());
		if (skewSeconds === undefined || progress.offsetMs !== 0) throw error;
		await dependencies.onEvent({ kind: 'clock-skew', skewSeconds });
		progress.offsetMs = skewSeconds * 1000;
		return requestWithRetries(options, dependencies, { ...request, maxAttempts: progress.attempt });
	});
}
/**
 * Tries the fallback audience if Salesforce rejected the first one. The rejected request does not
 * count as an attempt.
 * @throws `originalError` if it does not concern the audience, or if the fallback audience is also
 * rejected or not answered; otherwise the error of the fallback audience
 */
async function retryWithFallbackAudience(
	originalError,
	options,
	{ onEvent, ...dependencies },
	rejectedRequest,
) {
	const { claims, fallbackAudience: audience } = options;
	if (audience === undefined || !(0,salesforce_errors/* isRequestError */.eK)(originalError) || !isAudienceError(originalError))
		throw originalError;
	const event = { kind: 'fallback-audience', audience, refusal: originalError };
	await onEvent({ ...event, outcome: 'no-answer' });
	const request = { ...rejectedRequest, claims: { ...claims, audience } };
	let isSent = false;
	const observedDependencies = {
		...dependencies,
		onEvent(nextEvent) {
			isSent ||= nextEvent.kind === 'request';
			return onEvent(nextEvent);
		},
	};
	const token = await requestWithClock(options, observedDependencies, request).catch(
		async (error) => {
			if (!(error instanceof lib_errors/* ActionError */.l)) throw originalError;
			const outcome = isSent ? fallbackFailure(error) : 'not-sent';
			await onEvent({ ...event, outcome, error });
			throw outcome === 'got-further' ? error : originalError;
		},
	);
	await onEvent({ ...event, outcome: 'accepted' });
	return token;
}
/**
 * Classifies the error of the fallback audience after a request. A transient error, an error of the
 * key service, or a response that Salesforce does not use, says nothing about the audience.
 */
function fallbackFailure(error) {
	if (!(0,salesforce_errors/* isRequestError */.eK)(error) || error.request === 'key-service') return 'no-answer';
	if (error.transient || error instanceof http_errors/* TransportError */.wX) return 'no-answer';
	if (isAudienceError(error)) return 'refused';
	const { error: code, rateExceeded } = error.response;
	const decided = error instanceof salesforce_errors/* InvalidResponseError */.tF || code !== undefined || rateExceeded;
	return decided ? 'got-further' : 'no-answer';
}
function requestWithRetries(
	{ sign, loginUrl, deadline, ...options },
	{ http, secrets, now, onEvent, ...retryDependencies },
	request,
) {
	const { claims, progress, maxAttempts = options.maxAttempts } = request;
	const firstAttempt = progress.attempt;
	const onRetry = (failedAttempt) => onEvent({ kind: 'retry', ...failedAttempt });
	const recordServerTime = async (serverTime) => {
		if (serverTime !== undefined) {
			await onEvent({ kind: 'response', skewSeconds: (0,clock/* clockSkew */.n)(serverTime, now()) });
		}
	};
	const retryOptions = {
		...retryDependencies,
		now,
		firstAttempt,
		maxAttempts,
		deadline,
		onRetry,
	};
	return withRetries(retryOptions, async (signingTimeoutMs, attempt) => {
		progress.attempt = attempt;
		const signing = { now: now() + progress.offsetMs, timeoutMs: signingTimeoutMs };
		const assertion = secrets.register(await signAssertion(claims, sign, signing));
		await onEvent({ kind: 'request', attempt });
		const timeoutMs = requestTimeout(deadline, now());
		try {
			const result = await requestToken({ loginUrl, assertion, timeoutMs }, { http, secrets, now });
			await recordServerTime(result.response.serverTime);
			return result.token;
		} catch (error) {
			if (error instanceof salesforce_errors/* ResponseError */.o3) await recordServerTime(error.response.serverTime);
			throw error;
		}
	});
}
/**
 * Returns true if Salesforce rejected the audience. Since Spring '26, some orgs and apps accept only
 * their own My Domain and respond to any other audience with one of these errors.
 */
function isAudienceError(error) {
	if (!(error instanceof salesforce_errors/* HttpStatusError */.F9) || error.response.rateExceeded) return false;
	const { error: code = '', description = '' } = error.response;
	return (
		/^(oauth_ec_)?app_not_found$/i.test(code) ||
		/audience is invalid|external client app is not installed/i.test(description)
	);
}
/** Salesforce also returns `expired authorization code` for an expired assertion. */
const EXPIRED_ASSERTION = /expired authorization|assertion.*expired|expired.*assertion/i;
/**
 * Maximum skew that is corrected. It covers a clock that drifted for months or stopped while the
 * machine was suspended. A larger skew is a misconfiguration. The limit also restricts the lifetime
 * of an assertion that a malicious server can obtain.
 */
const MAX_SKEW_SECONDS = 15 * 60;
/** Returns the skew in seconds if it explains why the assertion has expired, otherwise undefined. */
function skewIfExpired(error, now) {
	if (!(error instanceof salesforce_errors/* HttpStatusError */.F9) || error.response.serverTime === undefined)
		return undefined;
	if (!EXPIRED_ASSERTION.test(error.response.description ?? '') || error.response.rateExceeded)
		return undefined;
	const skew = (0,clock/* clockSkew */.n)(error.response.serverTime, now);
	return (0,clock/* isSkewed */.S)(skew) && Math.abs(skew) <= MAX_SKEW_SECONDS ? skew : undefined;
}

;// CONCATENATED MODULE: ./lib/salesforce/revoke.js
/**
 * Revokes a token (RFC 7009), which ends its session. Salesforce requires no client authentication,
 * but the request must go to the instance, not to the login host.
 * @returns false if the token was already invalid, which is no error (RFC 7009, section 2.2)
 * @throws HttpStatusError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm
 */
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
	const { response } = await (0,salesforce_response/* parseResponse */.x)(httpResponse, { now, secrets });
	if (response.error === 'invalid_token') return false;
	if (response.status !== 200 || response.bodyKind === 'html')
		throw new salesforce_errors/* HttpStatusError */.F9({ request: 'revoke', response });
	return true;
}

;// CONCATENATED MODULE: ./lib/salesforce/userinfo.js
/**
 * Requests the identity of a token from the userinfo endpoint (OpenID Connect Core, section 5.3).
 * @throws HttpStatusError unless the status is 200, InvalidResponseError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm
 */
async function fetchUserInfo(token, dependencies) {
	const { http, timeoutMs, now, secrets } = dependencies;
	const httpResponse = await http({
		name: 'userinfo',
		method: 'GET',
		url: `${token.instanceUrl}/services/oauth2/userinfo`,
		headers: { Authorization: `Bearer ${token.accessToken.reveal()}`, Accept: 'application/json' },
		timeoutMs,
	});
	const { response, json } = await (0,salesforce_response/* parseResponse */.x)(httpResponse, { now, secrets });
	if (response.status !== 200) throw new salesforce_errors/* HttpStatusError */.F9({ request: 'userinfo', response });
	const invalidResponse = (code) =>
		new salesforce_errors/* InvalidResponseError */.tF({ code, request: 'userinfo', response });
	if (json === undefined) throw invalidResponse('not-json');
	if (!(0,lib_json/* isRecord */.u)(json)) throw invalidResponse('not-an-object');
	// The IDs become outputs and appear in the log, so reject anything malformed.
	const field = (name, read) => {
		const { [name]: value = '' } = json;
		if (value === '' || value === null) return undefined;
		const result = read(value);
		if (result === '') throw invalidResponse('no-identity');
		return result;
	};
	const identity = {
		username: field('preferred_username', (value) => (typeof value === 'string' ? value : '')),
		userId: field('user_id', (value) => readId('005', value)),
		orgId: field('organization_id', (value) => readId('00D', value)),
	};
	const { username, userId = '', orgId = '' } = identity;
	if (username === undefined && userId === '') throw invalidResponse('no-identity');
	if (secrets.contains(orgId) || secrets.contains(userId)) throw invalidResponse('no-identity');
	return identity;
}

;// CONCATENATED MODULE: ./lib/salesforce/verify.js
/**
 * Checks that the identity has the expected username and org and, if the token response contained
 * them, the same IDs. Like Salesforce, ignores the case of usernames.
 * @throws VerificationError with the expected and the actual value
 */
async function verifyIdentity(identity, { username, expectedOrgId, token, secrets }) {
	const pairs = [
		['wrong-user', username.toLowerCase(), identity.username?.toLowerCase()],
		['wrong-org', expectedOrgId, identity.orgId],
		['identity-mismatch', token.orgId, identity.orgId],
		['identity-mismatch', token.userId, identity.userId],
	];
	for (const [code, expected, actual] of pairs) {
		if (expected && actual !== undefined && expected !== actual) {
			// The token begins with its org ID, so `redact` removes it.
			const safeText = code === 'wrong-user' ? await secrets.redact(actual) : actual;
			throw new salesforce_errors/* VerificationError */.mk({ code, details: { expected, actual: safeText } });
		}
	}
}
/**
 * Returns true if the response to the sign-in proves the org. Otherwise, only an instance on one of
 * Salesforce's own hosts can. For a sign-in at a site, Salesforce returns the My Domain as instance.
 * @see https://github.com/pfrandsen/salesforce-silent-login#readme
 * @throws VerificationError if neither of them can prove the org
 */
function signInProvesOrg(loginUrl, { instanceUrl }) {
	if ((0,hosts/* provesOrg */.kH)(new URL(loginUrl).hostname)) return true;
	if (!(0,hosts/* provesOrg */.kH)(new URL(instanceUrl).hostname))
		throw new salesforce_errors/* VerificationError */.mk({ code: 'unproven-org' });
	return false;
}
/** Returns the token, with missing IDs filled in from the identity. */
function mergeIdentity(token, { orgId = '', userId = '' }) {
	return { ...token, orgId: token.orgId || orgId, userId: token.userId || userId };
}
/**
 * Implements `expected-org-id`.
 * @param expected an org ID of 18 characters
 * @throws VerificationError if the token belongs to another org or its org is unknown
 */
function verifyOrg(expected, { orgId: actual }) {
	if (actual === '') throw new salesforce_errors/* VerificationError */.mk({ code: 'unknown-org' });
	if (actual !== expected)
		throw new salesforce_errors/* VerificationError */.mk({ code: 'wrong-org', details: { expected, actual } });
}

;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/buffer_utils.js
const encoder = new TextEncoder(), decoder = new TextDecoder(), buffer_utils_strictDecoder = new TextDecoder("utf-8", { fatal: !0 }), UINT32_RANGE = (null && (2 ** 32));
function concat(...buffers) {
  const size = buffers.reduce((acc, { length }) => acc + length, 0), buf = new Uint8Array(size);
  let i = 0;
  for (const buffer of buffers)
    buf.set(buffer, i), i += buffer.length;
  return buf;
}
function writeUInt32BE(buf, value, offset) {
  if (value < 0 || value >= UINT32_RANGE)
    throw new RangeError(`value must be >= 0 and <= ${UINT32_RANGE - 1}. Received ${value}`);
  buf.set([value >>> 24, value >>> 16, value >>> 8, value & 255], offset);
}
function uint64be(value) {
  const high = Math.floor(value / UINT32_RANGE), low = value % UINT32_RANGE, buf = new Uint8Array(8);
  return writeUInt32BE(buf, high, 0), writeUInt32BE(buf, low, 4), buf;
}
function uint32be(value) {
  const buf = new Uint8Array(4);
  return writeUInt32BE(buf, value), buf;
}
const NON_ASCII = /[^\x00-\x7f]/;
function buffer_utils_encode(string) {
  if (typeof string == "string" && string.length >= 128) {
    if (NON_ASCII.test(string))
      throw new TypeError("non-ASCII string encountered in encode()");
    return encoder.encode(string);
  }
  const bytes = new Uint8Array(string.length);
  for (let i = 0; i < string.length; i++) {
    const code = string.charCodeAt(i);
    if (code > 127)
      throw new TypeError("non-ASCII string encountered in encode()");
    bytes[i] = code;
  }
  return bytes;
}
function encodeBase64(input, url = !1) {
  if (Uint8Array.prototype.toBase64)
    return input.toBase64({ alphabet: url ? "base64url" : "base64", omitPadding: url });
  const CHUNK_SIZE = 32768, arr = [];
  for (let i = 0; i < input.length; i += CHUNK_SIZE)
    arr.push(String.fromCharCode.apply(null, input.subarray(i, i + CHUNK_SIZE)));
  const encoded = btoa(arr.join(""));
  return url ? encoded.replace(/=/g, "").replace(/\+/g, "-").replace(/\//g, "_") : encoded;
}
function decodeBase64(encoded, url = !1) {
  if (Uint8Array.fromBase64)
    return Uint8Array.fromBase64(encoded, { alphabet: url ? "base64url" : "base64" });
  if (url) {
    if (encoded.includes("+") || encoded.includes("/"))
      throw new TypeError("Invalid base64url");
    encoded = encoded.replace(/-/g, "+").replace(/_/g, "/");
  }
  const binary = atob(encoded), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++)
    bytes[i] = binary.charCodeAt(i);
  return bytes;
}
async function digest(algorithm, data) {
  const subtleDigest = `SHA-${algorithm.slice(-3)}`;
  return new Uint8Array(await crypto.subtle.digest(subtleDigest, data));
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/util/base64url.js
const invalid = "The input to be decoded is not correctly encoded.";
function base64url_decode(input) {
  try {
    return decodeBase64(typeof input == "string" ? input : decoder.decode(input), !0);
  } catch (cause) {
    throw new TypeError(invalid, { cause });
  }
}
function base64url_encode(input) {
  return encodeBase64(typeof input == "string" ? encoder.encode(input) : input, !0);
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/util/errors.js
class JOSEError extends Error {
  static code = "ERR_JOSE_GENERIC";
  code = "ERR_JOSE_GENERIC";
  constructor(message, options) {
    super(message, options), this.name = this.constructor.name, Error.captureStackTrace?.(this, this.constructor);
  }
}
class JWTClaimValidationFailed extends JOSEError {
  static code = "ERR_JWT_CLAIM_VALIDATION_FAILED";
  code = "ERR_JWT_CLAIM_VALIDATION_FAILED";
  claim;
  reason;
  payload;
  constructor(message, payload, claim = "unspecified", reason = "unspecified") {
    super(message, { cause: { claim, reason, payload } }), this.claim = claim, this.reason = reason, this.payload = payload;
  }
}
class JWTExpired extends JOSEError {
  static code = "ERR_JWT_EXPIRED";
  code = "ERR_JWT_EXPIRED";
  claim;
  reason;
  payload;
  constructor(message, payload, claim = "unspecified", reason = "unspecified") {
    super(message, { cause: { claim, reason, payload } }), this.claim = claim, this.reason = reason, this.payload = payload;
  }
}
class JOSEAlgNotAllowed extends (null && (JOSEError)) {
  static code = (null && ("ERR_JOSE_ALG_NOT_ALLOWED"));
  code = "ERR_JOSE_ALG_NOT_ALLOWED";
}
class JOSENotSupported extends JOSEError {
  static code = "ERR_JOSE_NOT_SUPPORTED";
  code = "ERR_JOSE_NOT_SUPPORTED";
}
class JWEDecryptionFailed extends JOSEError {
  static code = "ERR_JWE_DECRYPTION_FAILED";
  code = "ERR_JWE_DECRYPTION_FAILED";
  constructor(message = "decryption operation failed", options) {
    super(message, options);
  }
}
class JWEInvalid extends (null && (JOSEError)) {
  static code = (null && ("ERR_JWE_INVALID"));
  code = "ERR_JWE_INVALID";
}
class JWSInvalid extends JOSEError {
  static code = "ERR_JWS_INVALID";
  code = "ERR_JWS_INVALID";
}
class JWTInvalid extends (null && (JOSEError)) {
  static code = (null && ("ERR_JWT_INVALID"));
  code = "ERR_JWT_INVALID";
}
class JWKInvalid extends (null && (JOSEError)) {
  static code = (null && ("ERR_JWK_INVALID"));
  code = "ERR_JWK_INVALID";
}
class JWKSInvalid extends (null && (JOSEError)) {
  static code = (null && ("ERR_JWKS_INVALID"));
  code = "ERR_JWKS_INVALID";
}
class JWKSNoMatchingKey extends JOSEError {
  static code = "ERR_JWKS_NO_MATCHING_KEY";
  code = "ERR_JWKS_NO_MATCHING_KEY";
  constructor(message = "no applicable key found in the JSON Web Key Set", options) {
    super(message, options);
  }
}
class JWKSMultipleMatchingKeys extends JOSEError {
  [Symbol.asyncIterator] = async function* () {
  };
  static code = "ERR_JWKS_MULTIPLE_MATCHING_KEYS";
  code = "ERR_JWKS_MULTIPLE_MATCHING_KEYS";
  constructor(message = "multiple matching keys found in the JSON Web Key Set", options) {
    super(message, options);
  }
}
class JWKSTimeout extends JOSEError {
  static code = "ERR_JWKS_TIMEOUT";
  code = "ERR_JWKS_TIMEOUT";
  constructor(message = "request timed out", options) {
    super(message, options);
  }
}
class JWSSignatureVerificationFailed extends JOSEError {
  static code = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
  code = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
  constructor(message = "signature verification failed", options) {
    super(message, options);
  }
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/key_descriptor.js
function table(entries) {
  const out = { __proto__: null };
  for (const alg in entries)
    out[alg] = { ...entries[alg], alg };
  return out;
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/jws_algorithms.js
const sig = [["verify"], ["sign"]];
function hmac(bits) {
  const subtle = { name: "HMAC", hash: `SHA-${bits}` };
  return { kty: ["oct"], secret: !0, subtle, signing: subtle, usages: sig };
}
function rsa(bits, saltLength) {
  const subtle = { name: saltLength ? "RSA-PSS" : "RSASSA-PKCS1-v1_5", hash: `SHA-${bits}` };
  return {
    kty: ["RSA"],
    subtle,
    signing: saltLength ? { ...subtle, saltLength } : subtle,
    usages: sig,
    minRsaBits: 2048
  };
}
function ecdsa(crv, bits) {
  return {
    kty: ["EC"],
    crv,
    subtle: { name: "ECDSA", namedCurve: crv },
    signing: { name: "ECDSA", hash: `SHA-${bits}` },
    usages: sig
  };
}
function eddsa() {
  const subtle = { name: "Ed25519" };
  return {
    kty: ["OKP"],
    crv: "Ed25519",
    subtle,
    signing: subtle,
    usages: sig
  };
}
function mldsa(parameterSet) {
  const subtle = { name: `ML-DSA-${parameterSet}` };
  return {
    kty: ["AKP"],
    subtle,
    signing: subtle,
    usages: sig
  };
}
const JWS = table({
  HS256: hmac(256),
  HS384: hmac(384),
  HS512: hmac(512),
  RS256: rsa(256),
  RS384: rsa(384),
  RS512: rsa(512),
  PS256: rsa(256, 32),
  PS384: rsa(384, 48),
  PS512: rsa(512, 64),
  ES256: ecdsa("P-256", 256),
  ES384: ecdsa("P-384", 384),
  ES512: ecdsa("P-521", 512),
  EdDSA: eddsa(),
  Ed25519: eddsa(),
  "ML-DSA-44": mldsa(44),
  "ML-DSA-65": mldsa(65),
  "ML-DSA-87": mldsa(87)
});
function jwsAlgorithm(alg) {
  const entry = typeof alg == "string" ? JWS[alg] : void 0;
  if (!entry)
    throw new JOSENotSupported(`alg ${alg} is not supported either by JOSE or your javascript runtime`);
  return entry;
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/validate.js
function assertUint8Array(input, label) {
  if (!(input instanceof Uint8Array))
    throw new TypeError(`${label} must be an instance of Uint8Array`);
}
function isObject(input) {
  if (typeof input != "object" || input === null || Object.prototype.toString.call(input) !== "[object Object]")
    return !1;
  const prototype = Object.getPrototypeOf(input);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
function isJwkSet(input) {
  return isObject(input) && Array.isArray(input.keys) && Array.from(input.keys).every(isObject);
}
function isDisjoint(...headers) {
  const parameters = /* @__PURE__ */ new Set();
  for (const header of headers)
    if (header)
      for (const parameter of Object.keys(header)) {
        if (parameters.has(parameter))
          return !1;
        parameters.add(parameter);
      }
  return !0;
}
function assertNotSet(value, name) {
  if (value !== void 0)
    throw new TypeError(`${name} can only be called once`);
}
function decodeBase64url(value, label, ErrorClass) {
  try {
    return decode(value);
  } catch (cause) {
    throw new ErrorClass(`Failed to base64url decode the ${label}`, { cause });
  }
}
function encodeAsciiMember(value, label, ErrorClass) {
  try {
    return encode(value);
  } catch (cause) {
    throw new ErrorClass(`The ${label} is not a valid base64url string`, { cause });
  }
}
function parseJoseHeader(encodedProtectedHeader, ErrorClass, message) {
  let parsed;
  try {
    parsed = JSON.parse(strictDecoder.decode(decode(encodedProtectedHeader)));
  } catch (cause) {
    throw new ErrorClass(message, { cause });
  }
  if (!isObject(parsed))
    throw new ErrorClass(message);
  return parsed;
}
const JWS_RECOGNIZED = { __proto__: null, b64: !0 }, JWE_RECOGNIZED = { __proto__: null };
function validateAlgorithms(option, algorithms) {
  if (algorithms !== void 0 && (!Array.isArray(algorithms) || algorithms.some((s) => typeof s != "string")))
    throw new TypeError(`"${option}" option must be an array of strings`);
  return algorithms === void 0 ? void 0 : new Set(algorithms);
}
function validateCritDuplicates(Err, protectedHeader) {
  const { crit } = protectedHeader ?? {};
  if (Array.isArray(crit) && new Set(crit).size !== crit.length)
    throw new Err('"crit" (Critical) Header Parameter MUST NOT contain duplicate values');
}
function validateCrit(Err, recognizedDefault, recognizedOption, protectedHeader, joseHeader) {
  if (joseHeader.crit !== void 0 && protectedHeader?.crit === void 0)
    throw new Err('"crit" (Critical) Header Parameter MUST be integrity protected');
  if (!protectedHeader || protectedHeader.crit === void 0)
    return [];
  if (!Array.isArray(protectedHeader.crit) || protectedHeader.crit.length === 0 || protectedHeader.crit.some((input) => typeof input != "string" || input.length === 0))
    throw new Err('"crit" (Critical) Header Parameter MUST be an array of non-empty strings when present');
  const recognized = recognizedOption === void 0 ? recognizedDefault : { __proto__: null, ...recognizedOption, ...recognizedDefault };
  for (const parameter of protectedHeader.crit) {
    if (!(parameter in recognized))
      throw new JOSENotSupported(`Extension Header Parameter "${parameter}" is not recognized`);
    if (!Object.hasOwn(joseHeader, parameter) || joseHeader[parameter] === void 0)
      throw new Err(`Extension Header Parameter "${parameter}" is missing`);
    if (recognized[parameter] && (!Object.hasOwn(protectedHeader, parameter) || protectedHeader[parameter] === void 0))
      throw new Err(`Extension Header Parameter "${parameter}" MUST be integrity protected`);
  }
  return protectedHeader.crit;
}
function validateB64(protectedHeader, extensions) {
  if (extensions.includes("b64")) {
    const b64 = protectedHeader.b64;
    if (typeof b64 != "boolean")
      throw new JWSInvalid('The "b64" (base64url-encode payload) Header Parameter must be a boolean');
    return b64;
  }
  return !0;
}
function serializeJoseHeader(Err, header) {
  let serialized, parsed;
  try {
    serialized = JSON.stringify(header), parsed = JSON.parse(serialized);
  } catch (cause) {
    throw new Err("JOSE Header is not valid JSON", { cause });
  }
  if (!isObject(parsed))
    throw new Err("JOSE Header is not a JSON object");
  return [parsed, serialized];
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/key.js
const tag = (key) => key[Symbol.toStringTag], jwkMatchesOp = (entry, key, usage) => {
  const { alg } = entry;
  if (key.use !== void 0) {
    const expected = usage === "sign" || usage === "verify" ? "sig" : "enc";
    if (key.use !== expected)
      throw new TypeError(`Invalid key for this operation, its "use" must be "${expected}" when present`);
  }
  if (key.kty === "AKP" && key.alg === void 0)
    throw new TypeError('missing "alg" (Algorithm) Parameter value');
  if (key.alg !== void 0 && key.alg !== alg)
    throw new TypeError(`Invalid key for this operation, its "alg" must be "${alg}" when present`);
  if (Array.isArray(key.key_ops)) {
    const expectedKeyOp = usage === "encrypt" || usage === "decrypt" ? entry.ops?.[usage === "encrypt" ? 0 : 1] : usage;
    if (expectedKeyOp && !key.key_ops.includes(expectedKeyOp))
      throw new TypeError(`Invalid key for this operation, its "key_ops" must include "${expectedKeyOp}" when present`);
  }
};
async function prepareKey(entry, key, usage) {
  const { alg, secret } = entry, requiresPrivateKey = usage === "decrypt" || usage === "sign";
  if (secret && key instanceof Uint8Array)
    return key;
  let normalized, keyObject;
  if (isObject(key)) {
    if (normalized = normalizeJwk(key), typeof normalized.kty != "string")
      throw invalidKeyType(alg, key, secret);
    if (!(secret ? normalized.kty === "oct" && typeof normalized.k == "string" : normalized.kty !== "oct" && (requiresPrivateKey ? normalized.kty === "AKP" && typeof normalized.priv == "string" || typeof normalized.d == "string" : normalized.d === void 0 && normalized.priv === void 0)))
      throw new TypeError(secret ? 'JSON Web Key for symmetric algorithms must have JWK "kty" (Key Type) equal to "oct" and the JWK "k" (Key Value) present' : `JSON Web Key for this operation must be a ${requiresPrivateKey ? "private" : "public"} JWK`);
    if (jwkMatchesOp(entry, normalized, usage), normalized.kty === "oct")
      return base64url_decode(normalized.k);
    if (!Object.isFrozen(key)) {
      const { key_ops } = key;
      Array.isArray(key_ops) && Object.freeze(key_ops), Object.freeze(key);
    }
  } else {
    if (!isKeyLike(key))
      throw invalidKeyType(alg, key, secret);
    const expectedType = secret ? "secret" : requiresPrivateKey ? "private" : "public";
    if (key.type !== expectedType && (secret || ["secret", "public", "private"].includes(key.type)))
      throw new TypeError(`${tag(key)} instances must be of type "${expectedType}" for the ${alg} algorithm`);
    if (isCryptoKey(key))
      return key;
    if (keyObject = key, keyObject.type === "secret")
      return keyObject.export();
  }
  cache ||= /* @__PURE__ */ new WeakMap();
  const cacheKey = key;
  let cached = cache.get(cacheKey);
  if (cached?.[alg])
    return cached[alg];
  if (cached || cache.set(cacheKey, cached = {}), keyObject && typeof keyObject.toCryptoKey == "function") {
    const isPublic = keyObject.type === "public", crv = nist[keyObject.asymmetricKeyDetails?.namedCurve], params = entry.resolve?.({ crv, asymmetricKeyType: keyObject.asymmetricKeyType }) ?? entry.subtle;
    return cached[alg] = keyObject.toCryptoKey(params, isPublic, entry.usages[isPublic ? 0 : 1]);
  }
  return normalized ??= keyObject.export({ format: "jwk" }), normalized.alg = alg, cached[alg] = await jwkToKey(entry, normalized);
}
let cache;
const nist = {
  __proto__: null,
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521"
};
function assertCryptoKey(key) {
  if (!isCryptoKey(key))
    throw new Error("CryptoKey instance expected");
}
const isCryptoKey = (key) => {
  if (key?.[Symbol.toStringTag] === "CryptoKey")
    return !0;
  try {
    return key instanceof CryptoKey;
  } catch {
    return !1;
  }
}, isKeyObject = (key) => key?.[Symbol.toStringTag] === "KeyObject", isKeyLike = (key) => isCryptoKey(key) || isKeyObject(key);
function message(msg, actual, ...types) {
  if (types.length > 2) {
    const last = types.pop();
    msg += `one of type ${types.join(", ")}, or ${last}.`;
  } else types.length === 2 ? msg += `one of type ${types[0]} or ${types[1]}.` : msg += `of type ${types[0]}.`;
  return actual == null ? msg += ` Received ${actual}` : typeof actual == "function" && actual.name ? msg += ` Received function ${actual.name}` : typeof actual == "object" && actual != null && actual.constructor?.name && (msg += ` Received an instance of ${actual.constructor.name}`), msg;
}
const invalidKeyInput = (actual, ...types) => message("Key must be ", actual, ...types);
function invalidKeyType(alg, actual, secret) {
  const types = ["CryptoKey", "KeyObject", "JSON Web Key"];
  return secret && types.push("Uint8Array"), new TypeError(message(`Key for the ${alg} algorithm must be `, actual, ...types));
}
const unusable = (name, prop = "algorithm.name") => new TypeError(`CryptoKey does not support this operation, its ${prop} must be ${name}`);
function checkUsage(key, usage) {
  if (usage && !key.usages.includes(usage))
    throw new TypeError(`CryptoKey does not support this operation, its usages must include ${usage}.`);
}
function checkModulusLength(alg, key) {
  const { modulusLength } = key.algorithm;
  if (typeof modulusLength != "number" || modulusLength < 2048)
    throw new TypeError(`${alg} requires key modulusLength to be 2048 bits or larger`);
}
function checkCryptoKey(key, expected, usage) {
  const algorithm = key.algorithm;
  if (algorithm.name !== expected.name)
    throw unusable(expected.name);
  if (expected.hash && algorithm.hash?.name !== expected.hash)
    throw unusable(expected.hash, "algorithm.hash");
  if (expected.namedCurve && algorithm.namedCurve !== expected.namedCurve)
    throw unusable(expected.namedCurve, "algorithm.namedCurve");
  if (expected.length !== void 0 && algorithm.length !== expected.length)
    throw unusable(expected.length, "algorithm.length");
  checkUsage(key, usage);
}
function snapshotJwk(jwk) {
  return { __proto__: null, ...jwk };
}
function normalizeJwk(jwk) {
  const normalized = snapshotJwk(jwk);
  if (normalized.ext !== void 0 && typeof normalized.ext != "boolean")
    throw new TypeError('"ext" (Extractable) Parameter must be a boolean');
  if (normalized.key_ops !== void 0) {
    const value = normalized.key_ops, keyOps = Array.isArray(value) ? [...value] : void 0;
    if (!keyOps || keyOps.some((operation) => typeof operation != "string") || new Set(keyOps).size !== keyOps.length)
      throw new TypeError('"key_ops" (Key Operations) Parameter must be an array of unique strings');
    normalized.key_ops = keyOps;
  }
  return normalized;
}
function validateExtractableOption(extractable) {
  if (extractable !== void 0 && typeof extractable != "boolean")
    throw new TypeError('"extractable" option must be a boolean');
  return extractable;
}
async function jwkToKey(entry, jwk, extractable) {
  if (!entry.kty.includes(jwk.kty))
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value');
  const algorithm = entry.resolve?.({ kty: jwk.kty, crv: jwk.crv }) ?? entry.subtle, isPrivate = !!(jwk.d || jwk.priv), keyData = { ...jwk, ext: extractable ?? jwk.ext };
  return keyData.kty !== "AKP" && delete keyData.alg, delete keyData.use, crypto.subtle.importKey("jwk", keyData, algorithm, keyData.ext ?? !isPrivate, jwk.key_ops ?? entry.usages[isPrivate ? 1 : 0]);
}
async function rawKey(key, expected, usage, extractable = !1) {
  return key instanceof Uint8Array && (key = await crypto.subtle.importKey("raw", key, expected, extractable, [usage])), checkCryptoKey(key, expected, usage), key;
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/jws_sign.js
async function createSignature(input, key, rejectUnencoded) {
  let [payload, protectedHeader, unprotectedHeader, crit] = input, encodedProtectedHeader = "";
  if (protectedHeader !== void 0) {
    const normalized = serializeJoseHeader(JWSInvalid, protectedHeader);
    protectedHeader = normalized[0], encodedProtectedHeader = base64url_encode(normalized[1]);
  }
  if (unprotectedHeader !== void 0 && (unprotectedHeader = serializeJoseHeader(JWSInvalid, unprotectedHeader)[0]), !protectedHeader && !unprotectedHeader)
    throw new JWSInvalid("either setProtectedHeader or setUnprotectedHeader must be called before #sign()");
  if (!isDisjoint(protectedHeader, unprotectedHeader))
    throw new JWSInvalid("JWS Protected and JWS Unprotected Header Parameter names must be disjoint");
  const joseHeader = { ...protectedHeader, ...unprotectedHeader };
  validateCritDuplicates(JWSInvalid, protectedHeader);
  const b64 = validateB64(protectedHeader, validateCrit(JWSInvalid, JWS_RECOGNIZED, crit, protectedHeader, joseHeader));
  b64 || rejectUnencoded?.();
  const { alg } = joseHeader;
  if (typeof alg != "string" || !alg)
    throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid');
  const entry = jwsAlgorithm(alg);
  let encodedPayload = "", signingPayload = payload, signingInput;
  if (b64) {
    const encodedPayloadCache = input[4];
    encodedPayloadCache ? (encodedPayload = encodedPayloadCache[0] ??= base64url_encode(payload), signingPayload = encodedPayloadCache[1] ??= buffer_utils_encode(encodedPayload)) : (encodedPayload = base64url_encode(payload), signingInput = encoder.encode(`${encodedProtectedHeader}.${encodedPayload}`));
  }
  signingInput ??= concat(buffer_utils_encode(encodedProtectedHeader), buffer_utils_encode("."), signingPayload);
  const signingKey = await rawKey(await prepareKey(entry, key, "sign"), entry.subtle, "sign");
  entry.minRsaBits && checkModulusLength(entry.alg, signingKey);
  const jws = {
    signature: base64url_encode(new Uint8Array(await crypto.subtle.sign(entry.signing, signingKey, signingInput))),
    payload: encodedPayload
  };
  return protectedHeader && (jws.protected = encodedProtectedHeader), unprotectedHeader && (jws.header = unprotectedHeader), [jws, b64];
}
async function createCompactSignature(payload, protectedHeader, crit, key, rejectUnencoded) {
  const [jws] = await createSignature([payload, protectedHeader, void 0, crit], key, rejectUnencoded);
  return `${jws.protected}.${jws.payload}.${jws.signature}`;
}


;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/jws/compact/sign.js
class CompactSign {
  #payload;
  #protectedHeader;
  constructor(payload) {
    assertUint8Array(payload, "payload"), this.#payload = payload;
  }
  setProtectedHeader(protectedHeader) {
    return assertNotSet(this.#protectedHeader, "setProtectedHeader"), this.#protectedHeader = protectedHeader, this;
  }
  async sign(key, options) {
    return createCompactSignature(this.#payload, this.#protectedHeader, options?.crit, key, () => {
      throw new TypeError("use the flattened module for creating JWS with b64: false");
    });
  }
}


;// CONCATENATED MODULE: ./lib/signing/signer.js
/** Returns a signer for an RSA key in memory. */
function createKeySigner(key) {
	return (payload) =>
		new CompactSign(new TextEncoder().encode(payload))
			.setProtectedHeader({ alg: 'RS256' })
			.sign(key);
}

;// CONCATENATED MODULE: ./lib/sign-in.js
/**
 * Bounds of the timeout for revoking a token after a failure. If `timeout-seconds` has passed, a
 * slow server only slightly delays the end of the step, and the post step revokes the token.
 */
const MIN_REVOKE_MS = 1000;
const MAX_REVOKE_MS = 5000;
/**
 * Signs in and sets the outputs. Never throws.
 * @returns the exit code; if it is 1, the failure has been reported
 */
async function run(runtime) {
	const context = createRunContext(runtime);
	return signInAndPublish(context).finally(context.closeConnections);
}
async function signInAndPublish(context) {
	const { core, env } = context;
	const jobSummary = readJobSummary(core);
	try {
		const inputs = readInputs(core, context.secrets);
		if (jobSummary instanceof errors/* InputError */.d) throw jobSummary;
		requireCommandFiles(env);
		const { timeoutSeconds: seconds } = inputs;
		const deadline = context.runInfo.startedAt + seconds * 1000;
		const details = () => ({ seconds, attempts: context.runInfo.attempts });
		const deadlineOptions = { ...context, deadline, details };
		const issuedToken = await withinDeadline(signIn(inputs, deadline, context), deadlineOptions);
		const cleanupOptions = { token: issuedToken, inputs, deadline };
		const token = await cleanUpOnFailure(cleanupOptions, context, async () => {
			const verifiedToken = await withinDeadline(
				verifyToken(issuedToken, inputs, deadline, context),
				deadlineOptions,
			);
			const { certificateExpires } = context.runInfo;
			publish(verifiedToken, { ...inputs, certificateExpires }, context);
			return verifiedToken;
		});
		logSignedIn(token, inputs, context);
		await reportSuccess(token, { ...context, inputs, jobSummary });
		return 0;
	} catch (error) {
		await reportFailure(error, { ...context, summaryEnabled: jobSummary !== 'never' });
		return 1;
	}
}
/**
 * Validates the login URL, loads the key and requests the token.
 * @param deadline milliseconds since the epoch
 * @throws InputError, SigningError, RequestError
 */
async function signIn(inputs, deadline, context) {
	const { core, proxy, record } = context;
	const { consumerKey, username, maxAttempts, revokeToken } = inputs;
	record({ consumerKey, username, revokeToken });
	const target = await readLoginTarget(inputs.loginUrl, inputs.audience);
	const { url: loginUrl, kind: hostKind, audience, audienceFromInput, fallbackAudience } = target;
	record({ loginUrl, hostKind, audience, audienceFromInput });
	core.debug(`Token endpoint: ${loginUrl}/services/oauth2/token, audience ${audience}`);
	if (proxy.variable) record({ proxyVariable: proxy.variable });
	core.debug(
		`Proxy: ${(0,http_proxy/* proxyAddress */.nD)(loginUrl, proxy) ?? 'none'}, variable: ${proxy.variable ?? 'none'}`,
	);
	const sign = await createSigner(inputs, context);
	const claims = { issuer: consumerKey, subject: username, audience };
	const options = { claims, fallbackAudience, sign, loginUrl, maxAttempts, deadline };
	const token = await exchange(options, {
		...context,
		onEvent: (event) => onExchangeEvent(event, inputs, context),
	});
	record({ scope: token.scope });
	// Mask the host, which is not secret, before a message can contain it.
	if (inputs.maskInstanceUrl) {
		const { host } = new URL(token.instanceUrl);
		for (const value of [token.instanceUrl, host]) core.setSecret(value);
		record({ maskedHost: host });
	}
	return token;
}
/**
 * Loads the private key, or opens the key in a key service.
 * @throws InputError, SigningError
 */
async function createSigner(inputs, context) {
	if (!inputs.signingKey) return createKeySigner(await readKey(inputs, context));
	const certificates = inputs.certificate ? readCertificates(inputs.certificate) : [];
	const { createServiceSigner } = await __nccwpck_require__.e(/* import() */ 704).then(__nccwpck_require__.bind(__nccwpck_require__, 704));
	const { service, sign } = await createServiceSigner(
		{ ...inputs, certificates },
		context,
		(match) => {
			context.record({ fingerprint: match.fingerprint });
			return recordCertificate(match, context);
		},
	);
	context.record({ keyService: service });
	return sign;
}
/**
 * Loads the private key and, if a certificate was given, checks that it belongs to the key.
 * @throws InputError
 */
async function readKey(inputs, context) {
	const { core, record } = context;
	const { privateKey, passphrase } = inputs;
	if (passphrase && maskableLines(passphrase.reveal()).length === 0)
		await emitNotice(core, (notices) => notices.shortPassphrase());
	const { key, fingerprint, encrypted } = await readPrivateKey(privateKey, passphrase);
	record({ fingerprint });
	await debugFingerprint(core, fingerprint);
	if (passphrase && !encrypted) await emitNotice(core, (notices) => notices.needlessPassphrase());
	if (inputs.certificate) {
		const match = requireCertificateOf({ fingerprint }, inputs.certificate);
		await recordCertificate(match, context);
	}
	return key;
}
/** Records that the certificate belongs to the key, and warns if it expires within 30 days. */
async function recordCertificate(certificate, { core, record, now }) {
	const { notAfter } = certificate;
	const certificateExpires = notAfter.toISOString().slice(0, 10);
	const daysLeft = daysUntilExpiry(certificate, now());
	record({ certificateMatched: true, certificateExpires, certificateExpired: daysLeft < 0 });
	core.debug(`The certificate belongs to the key. Its expiration date is ${certificateExpires}.`);
	if (daysLeft < 30)
		await emitNotice(core, (notices) => notices.certificateEnds(notAfter, daysLeft));
}
/**
 * Runs the checks that `verify` and `expected-org-id` enable. `verify` always sends a request to
 * the instance, `expected-org-id` only if the response to the sign-in does not prove the org.
 * @param deadline milliseconds since the epoch
 * @returns the token, with the org ID and user ID filled in if the check returned them
 * @throws VerificationError, or an error of the userinfo request
 */
async function verifyToken(token, inputs, deadline, context) {
	const { now, record, runInfo, secrets } = context;
	const { expectedOrgId, username, verify } = inputs;
	if (!verify && !expectedOrgId) return token;
	const isProven = signInProvesOrg(String(runInfo.loginUrl), token);
	let verifiedToken = token;
	if (verify || !isProven) {
		record({ checkInput: verify ? 'verify' : 'expected-org-id' });
		const timeoutMs = requestTimeout(deadline, now());
		const identity = await fetchUserInfo(token, { ...context, timeoutMs });
		await verifyIdentity(identity, { username, expectedOrgId, token, secrets });
		verifiedToken = mergeIdentity(token, identity);
		if (!isProven) verifiedToken = { ...verifiedToken, orgId: identity.orgId ?? '' };
	}
	if (expectedOrgId) verifyOrg(expectedOrgId, verifiedToken);
	return verifiedToken;
}
/**
 * Saves the state and runs `work`. If `work` throws, so that no later step receives the token,
 * revokes it if `revoke-token` is set, and removes the state unless the post step must revoke it.
 * @throws the error of `work`, or RunnerError if the state cannot be saved
 */
async function cleanUpOnFailure({ token, inputs, deadline }, context, work) {
	const { env, runInfo, record, now } = context;
	let removeState = () => {};
	try {
		removeState = saveState(token, { ...inputs, loginUrl: String(runInfo.loginUrl) }, env);
		return await work();
	} catch (error) {
		if (inputs.revokeToken) {
			const timeoutMs = Math.min(Math.max(MIN_REVOKE_MS, deadline - now()), MAX_REVOKE_MS);
			const revocation = revoke(token, { ...context, timeoutMs });
			const revokeOptions = { ...context, deadline: now() + timeoutMs, details: () => ({}) };
			await withinDeadline(revocation, revokeOptions).then(removeState, (revokeError) =>
				record({ revokeError: (0,salesforce_errors/* shortReason */.PR)(revokeError) }),
			);
		} else removeState();
		throw error;
	}
}


/***/ }),

/***/ 250:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
U: () => (isLoopback),
m: () => (MAX_URL_LENGTH)
});
/** Maximum length of a URL from an input or from Salesforce, in characters. */
const MAX_URL_LENGTH = 2000;
/**
 * Returns true if the host is this machine. Requests to it may use plain `http` and never use a proxy.
 */
function isLoopback(host) {
	return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}


/***/ }),

/***/ 411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.d(__webpack_exports__, {
x: () => (VERSION)
});
/** The version in package.json. A test checks that they match. */
const VERSION = '1.1.0';


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(342);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
