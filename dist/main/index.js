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

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   As: () => (/* binding */ requireValidProxy),
/* harmony export */   Fu: () => (/* binding */ resolveProxy),
/* harmony export */   T6: () => (/* binding */ ProxyError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _salesforce_hosts_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(612);


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

/***/ 874:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ InputError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

/** A value below `with:` is missing or cannot work. Nothing was sent. */
class InputError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {
	input;
	constructor(options) {
		super(options);
		this.input = options.input;
	}
}


/***/ }),

/***/ 342:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _runner_exit_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(140);
/* harmony import */ var _runtime_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(989);
/* harmony import */ var _sign_in_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(54);



await (0,_runner_exit_js__WEBPACK_IMPORTED_MODULE_0__/* .runAndExit */ .H)(() => (0,_sign_in_js__WEBPACK_IMPORTED_MODULE_2__/* .run */ .e)(_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .realRuntime */ .D), 1);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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

/***/ 132:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ annotate)
/* harmony export */ });
function annotate(core, { level, title, message }) {
	core[level](message, { title });
}


/***/ }),

/***/ 267:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ RunnerError)
/* harmony export */ });
/* unused harmony export DeployCacheError */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

/** The token may stay in the deploy cache: not where `sf` would write it, behind a link, or in too much else. */
class DeployCacheError extends (/* unused pure expression or super */ null && (ActionError)) {}
/** GitHub's runner does not give what a step needs. */
class RunnerError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}


/***/ }),

/***/ 140:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ runAndExit)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(161);

/** How long an open handle may keep the process alive, in milliseconds. */
const EXIT_GRACE_MS = 500;
/**
 * Runs `work` and ends the process with its exit code. The process ends by itself where nothing is
 * open any more; a forced end with sockets open is said to crash some builds of Node for Windows.
 * @param exitCodeOnError the exit code if `work` throws
 */
async function runAndExit(main, exitCodeOnError) {
	for (const stream of [process.stdout, process.stderr]) {
		// Nobody listens any more (EPIPE). What `work` does counts all the same.
		stream.on('error', () => undefined);
	}
	try {
		process.exitCode = await main();
	} catch (error) {
		process.exitCode = exitCodeOnError;
		// The message and the stack may hold anything. It comes from Node: a file that cannot be loaded.
		const { code, name } = error;
		const level = exitCodeOnError === 0 ? 'warning' : 'error';
		process.stdout.write(`::${level}::This action was broken off: ${code ?? name}${node_os__WEBPACK_IMPORTED_MODULE_0__.EOL}`);
	}
	setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}


/***/ }),

