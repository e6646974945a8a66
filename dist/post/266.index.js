export const id = 266;
export const ids = [266];
export const modules = {

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

/***/ 266:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  realRuntime: () => (realRuntime)
});

var platform_namespaceObject = {};
__webpack_require__.r(platform_namespaceObject);
__webpack_require__.d(platform_namespaceObject, {
  arch: () => (arch),
  getDetails: () => (getDetails),
  isLinux: () => (isLinux),
  isMacOS: () => (isMacOS),
  isWindows: () => (isWindows),
  platform: () => (platform)
});

var core_namespaceObject = {};
__webpack_require__.r(core_namespaceObject);
__webpack_require__.d(core_namespaceObject, {
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

var external_node_os_ = __webpack_require__(161);
var promises_ = __webpack_require__(500);
var external_os_ = __webpack_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
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
var external_crypto_ = __webpack_require__(982);
var external_fs_ = __webpack_require__(896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
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
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
var external_path_ = __webpack_require__(928);
;// CONCATENATED MODULE: ./stubs/http-client/index.js
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
    return pth.replace(/[/\\]/g, external_path_.sep);
}
;// CONCATENATED MODULE: ./stubs/exec/index.js
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
    process.env['PATH'] = `${inputPath}${external_path_.delimiter}${process.env['PATH']}`;
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




var external_node_http_ = __webpack_require__(67);
var errors = __webpack_require__(452); // ./lib/errors.js
;// CONCATENATED MODULE: ./lib/version.js
const VERSION = '1.1.0';

var external_node_https_ = __webpack_require__(708);
;// CONCATENATED MODULE: ./lib/http/connections.js
class TunnelAgent extends external_node_https_.Agent {
	createConnection({ openTunnel, ...options }, callback) {
		if (!openTunnel) return super.createConnection(options);
		openTunnel()
			.then((socket) => super.createConnection({ ...options, socket }))
			.then((socket) => callback(null, socket), callback);
		return undefined;
	}
}
function createConnections(runEnd) {
	const options = { keepAlive: true, maxCachedSessions: 0 };
	const agents = { 'http:': new external_node_http_.Agent(options), 'https:': new TunnelAgent(options) };
	runEnd.addEventListener('abort', () => {
		for (const agent of Object.values(agents)) agent.destroy();
	});
	const listeners = new WeakMap();
	return {
		agents,
		watch(socket, exchange) {
			const onData = () => {
				exchange.hasReceivedData = true;
				if (exchange.response?.complete) socket.destroy();
			};
			socket.off('data', listeners.get(socket) ?? onData).prependListener('data', onData);
			listeners.set(socket, onData);
		},
	};
}

var http_errors = __webpack_require__(729); // ./lib/http/errors.js
var http_proxy = __webpack_require__(768); // ./lib/http/proxy.js
var external_node_net_ = __webpack_require__(30);
;// CONCATENATED MODULE: ./lib/http/tunnel.js
function openTunnel(proxy, target, signal) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const authority = `${target.hostname}:${target.port || 443}`;
	const credentials = decodeURIComponent(`${proxy.username}:${proxy.password}`);
	const authorization = { 'Proxy-Authorization': `Basic ${(0,http_proxy.BG)(credentials)}` };
	(proxy.protocol === 'http:' ? external_node_http_.request : external_node_https_.request)({
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
			if (opened && head.length === 0) return resolve(socket);
			socket.destroy();
			reject(
				opened
					? new http_errors.T6({ code: 'proxy-invalid-response', transient: true })
					: proxyStatusError(status, headers['proxy-authenticate']),
			);
		})
		.on('error', (error) => reject(proxyConnectionError(error)))
		.end();
	return promise;
}
function tlsOptions({ hostname }) {
	const host = hostname.replace(/[[\]]/g, '');
	return { host, servername: (0,external_node_net_.isIP)(host) ? '' : host, rejectUnauthorized: true };
}
function proxyStatusError(status, challenges) {
	const schemes = authenticationSchemes(challenges);
	return new http_errors.T6({
		code: 'proxy-refused',
		transient: (0,http_errors.Dm)(status),
		details: { status, ...(schemes ? { schemes } : {}) },
	});
}
const SCHEMES = /(?<![\w=+/-])(Basic|Bearer|Digest|Kerberos|Negotiate|NTLM)(?![\w=+/-])/gi;
function authenticationSchemes(challenges = '') {
	const names = challenges.replace(/"[^"]*"/g, '').match(SCHEMES) ?? [];
	return [...new Set(names)].join(', ');
}
const ERROR_KINDS = [
	[/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|UNREACH/, 'proxy-unreachable', true],
	[/CERT_(HAS_EXPIRED|NOT_YET)/, 'proxy-certificate-expired', false],
	[/CERT|SIGNED|UNABLE_TO/, 'proxy-certificate', false],
	[/wrong version number/, 'proxy-plain', false],
	[/EPROTO|ERR_SSL|ERR_TLS/, 'proxy-tls', false],
	[/HPE_/, 'proxy-invalid-response', true],
];
function proxyConnectionError({ code: cause = 'unknown', message }) {
	const [, signature = cause] = /(wrong version number)/.exec(message) ?? [];
	const kind = ERROR_KINDS.find(([pattern]) => pattern.test(signature));
	const [, code, transient] = kind ?? [signature, 'proxy-closed', true];
	return new http_errors.T6({ code, details: { cause }, transient });
}

;// CONCATENATED MODULE: ./lib/http/client.js
const MAX_BODY_BYTES = 1024 * 1024;
function createHttpClient(proxy, runEnd) {
	const connections = createConnections(runEnd);
	return async (request) => {
		const abort = new AbortController();
		const timer = setTimeout(() => abort.abort(), request.timeoutMs);
		const signal = AbortSignal.any([abort.signal, runEnd]);
		let details = {};
		const onSocket = () => {
			if ((0,http_proxy.vY)(new URL(request.url), proxy)) details = { proxy: 'connected' };
		};
		return send(request, { proxy, connections, signal, onSocket })
			.then((response) => {
				abort.signal.throwIfAborted();
				return response;
			})
			.catch((error) => {
				if (!abort.signal.aborted) throw wrapNodeError(error, request);
				throw transportError('timeout', request, details);
			})
			.finally(() => {
				clearTimeout(timer);
				abort.abort();
			});
	};
}
async function send(request, options) {
	await (0,promises_.setImmediate)();
	await (0,promises_.setImmediate)();
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
			if (message.statusCode === 101) return refuseSwitch(message);
			exchange.response = message;
			resolve(readBody(message));
		})
		.on('upgrade', refuseSwitch)
		.on('error', reject)
		.end(request.body);
	return promise.catch((error) => {
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
	const proxy = (0,http_proxy.vY)(target, proxyConfig);
	const options = {
		method,
		headers: {
			...headers,
			'User-Agent': `salesforce-jwt-auth/${VERSION}`,
			'Content-Length': Buffer.byteLength(body),
		},
		signal,
		agent: connections.agents[target.protocol],
		...tlsOptions(target),
		openTunnel: proxy && (() => openTunnel(proxy, target, signal)),
	};
	return (0,external_node_http_.request)(target, options);
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
const PERMANENT_ERRORS =
	/CERT|SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ERR_(TLS|SSL|INVALID)|EPROTO|unknown/;
function transportError(code, request, details = {}, transient = !PERMANENT_ERRORS.test(code)) {
	const { host } = new URL(request.url);
	return new http_errors.wX({ code, request: request.name, host, transient, details });
}
function wrapNodeError(error, request) {
	if (error instanceof http_errors.T6) {
		return transportError(error.code, request, error.details, error.transient);
	}
	return transportError((0,errors.C)(error) ?? 'unknown', request);
}

;// CONCATENATED MODULE: ./lib/runtime.js
const realRuntime = {
	core: core_namespaceObject,
	env: process.env,
	createHttpClient: createHttpClient,
	home: external_node_os_.homedir,
	now: Date.now,
	sleep: (milliseconds, signal) => (0,promises_.setTimeout)(milliseconds, undefined, signal ? { signal } : {}),
	random: Math.random,
};


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
