export const id = 704;
export const ids = [704];
export const modules = {

/***/ 583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
F: () => (parseKeyAddress),
V: () => (AWS_REGION)
});
var _inputs_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(874);
var _url_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(250);


const KEY_ID = String.raw`(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|mrk-[\da-f]{32})`;
const ALIAS = String.raw`alias\/[\w/-]{1,250}`;
const AWS_REGION = String.raw`[a-z]{2,4}(?:-[a-z]{1,16}){1,3}-\d{1,2}`;
const ARN = new RegExp(
	String.raw`^arn:aws[a-z-]*:kms:(${AWS_REGION}):\d{12}:(?:key\/${KEY_ID}|(${ALIAS}))$`,
);
const AWS_NAME = new RegExp(`^(?:${KEY_ID}|(${ALIAS}))$`);
const VAULT_KEY = /^(\w(?:[\w.-]{0,126}\w)?)(?:\/([1-9]\d{0,8}))?$/;
const GOOGLE_VERSION =
	/^(projects\/[a-z\d:.-]{1,80}\/locations\/[a-z\d-]{1,40}\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63})\/(?:cryptoKeyVersions|versions)\/([1-9]\d{0,8})$/;
const AZURE_KEY = /^([^/]+)\/([a-z\d-]{1,127})(?:\/([\da-f]{32}))?$/i;
const AZURE_HOST =
	/^[a-z\d-]{1,63}\.(?:vault|managedhsm)\.(?:azure\.net|usgovcloudapi\.net|azure\.cn)$/;
const SCHEMES = {
	awskms: parseAws,
	hashivault: parseVault,
	openbao: parseVault,
	gcpkms: parseGoogle,
	azurekms: parseAzure,
};
function parseKeyAddress(value) {
	const [, scheme = '', path = ''] = /^([a-z]+):\/\/(.+)$/.exec(value.trim()) ?? [];
	const parse = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
	return parse ? parse(path) : reject('signing-key-format');
}
function reject(code) {
	throw new _inputs_errors_js__WEBPACK_IMPORTED_MODULE_0__.d({ code, input: 'signing-key' });
}
function parseAws(path) {
	if (!path.startsWith('/')) reject('signing-key-endpoint');
	const keyId = path.slice(1);
	const arn = ARN.exec(keyId);
	const name = arn ?? AWS_NAME.exec(keyId) ?? reject('signing-key-format');
	const isAlias = name.at(-1) !== undefined;
	const region = arn?.[1];
	return { service: 'aws-kms', keyId, isAlias, ...(region ? { region } : {}) };
}
function parseVault(path) {
	const [, key, version] = VAULT_KEY.exec(path) ?? [];
	if (key === undefined) reject('signing-key-format');
	return { service: 'vault', key, ...(version ? { version: Number(version) } : {}) };
}
function parseGoogle(path) {
	const [, key, version] = GOOGLE_VERSION.exec(path) ?? [];
	if (key === undefined) reject('signing-key-format');
	return { service: 'google-kms', name: `${key}/cryptoKeyVersions/${version}` };
}
function parseAzure(path) {
	const [, hostAndPort = '', key, version] = AZURE_KEY.exec(path) ?? [];
	const host = hostAndPort.toLowerCase();
	const isAllowed = AZURE_HOST.test(host) || (0,_url_js__WEBPACK_IMPORTED_MODULE_1__.U)(host.replace(/:\d{1,5}$/, ''));
	if (key === undefined || !isAllowed) reject('signing-key-format');
	return { service: 'azure-key-vault', host, key, ...(version ? { version } : {}) };
}


/***/ }),

/***/ 482:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
K: () => (readEndpoint)
});
var _url_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(250);
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(916);


function readEndpoint(variable, value) {
	const text = value.trim();
	const url = URL.parse(text);
	const isAllowed =
		url !== null &&
		(url.protocol === 'https:' || (url.protocol === 'http:' && (0,_url_js__WEBPACK_IMPORTED_MODULE_1__.U)(url.hostname))) &&
		!/[?#@]/.test(text);
	if (!isAllowed) throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__.u({ code: 'endpoint-format', details: { variable } });
	return url.href.replace(/\/+$/, '');
}


/***/ }),

/***/ 916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
j: () => (KeyServiceError),
u: () => (SigningError)
});
var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);
var _salesforce_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24);


class SigningError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__.l {}
class KeyServiceError extends _salesforce_errors_js__WEBPACK_IMPORTED_MODULE_1__.o3 {}


/***/ }),