/***/ 989:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  D: () => (/* binding */ realRuntime)
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

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(161);
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = process.getBuiltinModule("node:timers/promises");
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
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
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
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
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = process.getBuiltinModule("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
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
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = process.getBuiltinModule("path");
;// CONCATENATED MODULE: ./stubs/http-client/index.js
// @actions/core imports @actions/http-client to request an OIDC token, which this action never does.
// src/http/client.ts and src/http/tunnel.ts make its requests. Without the package, the bundle is
// 50 KB smaller and does not contain `tunnel`. "overrides" in package.json replaces the package with
// this file. __tests__/repository/bundle.test.ts checks the bundle.
function throwNotBundled() {
  throw new Error(
    '@actions/http-client is left out of this action on purpose. See stubs/http-client/index.js.',
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
                // New ID Token is requested from action service
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
//# sourceMappingURL=oidc-utils.js.map
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
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
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
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
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
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = _summary;
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, external_path_namespaceObject.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./stubs/exec/index.js
// @actions/core imports @actions/exec to read the name of the operating system, which this action
// never does. Without it, the bundle is 50 KB smaller and cannot start other programs, because it
// does not contain child_process. "overrides" in package.json replaces the package with this file.
// __tests__/repository/bundle.test.ts checks the bundle.
const exec_throwNotBundled = () => {
  throw new Error('@actions/exec is left out of this action on purpose. See stubs/exec/index.js.');
};

const exec = (/* unused pure expression or super */ null && (exec_throwNotBundled));
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
//# sourceMappingURL=platform.js.map
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






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
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
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
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
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
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
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
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
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = process.getBuiltinModule("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = process.getBuiltinModule("node:https");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = process.getBuiltinModule("node:tls");
// EXTERNAL MODULE: ./lib/salesforce/errors.js
var errors = __nccwpck_require__(24);
// EXTERNAL MODULE: ./lib/version.js
var version = __nccwpck_require__(411);
// EXTERNAL MODULE: ./lib/http/proxy.js
var http_proxy = __nccwpck_require__(768);
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = process.getBuiltinModule("node:net");
;// CONCATENATED MODULE: ./lib/http/tunnel.js




/**
 * Opens a connection to the target through the proxy (CONNECT: RFC 9110, section 9.3.6).
 * @throws ProxyError
 */
function openTunnel(proxy, target, signal) {
	const { promise, resolve, reject } = Promise.withResolvers();
	// A URL leaves out the port where it is the usual one, and keeps the brackets of an IPv6 address.
	const authority = `${target.hostname}:${target.port || 443}`;
	// A setting that cannot be decoded is refused where it is read.
	const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`);
	const header = `Basic ${Buffer.from(credentials).toString('base64')}`;
	(proxy.protocol === 'http:' ? external_node_http_namespaceObject.request : external_node_https_namespaceObject.request)({
		...tlsTarget(proxy),
		port: proxy.port,
		method: 'CONNECT',
		path: authority,
		headers: { Host: authority, ...(credentials === ':' ? {} : { 'Proxy-Authorization': header }) },
		agent: false,
		signal,
	})
		.on('connect', ({ statusCode: status = 0 }, socket, head) => {
			const opened = status >= 200 && status < 300;
			// What belongs to TLS comes only after the runner has spoken.
			if (opened && head.length === 0) return resolve(socket);
			socket.destroy();
			reject(
				opened
					? new http_proxy/* ProxyError */.T6({ code: 'proxy-garbage', transient: true })
					: proxyStatusError(status),
			);
		})
		.on('error', (error) => reject(proxyConnectionError(error)))
		.end();
	return promise;
}
/**
 * Whom to reach, and whose certificate to ask for. Node would take that name from the header `Host`,
 * which names the target where the proxy is asked; and an address is no name.
 */
function tlsTarget({ hostname }) {
	const host = hostname.replace(/[[\]]/g, '');
	return { host, servername: (0,external_node_net_namespaceObject.isIP)(host) ? '' : host };
}
/** Who refuses goes on refusing, unless it is busy or broken. */
function proxyStatusError(status) {
	const transient = status >= 500 || status === 408 || status === 429;
	return new http_proxy/* ProxyError */.T6({ code: 'proxy-refused', transient, details: { status } });
}
/** What goes wrong between the runner and the proxy, by the code of Node's error. */
const ERROR_KINDS = [
	[/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|UNREACH/, 'proxy-unreachable', true],
	[/CERT|SIGNED|UNABLE_TO/, 'proxy-certificate', false],
	[/wrong version number/, 'proxy-plain', false],
	[/EPROTO|ERR_SSL|ERR_TLS/, 'proxy-tls', false],
	[/HPE_/, 'proxy-garbage', true],
];
/** Tells Node's code, not its message: that may quote the proxy's address. */
function proxyConnectionError({ code: cause = 'unknown', message }) {
	// Where a proxy answers in plain HTTP, only the message says so.
	const [, signature = cause] = /(wrong version number)/.exec(message) ?? [];
	const kind = ERROR_KINDS.find(([pattern]) => pattern.test(signature));
	const [, code, transient] = kind ?? [signature, 'proxy-closed', true];
	return new http_proxy/* ProxyError */.T6({ code, details: { cause }, transient });
}

;// CONCATENATED MODULE: ./lib/http/client.js







const MAX_BODY_BYTES = 1024 * 1024;
/** `Http` over Node's own client, through the proxy that the environment names. */
const httpClient = async (request) => {
	// Read by Node at each connection: 0 would turn the checks of TLS off.
	delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), request.timeoutMs);
	return send(request, abort.signal)
		.then((response) => {
			// A body that only the end of the connection ends seems whole when we are the ones who end it.
			abort.signal.throwIfAborted();
			return response;
		})
		.catch((error) => {
			if (!abort.signal.aborted) throw wrapNodeError(error, request);
			throw transportError('timeout', request, { milliseconds: request.timeoutMs });
		})
		.finally(() => {
			clearTimeout(timer);
			// Closes what is still open: a body may not have been read to its end.
			abort.abort();
		});
};
async function send(request, signal) {
	const { method, headers, body = '' } = request;
	const target = new URL(request.url);
	const proxy = (0,http_proxy/* requireValidProxy */.As)((0,http_proxy/* resolveProxy */.Fu)(request.url, process.env));
	const socket = proxy && (await openTunnel(proxy, target, signal));
	const { promise, resolve, reject } = Promise.withResolvers();
	const options = {
		method,
		headers: {
			...headers,
			'User-Agent': `salesforce-jwt-auth/${version/* VERSION */.x}`,
			'Content-Length': Buffer.byteLength(body),
		},
		signal,
		...(socket
			? { defaultPort: 443, createConnection: () => (0,external_node_tls_namespaceObject.connect)({ ...tlsTarget(target), socket }) }
			: { agent: false }),
	};
	(target.protocol === 'http:' ? external_node_http_namespaceObject.request : external_node_https_namespaceObject.request)(target, options)
		.on('response', (message) => resolve(readBody(message)))
		// 101, which nobody asked for. Without a listener, Node would never end the request.
		.on('upgrade', (message, upgraded) => {
			upgraded.destroy();
			resolve(toResponse(message, ''));
		})
		.on('error', reject)
		.end(body);
	return promise;
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
/** Certificates do not mend themselves within a minute. */
const PERMANENT_ERRORS =
	/CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|unknown/;
function transportError(code, request, details = {}, transient = !PERMANENT_ERRORS.test(code)) {
	const { host } = new URL(request.url);
	return new errors/* TransportError */.wX({ code, request: request.name, host, transient, details });
}
/** Node's error without its message and stack: they may quote a header. */
function wrapNodeError(error, request) {
	if (error instanceof http_proxy/* ProxyError */.T6) {
		return transportError(error.code, request, error.details, error.transient);
	}
	const { code = 'unknown' } = error;
	return transportError(code, request);
}

;// CONCATENATED MODULE: ./lib/runtime.js




const realRuntime = {
	core: core_namespaceObject,
	env: process.env,
	http: httpClient,
	home: external_node_os_.homedir,
	now: Date.now,
	sleep: (milliseconds, signal) => (0,promises_namespaceObject.setTimeout)(milliseconds, undefined, signal ? { signal } : {}),
	random: Math.random,
};


/***/ }),

/***/ 309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ isSkewed),
/* harmony export */   n: () => (/* binding */ clockSkew)
/* harmony export */ });
/** Clocks that differ by no more do not explain a refused assertion: Salesforce allows for some seconds. */
const SKEW_TOLERANCE_SECONDS = 30;
/** The server's clock minus ours, in whole seconds. @param serverTime and @param now in milliseconds */
function clockSkew(serverTime, now) {
	return Math.round((serverTime - now) / 1000);
}
/** Whether a difference between the clocks can be why an assertion is called expired. */
function isSkewed(seconds) {
	return Math.abs(seconds) > SKEW_TOLERANCE_SECONDS;
}


/***/ }),

/***/ 24:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F9: () => (/* binding */ HttpStatusError),
/* harmony export */   PR: () => (/* binding */ shortReason),
/* harmony export */   eK: () => (/* binding */ isRequestError),
/* harmony export */   mk: () => (/* binding */ VerificationError),
/* harmony export */   o3: () => (/* binding */ ResponseError),
/* harmony export */   tF: () => (/* binding */ InvalidResponseError),
/* harmony export */   wX: () => (/* binding */ TransportError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);

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
class VerificationError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .l {}
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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Pz: () => (/* binding */ hostKind),
/* harmony export */   Q0: () => (/* binding */ audienceFor),
/* harmony export */   Te: () => (/* binding */ isMyDomain),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   ZV: () => (/* binding */ sandboxName),
/* harmony export */   ag: () => (/* binding */ isSalesforceHost),
/* harmony export */   f5: () => (/* binding */ myDomainForPage)
/* harmony export */ });
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
const ORG_PAGES = [
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
];
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


/***/ }),

/***/ 54:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./lib/http/proxy.js
var http_proxy = __nccwpck_require__(768);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: ./lib/inputs/errors.js
var errors = __nccwpck_require__(874);
;// CONCATENATED MODULE: ./lib/inputs/pem.js
/**
 * PEM (RFC 7468) as it comes out of a secret: with the line breaks lost, doubled or written as `\n`,
 * quoted, indented, wrapped in base64, with other text around it.
 */
/** A secret that is base64 of base64 has been through two tools; more than that is not a key. */
const MAX_BASE64_LAYERS = 2;
const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----/g;
/**
 * Undoes what secrets stores, shells, editors and programming languages do to a text; unwraps
 * base64 of a PEM.
 * @returns the text that was meant, with `\n` line breaks
 */
function normalizePem(value) {
	return decodedLayers(value).at(-1);
}
/** The text without its wrappings, after each of them was taken off. */
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
			// Byte order mark, zero width and the like: nobody sees them.
			.replace(/\p{Cf}/gu, '')
			// JSON within JSON has its escapes escaped.
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
/** The bytes, when the whole text is base64 (or base64url), wrapped or not; otherwise undefined. */
function fromBase64(text) {
	const compact = text.replace(/\s+/g, '');
	// The shortest useful thing in base64 is far longer; a word such as "secret" is not base64.
	if (compact.length < 64 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return undefined;
	// What is left of an armour line would pass for base64url.
	if (compact.includes('-----')) return undefined;
	return Buffer.from(compact, 'base64');
}
/** Every block between `-----BEGIN X-----` and `-----END X-----`, in order. */
function pemBlocks(text) {
	return pemSections(text).flatMap(({ content, begin, end }) =>
		begin !== undefined && begin === end ? [{ label: begin, content }] : [],
	);
}
/** The text cut at its armour lines. One pass, however many there are. */
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
 * The base64 of a block: what is no base64 between two armour lines (quotes, commas, list marks,
 * the `+` that joins strings) came from where it was copied.
 */
function base64Body(content) {
	return content.replace(RFC1421_HEADERS, '').replace(/["'`]\s*\+\s*["'`]|[^A-Za-z0-9+/=]/g, '');
}
/** A block written as RFC 7468 wants it: 64 characters a line. */
function toPem(label, base64, headers = []) {
	const body = base64.match(/.{1,64}/g) ?? [];
	const headerLines = headers.length > 0 ? [...headers, ''] : [];
	return [`-----BEGIN ${label}-----`, ...headerLines, ...body, `-----END ${label}-----`, ''].join(
		'\n',
	);
}
/**
 * Everything that the log could show of a pasted key, one line each, so that the runner can mask
 * it: the lines as they were pasted, as a tool would print them, and the body without line breaks.
 * Never an armour line and nothing under 16 characters, which would turn ordinary words into `***`.
 */
function keyMasks(value) {
	const texts = decodedLayers(value);
	const masks = [
		...texts.flatMap((text) => pemSections(text).flatMap(masksForSection)),
		// Its numbers, where it was pasted with what `openssl pkey -text` prints before it.
		...texts.flatMap((text) => text.match(/(?:[\da-f]{2}:){5,}[\da-f]{2}/gi) ?? []),
		...linesWithEscapes(value),
		// What is no key may be another secret, such as an auth URL; but hardly a page's address.
		...(texts.some((text) => /-----(BEGIN|END) /.test(text))
			? []
			: value.split(/\s+|\\[nr]|-{5,}/).filter((word) => !/^https?:/.test(word))),
	];
	return [...new Set(masks)].filter((mask) => mask.length >= 16 && !mask.includes('-----'));
}
/** Lines with something in them that `tidy` takes out. */
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
		// Around a key stand names, hosts and dates, which the log needs. Of a body without armour,
		// only the last line is short: it stands right behind the others.
		if (!isKey && !isBare && !BODY_LINE.test(line) && index - lastEnd > 8) continue;
		lines.push(line);
		lastEnd = index + line.length;
	}
	const body = isKey ? base64Body(content) : isBare ? content.replace(/\s+/g, '') : lines.join('');
	// The alphabet of URLs may have been pasted. Tools print the other.
	const standardBase64 = body.replaceAll('-', '+').replaceAll('_', '/');
	return [
		...lines,
		// In groups: `MIIE vgIB …`.
		...(isKey || isBare ? text.split('\n').map((line) => line.trim()) : []),
		...[body, standardBase64].flatMap((base64) => [base64, ...(base64.match(/.{1,64}/g) ?? [])]),
	];
}
const BODY_LINE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{40,}$/;
/** Whether a text is, or holds, a private key: by an armour line, or by how its base64 begins. */
function containsKey(value) {
	return decodedLayers(value).some((text) => PRIVATE_KEY_PATTERN.test(text));
}
/** The armour; how PKCS#1 and PKCS#8 begin, in base64; the name of what encrypts PKCS#8. */
const PRIVATE_KEY_PATTERN =
	/(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY|MII[\w+/]{2}[AQgw]IBA|BgkqhkiG9w0BBQ/;
/**
 * The two header lines of an encrypted PKCS#1 key (RFC 1421, section 4.6), also where the line
 * breaks are gone: then only the length that the cipher gives tells where its IV ends.
 */
const RFC1421_HEADERS =
	/Proc-Type:\W*4,\W*ENCRYPTED\W*DEK-Info:\W*((?:AES|ARIA|CAMELLIA)-\d+-CBC,\W*[0-9A-F]{32}|DES(?:-EDE3)?-CBC,\W*[0-9A-F]{16})/i;

;// CONCATENATED MODULE: ./lib/inputs/private-key.js



/** Salesforce takes RSA keys only; 2048 bits is what jose and RFC 7518, section 3.3, ask for. */
const MIN_BITS = 2048;
/**
 * Reads an RSA private key from any shape that a secret may have.
 * @throws InputError that says what was pasted instead
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
 * SHA-256 of a public key in its SubjectPublicKeyInfo form (RFC 5280, section 4.1), hex: what
 * `openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256` prints.
 */
function publicKeyFingerprint(publicKey) {
	return (0,external_node_crypto_.createHash)('sha256')
		.update(publicKey.export({ type: 'spki', format: 'der' }))
		.digest('hex');
}
function rejectKey(code, details = {}) {
	throw new errors/* InputError */.d({ code, input: 'private-key', details });
}
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
	// The label is not trusted: PKCS#8 bodies between `RSA PRIVATE KEY` lines are seen in the wild.
	return keyFromDer(Buffer.from(body, 'base64')) ?? rejectKey('key-damaged');
}
function decrypt(block, body, passphrase) {
	if (!passphrase) rejectKey('key-needs-passphrase');
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
		// The cipher is known to OpenSSL by name only: DES, RC2 and the like, retired in version 3.
		const { code } = error;
		if (code === 'ERR_OSSL_EVP_UNSUPPORTED') rejectKey('key-old-cipher');
		return rejectKey(
			hasExpectedLength(Buffer.from(body, 'base64'), cipherInfo)
				? 'key-wrong-passphrase'
				: 'key-damaged',
		);
	}
}
/** Whether a ciphertext has the length that it should have: then only the passphrase can be wrong. */
function hasExpectedLength(bytes, legacyCipher) {
	if (legacyCipher) return bytes.length % (legacyCipher.startsWith('DES') ? 8 : 16) === 0;
	// A DER sequence of more than 255 bytes says its own length in bytes 2 and 3.
	return bytes.length > 4 && bytes[1] === 0x82 && bytes.length === 4 + bytes.readUInt16BE(2);
}
function keyFromDer(der) {
	for (const type of ['pkcs8', 'pkcs1', 'sec1']) {
		try {
			return (0,external_node_crypto_.createPrivateKey)({ key: der, format: 'der', type });
		} catch {
			// The next form, or none.
		}
	}
	return undefined;
}
/** No armour lines of a private key: perhaps only its body was pasted; otherwise, what is it? */
async function parseBareBase64(raw, text, blocks) {
	const der = blocks.length === 0 ? fromBase64(text) : undefined;
	const key = der && keyFromDer(der);
	if (key) return { ...requireUsableRsaKey(key), encrypted: false };
	// Nearly every run has a key, and does not pay for this.
	const { detectKeyFormat } = await __nccwpck_require__.e(/* import() */ 538).then(__nccwpck_require__.bind(__nccwpck_require__, 538));
	return rejectKey(detectKeyFormat({ raw, text, blocks, der }));
}
function requireUsableRsaKey(key) {
	const algorithm = key.asymmetricKeyType ?? 'unknown';
	if (algorithm === 'ec') rejectKey('key-is-ec', { algorithm: 'EC' });
	if (algorithm === 'rsa-pss') rejectKey('key-is-rsa-pss');
	if (algorithm !== 'rsa') rejectKey('key-is-other-algorithm', { algorithm });
	const bits = Number(key.asymmetricKeyDetails?.modulusLength);
	if (!(bits >= MIN_BITS)) rejectKey('key-is-too-short', { bits });
	// A changed character in the middle still parses; only using the key shows that it is broken.
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
 * Holds the certificate that was uploaded to the app against the key that will sign.
 * @param now milliseconds since the epoch
 * @throws InputError when it is no certificate, or another key's
 */
function checkCertificate(value, key, now) {
	const { fingerprint, notAfter } = readCertificate(value);
	if (fingerprint !== key.fingerprint) {
		throw new errors/* InputError */.d({
			code: 'certificate-mismatch',
			input: 'certificate',
			details: { keyFingerprint: key.fingerprint, certificateFingerprint: fingerprint },
		});
	}
	return { notAfter, daysLeft: Math.floor((notAfter.getTime() - now) / DAY_MS) };
}
function readCertificate(value) {
	const text = normalizePem(value);
	const block = pemBlocks(text).find(({ label }) => label.endsWith('CERTIFICATE'));
	const der = fromBase64(block ? block.content : text);
	try {
		if (der) {
			const { publicKey, validTo } = new external_node_crypto_.X509Certificate(der);
			const notAfter = new Date(validTo);
			if (!Number.isNaN(notAfter.getTime()))
				return { fingerprint: publicKeyFingerprint(publicKey), notAfter };
		}
	} catch {
		// OpenSSL's own words, about the certificate or a key of no known kind, would not help.
	}
	throw new errors/* InputError */.d({ code: 'certificate-unreadable', input: 'certificate' });
}

;// CONCATENATED MODULE: ./lib/inputs/defaults.js
/**
 * The inputs, and what an empty one means. action.yml says the same (a test holds them together);
 * it stands here too because `input: ${{ inputs.something }}` hands over an empty string, and then
 * the runner does not apply the default.
 */
const DEFAULTS = {
	'consumer-key': '',
	'private-key': '',
	'private-key-passphrase': '',
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
};

;// CONCATENATED MODULE: ./lib/inputs/salesforce-id.js
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/**
 * The three characters that make a 15-character id safe where case is lost: each stands for the
 * capitals among five characters of the id.
 * @see https://help.salesforce.com/s/articleView?id=000385585 (how the 18-character id is made)
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
/** `00D` and 12 or 15 more letters or digits. Says nothing of the checksum. */
function looksLikeOrgId(id) {
	return /^00D(?:[A-Za-z0-9]{12}|[A-Za-z0-9]{15})$/.test(id);
}
/** Takes an id of 15 or 18 characters; gives the 18-character form, or undefined when its checksum is wrong. */
function toId18(id) {
	const id15 = id.slice(0, 15);
	const id18 = id15 + checksum(id15);
	return id.length === 15 || id === id18 ? id18 : undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js




const INPUT_NAMES = Object.keys(DEFAULTS);
const REQUIRED_INPUTS = ['consumer-key', 'private-key', 'username'];
const JOB_SUMMARY_VALUES = ['always', 'on-failure', 'never'];
/**
 * Reads every input. The secrets are masked before anything is checked, so that no message about
 * another input can come before them.
 * @throws InputError naming the first input that is missing or cannot work
 */
function readInputs(core, secrets) {
	const read = (name) => core.getInput(name) || DEFAULTS[name];
	const readOptional = (name) => read(name) || undefined;
	// A passphrase may begin or end with a space; a line break comes from the file it was set from.
	const rawPassphrase = core
		.getInput('private-key-passphrase', { trimWhitespace: false })
		.replace(/^[\r\n]+|(?<![\r\n])[\r\n]+$/g, '');
	const masks = containsKey(rawPassphrase) ? keyMasks(rawPassphrase) : [rawPassphrase];
	const passphrase = rawPassphrase === '' ? undefined : secrets.register(rawPassphrase, masks);
	const rawKey = read('private-key');
	const privateKey = secrets.register(rawKey, keyMasks(rawKey));
	for (const name of INPUT_NAMES) rejectKeysAndOversizedValues(name, read(name), secrets);
	const missing = REQUIRED_INPUTS.filter((name) => read(name) === '');
	const [firstMissing] = missing;
	if (firstMissing)
		throw new errors/* InputError */.d({
			code: 'missing',
			input: firstMissing,
			details: { missing: missing.join(', ') },
		});
	for (const name of INPUT_NAMES) rejectUnexpandedVariables(name, read(name));
	return Object.freeze({
		consumerKey: requireFormat(
			'consumer-key',
			read('consumer-key'),
			CONSUMER_KEY,
			'consumer-key-form',
		),
		privateKey,
		passphrase,
		username: requireFormat('username', read('username'), USERNAME, 'username-form'),
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
 * Read apart from the rest, because a failure of the rest is summarised too.
 * @returns what to do, or the refusal where it is none of the three words
 */
function readJobSummary(core) {
	const value = core.getInput('job-summary') || DEFAULTS['job-summary'];
	const details = { allowed: JOB_SUMMARY_VALUES.join(', ') };
	return (
		JOB_SUMMARY_VALUES.find((allowedValue) => allowedValue === value) ??
		new errors/* InputError */.d({ code: 'not-one-of', input: 'job-summary', details })
	);
}
/** In characters: GitHub stores no secret or variable of more than 48 KB. */
const MAX_INPUT_CHARS = 48 * 1024;
/** In bytes: 256 characters of base64, which is what a consumer key may have. */
const MAX_BASE64_BYTES = 192;
/** Before anything else looks at the values: none that may be a key is quoted, or left unmasked. */
function rejectKeysAndOversizedValues(name, value, secrets) {
	const isLong = name !== 'certificate' && Number(fromBase64(value)?.length) > MAX_BASE64_BYTES;
	if (name !== 'private-key' && (isLong || containsKey(value))) {
		secrets.mask(keyMasks(value));
		throw new errors/* InputError */.d({ code: 'holds-a-key', input: name });
	}
	if (value.length > MAX_INPUT_CHARS) throw new errors/* InputError */.d({ code: 'too-long', input: name });
}
/** 8–256 letters and digits when an admin chooses it; Salesforce's own also hold `.` and `_`. No prefix is assumed. */
const CONSUMER_KEY = /^[A-Za-z0-9._~+/=-]{8,256}$/;
/** One @, something on both sides, a dot after it; no blanks, and no brackets, which begin a runner's command. */
const USERNAME = /^(?=.{1,255}$)(?!.*[\s[\]\p{C}])[^@]+@[^@]+\.[^@]+$/u;
/** `${{ … }}`, `$NAME`, `${NAME}`, `$(command)`, `%NAME%`: nobody filled it in. */
const UNEXPANDED = /^(\$\{\{.*\}\}|\$\{?[A-Za-z_]\w*\}?|\$\(.*\)|%\w+%)$/s;
function rejectUnexpandedVariables(name, value) {
	// A good passphrase may look like a variable.
	if (name === 'private-key-passphrase') return;
	if (/^\*{3,}$/.test(value)) throw new errors/* InputError */.d({ code: 'masked', input: name });
	if (UNEXPANDED.test(value)) throw new errors/* InputError */.d({ code: 'unexpanded-variable', input: name });
}
function requireFormat(name, value, pattern, errorCode) {
	if (!pattern.test(value)) throw new errors/* InputError */.d({ code: errorCode, input: name });
	return value;
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
		throw new errors/* InputError */.d({ code: 'not-a-whole-number', input: name, details: { min, max } });
	const number = Number(value);
	if (number < min || number > max)
		throw new errors/* InputError */.d({ code: 'out-of-range', input: name, details: { min, max } });
	return number;
}
function parseOrgId(value) {
	if (value === undefined) return undefined;
	if (!looksLikeOrgId(value))
		throw new errors/* InputError */.d({ code: 'org-id-form', input: 'expected-org-id' });
	const id18 = toId18(value);
	if (!id18) throw new errors/* InputError */.d({ code: 'org-id-checksum', input: 'expected-org-id' });
	return id18;
}

// EXTERNAL MODULE: ./lib/salesforce/hosts.js
var hosts = __nccwpck_require__(612);
;// CONCATENATED MODULE: ./lib/inputs/login-url.js


/**
 * Where to ask for the token and whom the assertion is for.
 * @param loginUrl a URL or a bare host
 * @param audience the `aud` claim where the workflow gives one
 * @throws InputError when no token can be asked for there, or no audience follows from it
 */
function readLoginUrl(loginUrl, audience) {
	const url = parseUrl(loginUrl);
	const host = url.hostname.replace(/\.$/, '');
	const loopback = (0,hosts/* isLoopback */.U9)(host);
	if (url.username !== '' || url.password !== '')
		rejectLoginUrl('login-url-extra', { component: 'user info' });
	if (url.search !== '') rejectLoginUrl('login-url-extra', { component: 'a query' });
	if (url.hash !== '') rejectLoginUrl('login-url-extra', { component: 'a fragment' });
	const myDomain = (0,hosts/* myDomainForPage */.f5)(host);
	if (myDomain) rejectLoginUrl('login-url-lightning', { myDomain: `https://${myDomain}` });
	if (url.protocol === 'http:' && !loopback) rejectLoginUrl('login-url-http');
	if (url.port !== '' && !loopback) rejectLoginUrl('login-url-extra', { component: 'a port' });
	const kind = (0,hosts/* hostKind */.Pz)(host);
	const origin = `${url.protocol}//${host}${url.port && `:${url.port}`}`;
	const path = url.pathname.replace(/\/+$/, '');
	if (path !== '' && kind !== 'site' && kind !== 'other') {
		rejectLoginUrl('login-url-path', { suggested: origin });
	}
	if (!/^(\/[\w.~-]+)*$/.test(path)) rejectLoginUrl('login-url-form');
	const target = { url: origin + path, kind };
	if (audience !== undefined) {
		return { ...target, audience: readAudience(audience), audienceFromInput: true };
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
/** The address bar of a browser holds no more. */
const MAX_URL_LENGTH = 2000;
/**
 * The host as it was typed: letters, digits, hyphens, and dots between them. What the URL parser
 * would turn into a host name (percent signs, letters of other alphabets) is not what anyone meant.
 */
const AUTHORITY =
	/^https?:\/\/(?:[^/?#\\]*@)?(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[::1\])(?::\d*)?(?:[/?#\\]|$)/i;
function parseUrl(loginUrl) {
	if (loginUrl.length > MAX_URL_LENGTH) rejectLoginUrl('login-url-form');
	const absoluteUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(loginUrl) ? loginUrl : `https://${loginUrl}`;
	const url = AUTHORITY.test(absoluteUrl) ? URL.parse(absoluteUrl) : undefined;
	return url ?? rejectLoginUrl('login-url-form');
}
/** One URL with its scheme: Salesforce answers `audience is invalid` to a bare host. */
function readAudience(value) {
	if (
		value.length > MAX_URL_LENGTH ||
		!/^https?:\/\/[^\s/]\S*$/.test(value) ||
		!URL.canParse(value)
	) {
		throw new errors/* InputError */.d({ code: 'audience-form', input: 'audience' });
	}
	return value;
}
function rejectLoginUrl(code, details = {}) {
	throw new errors/* InputError */.d({ code, input: 'login-url', details });
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = process.getBuiltinModule("node:util");
// EXTERNAL MODULE: ./lib/redaction/fragments.js
var redaction_fragments = __nccwpck_require__(332);
// EXTERNAL MODULE: ./lib/redaction/sanitize.js
var redaction_sanitize = __nccwpck_require__(714);
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
	[external_node_util_namespaceObject.inspect.custom]() {
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
			const { sanitize, redactSecrets } = await __nccwpck_require__.e(/* import() */ 224).then(__nccwpck_require__.bind(__nccwpck_require__, 224));
			// Escape sequences go first: what they cut into pieces is whole again without them.
			const line = (0,redaction_sanitize/* oneLine */.TN)(text.slice(0, MAX_SCANNED_CHARS), Number.POSITIVE_INFINITY);
			return sanitize(redactSecrets(line, [...allForms]), maxLength);
		},
		contains: (value) =>
			(0,redaction_fragments/* containsFragment */.S)(
				value,
				[...registered].map((secret) => secret.replace(ORG_ID, '')),
			),
	};
}

// EXTERNAL MODULE: ./lib/runner/annotate.js
var annotate = __nccwpck_require__(132);
// EXTERNAL MODULE: ./lib/salesforce/errors.js
var salesforce_errors = __nccwpck_require__(24);
;// CONCATENATED MODULE: ./lib/reporting.js


/** Loaded when there is something to explain: a run that goes well does not pay for it. */
const loadDiagnosis = () => __nccwpck_require__.e(/* import() */ 712).then(__nccwpck_require__.bind(__nccwpck_require__, 712));
const loadNotices = () => __nccwpck_require__.e(/* import() */ 860).then(__nccwpck_require__.bind(__nccwpck_require__, 860));
/** Where the explanation cannot be loaded (no free file handle, an incomplete checkout), one line has to do. */
async function reportFailure(error, context) {
	try {
		const { explainFailure } = await loadDiagnosis();
		await explainFailure(error, context);
	} catch (loadError) {
		const reasons = `${(0,salesforce_errors/* shortReason */.PR)(error)}. The explanation of it could not be loaded: ${(0,salesforce_errors/* shortReason */.PR)(loadError)}`;
		context.core.error(`Signing in to Salesforce failed: ${reasons}.`);
	}
}
/** Notes what happens during the exchange for the report, and logs what somebody is waiting for. */
async function onExchangeEvent(event, inputs, context) {
	const { core, runInfo, record, now } = context;
	switch (event.kind) {
		case 'request':
			record({ requestedAt: now() });
			if (!event.beyondLimit) record({ attempts: runInfo.attempts + 1 });
			break;
		case 'answer':
			record({ skewSeconds: event.skewSeconds });
			break;
		case 'retry':
			core.info(
				`Attempt ${event.attempt} of ${inputs.maxAttempts} failed: ${(0,salesforce_errors/* shortReason */.PR)(event.error)}. Next attempt in ${(event.delayMs / 1000).toFixed(1)} s.`,
			);
			break;
		case 'clock':
			await emitNotice(core, (notices) => notices.wrongClock(event.skewSeconds));
			break;
		case 'second-audience': {
			const { audience, error } = event;
			record({ fallbackAudience: { audience, outcome: error ? (0,salesforce_errors/* shortReason */.PR)(error) : 'accepted' } });
			if (!error) await emitNotice(core, (notices) => notices.requiredAudience(audience));
		}
	}
}
function logSignedIn({ orgId }, { username }, { core, runInfo, now }) {
	const seconds = ((now() - runInfo.startedAt) / 1000).toFixed(1);
	const orgLabel = orgId === '' ? 'an org that Salesforce did not name' : `org ${orgId}`;
	core.info(`Signed in to ${orgLabel} as ${username} in ${seconds} s.`);
}
/** What is worth saying about a success. */
async function reportSuccess(token, { inputs, jobSummary, core, runInfo }) {
	if (inputs.exportEnv && token.format === 'jwt')
		await emitNotice(core, (notices) => notices.jwtFormatToken());
	if (jobSummary !== 'always') return;
	await ignoreErrors(async () => {
		const { summarizeSuccess: summariseSuccess } = await loadDiagnosis();
		await summariseSuccess(token, { core, runInfo });
	});
}
/** Advice beside the main road. */
function emitNotice(core, build) {
	return ignoreErrors(async () => (0,annotate/* annotate */.f)(core, build(await loadNotices())));
}
/** What is only an extra must not fail a sign-in: its file may be impossible to load. */
async function ignoreErrors(work) {
	await work().catch(() => undefined);
}
/** What the certificate in the app is compared with, and how: only for a job with debug logging. */
async function debugFingerprint(core, fingerprint) {
	if (!core.isDebug()) return;
	core.debug(`SHA-256 of the public key: ${fingerprint}`);
	await ignoreErrors(async () => {
		const { FINGERPRINT_COMMAND } = await loadNotices();
		core.debug(`The certificate in the app must give the same: ${FINGERPRINT_COMMAND}`);
	});
}

;// CONCATENATED MODULE: ./lib/findings.js
/** Gives the findings, which follow every note, and the way to note. */
function createRunInfo(initial) {
	const runInfo = { ...initial };
	return { runInfo, record: (update) => void Object.assign(runInfo, update) };
}

;// CONCATENATED MODULE: ./lib/run.js


function createRunContext(runtime) {
	const { core, env, now } = runtime;
	const githubHosted = env['RUNNER_ENVIRONMENT'] === 'github-hosted';
	return {
		...runtime,
		secrets: createSecretRegistry(core.setSecret),
		...createRunInfo({ attempts: 0, startedAt: now(), githubHosted }),
	};
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(643);
// EXTERNAL MODULE: ./lib/runner/errors.js
var runner_errors = __nccwpck_require__(267);
;// CONCATENATED MODULE: ./lib/runner/command-files.js



const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE'];
/**
 * Looks before anything is sent: a sign-in whose result cannot be handed on is one row too many in
 * Login History.
 * @throws RunnerError naming the first file that is missing, or is no file that can be written
 */
function requireCommandFiles(env) {
	for (const name of COMMAND_FILES) {
		const path = env[name] ?? '';
		try {
			(0,external_node_fs_.accessSync)(path, external_node_fs_.constants.W_OK);
		} catch {
			throw new runner_errors/* RunnerError */.R({ code: 'no-runner', details: { name } });
		}
		// A directory or a device takes nothing that the runner could read.
		if (!(0,external_node_fs_.statSync)(path).isFile()) throw new runner_errors/* RunnerError */.R({ code: 'no-runner', details: { name } });
	}
}
/**
 * Hands all values on in one write, so that the steps that follow get every one of them or none.
 * @actions/core writes them one by one, and leaves half of them behind when a disk is full.
 * @returns takes them back: for what can be handed on only together with something else
 * @throws RunnerError naming the file, with Node's code (`ENOSPC`, `EACCES`, …)
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
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
		const reason = String(error.code);
		throw new runner_errors/* RunnerError */.R({ code: 'file-not-written', details: { name, reason } });
	}
	return () => truncateTo(path, size);
}
/** A full disk takes the beginning of a write, and that may hold a whole value. */
function truncateTo(path, size) {
	try {
		(0,external_node_fs_.truncateSync)(path, size);
	} catch {
		// Nothing was written, or it cannot be taken back: the failure itself is told.
	}
}

;// CONCATENATED MODULE: ./lib/salesforce/instance-url.js

const instance_url_MAX_URL_LENGTH = 2000;
/**
 * Reads the address to which a token may be sent.
 * @param loginUrl where the token came from; its own host is trusted as well
 */
function readInstanceUrl(value, loginUrl) {
	const url = typeof value === 'string' && value.length <= instance_url_MAX_URL_LENGTH ? URL.parse(value) : null;
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

;// CONCATENATED MODULE: ./lib/salesforce/token.js



/** Codes by which Salesforce says that it may go well in a moment. */
const TRANSIENT_ERRORS = [
	'unknown_error',
	'server_error',
	'temporarily_unavailable',
	'service_unavailable',
	'system_down',
	'slow_down',
];
/**
 * Exchanges the assertion for an access token: one POST (RFC 7523, section 2.1). No `client_id`,
 * `scope` or secret goes with it; Salesforce takes the consumer key from the assertion.
 * @throws HttpStatusError when it is refused, InvalidResponseError when a success is not one, TransportError
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
	const { response, json } = await parseResponse(httpResponse, { now, secrets });
	// Each further attempt counts against the very limit.
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
	// A page instead of JSON is a gateway's, and passes; JSON that says something else does not.
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
		status >= 500 ||
		[408, 429].includes(status) ||
		(error !== undefined && TRANSIENT_ERRORS.includes(error.toLowerCase()))
	);
}
async function readToken(json, context) {
	const { secrets, invalidResponse } = context;
	if (!isRecord(json)) throw invalidResponse('not-an-object');
	const { access_token: value, instance_url: instance } = json;
	if (isMissing(value)) throw invalidResponse('no-access-token');
	// Visible ASCII (RFC 6749, appendix A.12): no line break can reach an output or a header. A short
	// one would turn ordinary words into `***`.
	if (typeof value !== 'string' || !/^[\x21-\x7E]{16,16000}$/.test(value)) {
		throw invalidResponse('access-token-form');
	}
	// One of a type that is not known must not be used (RFC 6749, section 7.1).
	const tokenType = json['token_type'] ?? '';
	if (typeof tokenType !== 'string' || !/^(bearer)?$/i.test(tokenType))
		throw invalidResponse('access-token-form');
	const session = sessionOf(value);
	const accessToken = secrets.register(value, session.length >= 8 ? [value, session] : [value]);
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
const isMissing = (value) => value === undefined || value === null || value === '';
/** The part after `!` is the session; some tools show it without the org id before it. */
function sessionOf(token) {
	return token.slice(token.indexOf('!') + 1);
}
/** A signed JWT in compact form (RFC 7519): its header is JSON that begins with `{"`. */
function isJwt(token) {
	return /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}
/** What becomes an output as it is. An answer that is made of what was sent tells nothing. */
function readMetadata(json, secrets) {
	const { orgId, userId } = readIdentity(json['id']);
	const unlessReflected = (value) => (secrets.contains(value) ? '' : value);
	return {
		orgId: unlessReflected(orgId),
		userId: unlessReflected(userId),
		scope: unlessReflected(readScope(json['scope'])),
	};
}
/** `id` is a URL that ends in the org's and the user's id; an odd one tells nothing, and harms nothing. */
function readIdentity(id) {
	const [, orgId = '', userId = ''] =
		/^https?:\/\/[^\s?#]*\/id\/(00D[A-Za-z0-9]{15})\/(005[A-Za-z0-9]{15})$/.exec(
			typeof id === 'string' ? id : '',
		) ?? [];
	return { orgId, userId };
}
/**
 * Names with one blank between them (RFC 6749, section 3.3), as those of Salesforce and of custom
 * scopes are: `api refresh_token`. Anything else, and there is no scope.
 */
function readScope(value) {
	return typeof value === 'string' && /^\w{1,80}( \w{1,80}){0,99}$/.test(value) ? value : '';
}

;// CONCATENATED MODULE: ./lib/runner/state.js
/** What the main step leaves for the post step, by the names it has in the runner's state file. */
const STATE = {
	instanceUrl: 'instance-url',
	/** Only where it is to be revoked: state is a file of the runner. */
	accessToken: 'access-token',
	/** Enough to find the token in a file without keeping it. */
	tokenDigest: 'access-token-sha256',
};
/** Whether the main step left something to do. */
function hasSavedState(env) {
	return [STATE.accessToken, STATE.tokenDigest].some((name) => Boolean(env[`STATE_${name}`]));
}

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

;// CONCATENATED MODULE: ./lib/runner/outputs.js





/**
 * Hands the token to the steps that follow. Called after every check has passed; the token and its
 * instance have been masked since they were read. State comes first, so that what cannot be handed
 * on is still revoked.
 * @throws RunnerError when one of the runner's files cannot be written
 */
function publish(token, options, { env, secrets }) {
	const value = token.accessToken.reveal();
	if (options.exportEnv) secrets.mask(tokenFragments(value));
	const outputs = {
		'access-token': value,
		'instance-url': token.instanceUrl,
		'org-id': token.orgId,
		'user-id': token.userId,
		username: options.username,
		'token-type': token.tokenType,
		scope: token.scope,
		'token-format': token.format,
	};
	const state = {
		...(options.exportEnv ? { [STATE.tokenDigest]: digestOf(value) } : {}),
		...(options.revokeToken
			? { [STATE.instanceUrl]: token.instanceUrl, [STATE.accessToken]: value }
			: {}),
	};
	const variables = {
		SF_ACCESS_TOKEN: value,
		SF_ORG_INSTANCE_URL: token.instanceUrl,
		// The CLI would treat a JWT there as an unknown alias.
		...(token.format === 'opaque' ? { SF_TARGET_ORG: value } : {}),
	};
	appendValues('GITHUB_STATE', state, env);
	const rollback = appendValues('GITHUB_OUTPUT', { ...outputs }, env);
	try {
		if (options.exportEnv) appendValues('GITHUB_ENV', variables, env);
	} catch (error) {
		rollback();
		throw error;
	}
}
/**
 * Where `CI` is not `true`, `sf project deploy` draws a box 80 characters wide with its "username",
 * the token, broken over two lines, which the mask of the whole does not find. So each stretch of
 * it is masked too: no run of 12 characters or more is left readable, wherever it is broken.
 */
function tokenFragments(token) {
	const session = sessionOf(token);
	// The last 12 characters too: else what is left over would make a longer run with its neighbour.
	if (session.length < redaction_fragments/* MIN_FRAGMENT_LENGTH */.v) return [];
	const fragments = session.match(new RegExp(`.{${redaction_fragments/* MIN_FRAGMENT_LENGTH */.v}}`, 'g'));
	return [...new Set(fragments).add(session.slice(-redaction_fragments/* MIN_FRAGMENT_LENGTH */.v))];
}

;// CONCATENATED MODULE: ./lib/salesforce/deadline.js

/** A slow org is waited for; a silent one still leaves half of the default budget to a second try. */
const MAX_REQUEST_MS = 30_000;
/**
 * How long a request may take: 30 s, or what is left of the budget where that is less.
 * @param deadline milliseconds since the epoch, as `now`
 * @returns milliseconds, at least 1
 */
function requestTimeout(deadline, now) {
	return Math.min(Math.max(1, deadline - now), MAX_REQUEST_MS);
}
/** Every request ends by the deadline on its own, and says more; this ends what never settles at all. */
const GRACE_PERIOD_MS = 1000;
/**
 * Gives what the work gives, if that comes in time.
 * @throws VerificationError `out-of-time` one second after the deadline
 */
async function withinDeadline(promise, options) {
	const { deadline, now, sleep, details } = options;
	const timerController = new AbortController();
	const timeout = sleep(Math.max(0, deadline - now()) + GRACE_PERIOD_MS, timerController.signal);
	try {
		return await Promise.race([
			promise,
			timeout.then(() => {
				throw new salesforce_errors/* VerificationError */.mk({ code: 'out-of-time', details: details() });
			}),
		]);
	} finally {
		timerController.abort();
		timeout.catch(() => undefined);
	}
}

;// CONCATENATED MODULE: ./node_modules/jose/dist/webapi/lib/buffer_utils.js
const encoder = new TextEncoder(), decoder = new TextDecoder(), buffer_utils_strictDecoder = new TextDecoder("utf-8", { fatal: !0 }), UINT32_RANGE = (/* unused pure expression or super */ null && (2 ** 32));
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
class JOSEAlgNotAllowed extends (/* unused pure expression or super */ null && (JOSEError)) {
  static code = (/* unused pure expression or super */ null && ("ERR_JOSE_ALG_NOT_ALLOWED"));
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
class JWEInvalid extends (/* unused pure expression or super */ null && (JOSEError)) {
  static code = (/* unused pure expression or super */ null && ("ERR_JWE_INVALID"));
  code = "ERR_JWE_INVALID";
}
class JWSInvalid extends JOSEError {
  static code = "ERR_JWS_INVALID";
  code = "ERR_JWS_INVALID";
}
class JWTInvalid extends (/* unused pure expression or super */ null && (JOSEError)) {
  static code = (/* unused pure expression or super */ null && ("ERR_JWT_INVALID"));
  code = "ERR_JWT_INVALID";
}
class JWKInvalid extends (/* unused pure expression or super */ null && (JOSEError)) {
  static code = (/* unused pure expression or super */ null && ("ERR_JWK_INVALID"));
  code = "ERR_JWK_INVALID";
}
class JWKSInvalid extends (/* unused pure expression or super */ null && (JOSEError)) {
  static code = (/* unused pure expression or super */ null && ("ERR_JWKS_INVALID"));
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


;// CONCATENATED MODULE: ./lib/salesforce/assertion.js

/** Salesforce wants an expiry "within 3 minutes"; the same 180 s also leave room for a slow clock. */
const LIFETIME_SECONDS = 180;
/**
 * Signs the assertion of the JWT bearer flow (RFC 7523, section 3; RS256 of RFC 7518).
 * @param now milliseconds since the epoch, by the clock that Salesforce is believed to have
 * @returns the compact form, to be masked at once by the caller
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
function signAssertion(claims, key, now) {
	const { issuer: iss, subject: sub, audience: aud } = claims;
	const payload = { iss, sub, aud, exp: Math.floor(now / 1000) + LIFETIME_SECONDS };
	return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
		.setProtectedHeader({ alg: 'RS256' })
		.sign(key);
}

// EXTERNAL MODULE: ./lib/salesforce/clock.js
var clock = __nccwpck_require__(309);
;// CONCATENATED MODULE: ./lib/salesforce/retry.js


const INITIAL_DELAY_MS = 2000;
const MAX_DELAY_MS = 20_000;
/**
 * Tries again what may pass by itself, as long as attempts and time last.
 * @param makeAttempt is told how many milliseconds it has
 * @throws the last failure
 */
async function withRetries(options, makeAttempt) {
	for (let number = 1; ; number++) {
		try {
			return await makeAttempt(requestTimeout(options.deadline, options.now()));
		} catch (error) {
			if (!(0,salesforce_errors/* isRequestError */.eK)(error) || !error.transient || number >= options.maxAttempts) throw error;
			const delayMs = retryDelay(number, error, options.random);
			if (options.now() + delayMs >= options.deadline) throw error;
			await options.onRetry({ error, attempt: number, delayMs });
			await options.sleep(delayMs);
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
function retryDelay(attempt, error, random) {
	const half = Math.min(MAX_DELAY_MS, INITIAL_DELAY_MS * 3 ** (attempt - 1)) / 2;
	const retryAfterMs = error instanceof salesforce_errors/* TransportError */.wX ? undefined : error.response.retryAfter;
	return Math.round(Math.max(retryAfterMs ?? 0, half) + random() * half);
}

;// CONCATENATED MODULE: ./lib/salesforce/exchange.js





/**
 * The drift of a clock unset for months, or of a suspended machine. A larger skew is a
 * misconfiguration, and is reported. This also caps what a hostile server can obtain: an assertion
 * that is valid for this long plus its lifetime.
 */
const MAX_SKEW_SECONDS = 15 * 60;
/**
 * Signs and asks for the token, with a fresh assertion for each attempt. Two refusals each get one
 * more request: an assertion that is called expired because the clocks differ is signed by the
 * server's clock, and an audience that the org does not accept is replaced by its own My Domain.
 * @throws HttpStatusError, InvalidResponseError, TransportError: the refusal of the first audience, if the second one fails too
 */
async function exchange(options, dependencies) {
	const firstAttempt = { claims: options.claims, offsetMs: 0, beyondLimit: false };
	try {
		return await requestWithRetries(options, dependencies, firstAttempt);
	} catch (error) {
		const skewSeconds = skewIfExpired(error, dependencies.now());
		if (skewSeconds === undefined)
			return retryWithFallbackAudience(error, options, dependencies, firstAttempt);
		await dependencies.onEvent({ kind: 'clock', skewSeconds });
		const resigned = { ...firstAttempt, offsetMs: skewSeconds * 1000, beyondLimit: true };
		return requestWithRetries(options, dependencies, resigned).catch((retryError) =>
			retryWithFallbackAudience(retryError, options, dependencies, resigned),
		);
	}
}
/** @throws the refusal, where another audience is no answer to it or does not help */
async function retryWithFallbackAudience(originalError, options, dependencies, failedAttempt) {
	const { claims, fallbackAudience: audience } = options;
	if (audience === undefined || !isAudienceError(originalError)) throw originalError;
	const attempt = { ...failedAttempt, claims: { ...claims, audience }, beyondLimit: true };
	const token = await requestWithRetries(options, dependencies, attempt).catch(async (error) => {
		if ((0,salesforce_errors/* isRequestError */.eK)(error))
			await dependencies.onEvent({ kind: 'second-audience', audience, error });
		throw originalError;
	});
	await dependencies.onEvent({ kind: 'second-audience', audience });
	return token;
}
function requestWithRetries(
	{ key, loginUrl, deadline, maxAttempts },
	{ http, secrets, now, onEvent, ...retryDependencies },
	{ claims, offsetMs, beyondLimit },
) {
	const onRetry = (failedAttempt) => onEvent({ kind: 'retry', ...failedAttempt });
	const recordServerTime = async (serverTime) => {
		if (serverTime !== undefined) {
			await onEvent({ kind: 'answer', skewSeconds: (0,clock/* clockSkew */.n)(serverTime, now()) });
		}
	};
	const retryOptions = {
		...retryDependencies,
		now,
		maxAttempts: beyondLimit ? 1 : maxAttempts,
		deadline,
		onRetry,
	};
	return withRetries(retryOptions, async (timeoutMs) => {
		const assertion = secrets.register(await signAssertion(claims, key, now() + offsetMs));
		await onEvent({ kind: 'request', beyondLimit });
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
 * Since Spring '26 some orgs and apps take nothing but their own My Domain as audience. These are
 * the two ways in which they say so.
 */
function isAudienceError(error) {
	if (!(error instanceof salesforce_errors/* HttpStatusError */.F9) || error.response.rateExceeded) return false;
	const { error: code = '', description = '' } = error.response;
	return /^app_not_found$/i.test(code) || /audience is invalid/i.test(description);
}
/** How many seconds the server is ahead, if that is why it called the assertion expired. */
function skewIfExpired(error, now) {
	if (!(error instanceof salesforce_errors/* HttpStatusError */.F9) || error.response.serverTime === undefined)
		return undefined;
	if (!EXPIRED_ASSERTION.test(error.response.description ?? '') || error.response.rateExceeded)
		return undefined;
	const skew = (0,clock/* clockSkew */.n)(error.response.serverTime, now);
	return (0,clock/* isSkewed */.S)(skew) && Math.abs(skew) <= MAX_SKEW_SECONDS ? skew : undefined;
}
/** Salesforce words it `expired authorization code`, also where no code was ever used. */
const EXPIRED_ASSERTION = /expired authorization|assertion.*expired|expired.*assertion/i;

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

;// CONCATENATED MODULE: ./lib/salesforce/userinfo.js


/**
 * Uses the token once: who am I? (OpenID Connect Core, section 5.3)
 * @throws HttpStatusError when the token is not taken, InvalidResponseError, TransportError
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm
 */
async function fetchUserInfo(token, { http, timeoutMs, now, secrets }) {
	const httpResponse = await http({
		name: 'userinfo',
		method: 'GET',
		url: `${token.instanceUrl}/services/oauth2/userinfo`,
		headers: { Authorization: `Bearer ${token.accessToken.reveal()}`, Accept: 'application/json' },
		timeoutMs,
	});
	const { response, json } = await parseResponse(httpResponse, { now, secrets });
	if (response.status !== 200) throw new salesforce_errors/* HttpStatusError */.F9({ request: 'userinfo', response });
	const invalidResponse = (code) =>
		new salesforce_errors/* InvalidResponseError */.tF({ code, request: 'userinfo', response });
	if (json === undefined) throw invalidResponse('not-json');
	if (!isRecord(json)) throw invalidResponse('not-an-object');
	// An id may become an output and a part of the log. What comes in its place is no reason to trust.
	const field = (name, pattern) => {
		const { [name]: value = '' } = json;
		if (value === '' || value === null) return undefined;
		if (typeof value !== 'string' || !pattern.test(value)) throw invalidResponse('no-identity');
		return value;
	};
	const identity = {
		username: field('preferred_username', /./s),
		userId: field('user_id', /^005[A-Za-z0-9]{15}$/),
		orgId: field('organization_id', /^00D[A-Za-z0-9]{15}$/),
	};
	const { username, userId = '', orgId = '' } = identity;
	if (username === undefined && userId === '') throw invalidResponse('no-identity');
	if (secrets.contains(orgId) || secrets.contains(userId)) throw invalidResponse('no-identity');
	return identity;
}

;// CONCATENATED MODULE: ./lib/salesforce/verify.js

/**
 * Compares whose token it is with whose was asked for. Salesforce compares usernames without regard
 * to case, and so does this.
 * @throws VerificationError that names both
 */
async function verifyIdentity(identity, { username, token, secrets }) {
	const pairs = [
		['wrong-user', username.toLowerCase(), identity.username?.toLowerCase()],
		['wrong-user', token.userId, identity.userId],
		['wrong-org', token.orgId, identity.orgId],
	];
	for (const [code, expected, actual] of pairs) {
		if (expected !== '' && actual !== undefined && expected !== actual) {
			throw new salesforce_errors/* VerificationError */.mk({
				code,
				details: { expected, actual: await secrets.redact(actual) },
			});
		}
	}
}
/** The token with the ids that Salesforce gave with the token itself or, failing that, with the identity. */
function mergeIdentity(token, { orgId = '', userId = '' }) {
	return { ...token, orgId: token.orgId || orgId, userId: token.userId || userId };
}
/**
 * The guard that `expected-org-id` asks for.
 * @param expected 18 characters
 * @throws VerificationError when it is another org, or Salesforce did not tell which
 */
function verifyOrg(expected, { orgId: actual }) {
	if (actual === '') throw new salesforce_errors/* VerificationError */.mk({ code: 'unknown-org' });
	if (actual !== expected)
		throw new salesforce_errors/* VerificationError */.mk({ code: 'wrong-org', details: { expected, actual } });
}

;// CONCATENATED MODULE: ./lib/sign-in.js

















/** Clean-up must not hold up a failing step. */
const REVOKE_TIMEOUT_MS = 5000;
/** Signs in and hands the token on. @returns the exit code: 1 after a failure, which is reported; never throws */
async function run(runtime) {
	const { core, env } = runtime;
	const context = createRunContext(runtime);
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
		const token = await revokeOnFailure(issuedToken, inputs, context, async () => {
			const verifiedToken = await withinDeadline(
				verifyToken(issuedToken, inputs, deadline, context),
				deadlineOptions,
			);
			publish(verifiedToken, inputs, context);
			return verifiedToken;
		});
		logSignedIn(token, inputs, context);
		await reportSuccess(token, { ...context, inputs, jobSummary });
		return 0;
	} catch (error) {
		await reportFailure(error, { ...context, summaryWanted: jobSummary !== 'never' });
		return 1;
	}
}
/**
 * Each stop finds out something, and gives the next one what it needs.
 * @param deadline milliseconds since the epoch
 * @throws ActionError of the stop that failed
 */
async function signIn(inputs, deadline, context) {
	const { core, record, secrets } = context;
	const { consumerKey, username, maxAttempts, revokeToken } = inputs;
	record({ consumerKey, username, revokeToken });
	const target = readLoginUrl(inputs.loginUrl, inputs.audience);
	const { url: loginUrl, kind: hostKind, audience, audienceFromInput, fallbackAudience } = target;
	record({ loginUrl, hostKind, audience, audienceFromInput });
	core.debug(`Token endpoint: ${loginUrl}/services/oauth2/token, audience ${audience}`);
	const proxy = (0,http_proxy/* resolveProxy */.Fu)(loginUrl, context.env);
	secrets.mask(proxy.secrets);
	if (proxy.variable) record({ proxyVariable: proxy.variable });
	if (proxy.url) record({ proxy: proxy.url.host });
	core.debug(`Proxy: ${proxy.url?.host ?? 'none'}, variable: ${proxy.variable ?? 'none'}`);
	const key = await readKey(inputs, context);
	const claims = { issuer: consumerKey, subject: username, audience };
	const options = { claims, fallbackAudience, key, loginUrl, maxAttempts, deadline };
	const token = await exchange(options, {
		...context,
		onEvent: (event) => onExchangeEvent(event, inputs, context),
	});
	// Before the instance is asked anything: a failure would name its host.
	if (inputs.maskInstanceUrl) {
		secrets.mask([token.instanceUrl, new URL(token.instanceUrl).host]);
	}
	return token;
}
/**
 * The key that signs, compared with the certificate where the workflow gives one.
 * @throws InputError
 */
async function readKey(inputs, { core, record, now }) {
	const { privateKey, passphrase } = inputs;
	if (passphrase && maskableLines(passphrase.reveal()).length === 0)
		await emitNotice(core, (notices) => notices.shortPassphrase());
	const { key, fingerprint, encrypted } = await readPrivateKey(privateKey, passphrase);
	record({ fingerprint });
	await debugFingerprint(core, fingerprint);
	if (passphrase && !encrypted) await emitNotice(core, (notices) => notices.needlessPassphrase());
	if (inputs.certificate) {
		const certificate = checkCertificate(inputs.certificate, { fingerprint }, now());
		record({ certificateMatched: true });
		const { notAfter, daysLeft } = certificate;
		const expiryDate = notAfter.toISOString().slice(0, 10);
		core.debug(`The certificate belongs to the key and is valid until ${expiryDate}.`);
		if (daysLeft < 30)
			await emitNotice(core, (notices) => notices.certificateEnds(notAfter, daysLeft));
	}
	return key;
}
/**
 * What must be true of a token before anyone gets it.
 * @returns the token with what was learned
 * @throws VerificationError, or the error of the request that `verify` makes
 */
async function verifyToken(token, inputs, deadline, context) {
	const { now, secrets } = context;
	let verifiedToken = token;
	if (inputs.verify) {
		const timeoutMs = requestTimeout(deadline, now());
		const identity = await fetchUserInfo(token, { ...context, timeoutMs });
		await verifyIdentity(identity, { username: inputs.username, token, secrets });
		verifiedToken = mergeIdentity(token, identity);
	}
	if (inputs.expectedOrgId) verifyOrg(inputs.expectedOrgId, verifiedToken);
	return verifiedToken;
}
/**
 * Does what is left to do with a token. If that fails, nobody gets the token, and so it is revoked
 * where the workflow asks for that.
 * @throws what `work` throws
 */
async function revokeOnFailure(token, { revokeToken }, context, work) {
	try {
		return await work();
	} catch (error) {
		if (revokeToken) {
			const revocation = revoke(token, { ...context, timeoutMs: REVOKE_TIMEOUT_MS });
			const deadlineOptions = {
				...context,
				deadline: context.now() + REVOKE_TIMEOUT_MS,
				details: () => ({}),
			};
			await withinDeadline(revocation, deadlineOptions).catch((revokeFailure) =>
				context.record({ revokeError: (0,salesforce_errors/* shortReason */.PR)(revokeFailure) }),
			);
		}
		throw error;
	}
}


/***/ }),

/***/ 411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
/** The version in package.json; a test holds the two together. */
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