/***/ 388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
P: () => (requestIdToken),
g: () => (readOidcAccess)
});
var _endpoint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(482);
var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(916);
var _service_request_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(340);



const SERVICE = 'GitHub’s OIDC provider';
function readOidcAccess({ env, secrets }, service) {
	const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
	if (bearer) secrets.mask([bearer]);
	if (!url || !bearer) throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__.u({ code: 'id-token-missing', details: { service } });
	requireHttps(url);
	return { url, bearer };
}
function requireHttps(url) {
	(0,_endpoint_js__WEBPACK_IMPORTED_MODULE_0__.K)('ACTIONS_ID_TOKEN_REQUEST_URL', url.replace(/\?[^#]*/, ''));
}
async function requestIdToken({ url, bearer }, deadline, context) {
	const fields = await (0,_service_request_js__WEBPACK_IMPORTED_MODULE_2__.hH)(
		{
			service: SERVICE,
			method: 'GET',
			url,
			headers: { Authorization: `Bearer ${bearer}`, Accept: 'application/json' },
			deadline,
			readErrorFields,
		},
		context,
	);
	return (0,_service_request_js__WEBPACK_IMPORTED_MODULE_2__.Fw)(fields, 'value', { service: SERVICE, url }, context);
}
const readErrorFields = ({ message, typeKey }) => ({
	code: typeKey,
	message,
});


/***/ }),

/***/ 704:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createServiceSigner: () => (createServiceSigner)
});


var endpoint = __webpack_require__(482); // ./lib/signing/endpoint.js
var github_oidc = __webpack_require__(388); // ./lib/signing/github-oidc.js
var service_request = __webpack_require__(340); // ./lib/signing/service-request.js
var errors = __webpack_require__(874); // ./lib/inputs/errors.js
;// CONCATENATED MODULE: ./lib/inputs/signing-key.js
function checkSigningKeyInputs({ privateKey, passphrase, certificate }) {
	if (privateKey.reveal() !== '') throw new errors.d({ code: 'two-keys', input: 'signing-key' });
	if (passphrase)
		throw new errors.d({ code: 'passphrase-without-key', input: 'private-key-passphrase' });
	if (!certificate) throw new errors.d({ code: 'needs-certificate', input: 'certificate' });
}

var address = __webpack_require__(583); // ./lib/signing/address.js
var external_node_crypto_ = __webpack_require__(598);
var signing_errors = __webpack_require__(916); // ./lib/signing/errors.js
;// CONCATENATED MODULE: ./lib/signing/verify-signature.js
function requireMatchingCertificate(input, signature, certificates, key) {
	const [match] = certificates
		.filter(({ publicKey }) => isRsaSignature(input, signature.bytes, publicKey))
		.sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
	if (match) return match;
	const details = {
		service: key.service,
		bits: signature.bytes.length * 8,
		certificates: certificates.length,
		...(signature.version ? { version: signature.version } : {}),
	};
	throw new signing_errors.u({
		code: mismatchCode(input, signature.bytes, certificates, key),
		details,
	});
}
function mismatchCode(input, bytes, certificates, key) {
	const keys = certificates.map(({ publicKey }) => publicKey);
	if (keys.some((publicKey) => isPssSignature(input, bytes, publicKey))) return 'signature-pss';
	if (bytes.length < 256) return 'signature-not-rsa';
	const sizes = keys.map(({ asymmetricKeyDetails }) => asymmetricKeyDetails?.modulusLength);
	if (!sizes.includes(bytes.length * 8)) return 'signature-size';
	if (key.movesBy === 'rotation') return 'signature-rotated';
	return key.movesBy === 'alias' ? 'signature-alias' : 'signature-mismatch';
}
function isRsaSignature(input, bytes, publicKey) {
	const padding = external_node_crypto_.constants.RSA_PKCS1_PADDING;
	const { asymmetricKeyType, asymmetricKeyDetails: { modulusLength = 0 } = {} } = publicKey;
	return (
		asymmetricKeyType === 'rsa' &&
		modulusLength >= 2048 &&
		(0,external_node_crypto_.verify)('sha256', input, { key: publicKey, padding }, bytes)
	);
}
function isPssSignature(input, bytes, publicKey) {
	const padding = external_node_crypto_.constants.RSA_PKCS1_PSS_PADDING;
	return (
		publicKey.asymmetricKeyType === 'rsa' &&
		(0,external_node_crypto_.verify)('sha256', input, { key: publicKey, padding }, bytes)
	);
}

;// CONCATENATED MODULE: ./lib/signing/key-service.js
const PROTECTED_HEADER = '{"alg":"RS256"}';
async function createServiceSigner(inputs, context, onCertificate) {
	checkSigningKeyInputs(inputs);
	const { signingKey, certificates } = inputs;
	const key = await openKey((0,address.F)(signingKey), context);
	let certificate;
	const sign = async (payload, timeoutMs) => {
		const input = [PROTECTED_HEADER, payload]
			.map((part) => Buffer.from(part).toString('base64url'))
			.join('.');
		const bytes = Buffer.from(input);
		const signature = await key.sign(bytes, context.now() + timeoutMs);
		const match = requireMatchingCertificate(bytes, signature, certificates, key);
		if (certificate === undefined) await onCertificate(match);
		certificate = match;
		return `${input}.${signature.bytes.toString('base64url')}`;
	};
	return { service: key.service, sign };
}
async function openKey(address, context) {
	switch (address.service) {
		case 'aws-kms':
			return (await __webpack_require__.e(857).then(__webpack_require__.bind(__webpack_require__, 238))).openAwsKey(address, context);
		case 'vault':
			return (await __webpack_require__.e(235).then(__webpack_require__.bind(__webpack_require__, 616))).openVaultKey(address, context);
		case 'google-kms':
			return (await __webpack_require__.e(690).then(__webpack_require__.bind(__webpack_require__, 690))).openGoogleKey(address, context);
		case 'azure-key-vault':
			return (await __webpack_require__.e(427).then(__webpack_require__.bind(__webpack_require__, 427))).openAzureKey(address, context);
	}
}


/***/ }),

/***/ 340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
CV: () => (TOKEN),
Fw: () => (requireToken),
He: () => (requireText),
hH: () => (requestFields)
});
var _http_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(729);
var _json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(413);
var _salesforce_response_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(880);
var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(916);




async function requestFields(
	{ service, deadline, readErrorFields, ...request },
	{ http, secrets, now },
) {
	const timeoutMs = Math.max(1, deadline - now());
	const httpResponse = await http({ name: 'key-service', ...request, timeoutMs });
	const { response, json } = await (0,_salesforce_response_js__WEBPACK_IMPORTED_MODULE_1__.x)(httpResponse, { now, secrets });
	const details = { service, host: new URL(request.url).host };
	const fail = (errorResponse, transient, code) =>
		new _errors_js__WEBPACK_IMPORTED_MODULE_2__.j({
			request: 'key-service',
			code: code ?? errorResponse.error ?? String(errorResponse.status),
			response: errorResponse,
			transient,
			details,
		});
	const isSuccess = response.status >= 200 && response.status <= 299;
	if (isSuccess && (0,_json_js__WEBPACK_IMPORTED_MODULE_3__.u)(json)) return json;
	if (isSuccess) throw fail(response, true, 'not-json');
	const { transient, ...fields } = readErrorFields((0,_json_js__WEBPACK_IMPORTED_MODULE_3__.u)(json) ? json : {});
	const errorResponse = await withServiceError(response, fields, secrets);
	throw fail(errorResponse, transient ?? (0,_http_errors_js__WEBPACK_IMPORTED_MODULE_0__.Dm)(response.status));
}
async function withServiceError({ error, description, ...response }, { code, message }, secrets) {
	const toText = async (value, fallback) =>
		(typeof value === 'string' && (await secrets.redact(value))) || fallback;
	const [shownCode, shownMessage] = [await toText(code, error), await toText(message, description)];
	return {
		...response,
		...(shownCode ? { error: shownCode } : {}),
		...(shownMessage ? { description: shownMessage } : {}),
	};
}
function requireText(fields, name, error) {
	const { [name]: value } = fields;
	if (typeof value === 'string' && value !== '') return value;
	throw fieldError(name, error);
}
function requireToken(fields, name, from, { secrets }) {
	const error = { code: 'no-token', ...from };
	const token = requireText(fields, name, error);
	if (!(0,_salesforce_response_js__WEBPACK_IMPORTED_MODULE_1__.N)(token)) throw fieldError(name, error);
	secrets.mask([token]);
	return token;
}
const fieldError = (field, { code, service, url }) =>
	new _errors_js__WEBPACK_IMPORTED_MODULE_2__.j({
		request: 'key-service',
		code,
		response: { status: 200, bodyKind: 'json' },
		details: { service, host: new URL(url).host, field },
	});
const TOKEN = /^[\x21-\x7E]{8,16000}$/;


/***/ })

};
