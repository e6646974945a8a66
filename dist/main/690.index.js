export const id = 690;
export const ids = [690];
export const modules = {

/***/ 813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
K: () => (cachedToken)
});
function cachedToken(request) {
	let token;
	return async (deadline) => {
		token ??= await request(deadline);
		return token;
	};
}


/***/ }),

/***/ 690:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectGoogleKms: () => (connectGoogleKms),
  openGoogleKey: () => (openGoogleKey)
});

var external_node_crypto_ = __webpack_require__(598);
var json = __webpack_require__(413); // ./lib/json.js
var lib_url = __webpack_require__(250); // ./lib/url.js
var access_token = __webpack_require__(813); // ./lib/signing/access-token.js
var endpoint = __webpack_require__(482); // ./lib/signing/endpoint.js
var errors = __webpack_require__(916); // ./lib/signing/errors.js
var github_oidc = __webpack_require__(388); // ./lib/signing/github-oidc.js
var external_node_fs_ = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/signing/google-credentials.js
const VARIABLE = 'GOOGLE_APPLICATION_CREDENTIALS';
const MAX_FILE_BYTES = 65_536;
const TOKEN_URL = /^https:\/\/sts\.(?:[a-z\d-]+\.rep\.)?googleapis\.com\/v1\/token$/;
const IMPERSONATION_URL =
	/^https:\/\/iamcredentials\.(?:[a-z\d-]+\.rep\.)?googleapis\.com\/v1\/projects\/-\/serviceAccounts\/[\w.@-]+:generateAccessToken$/;
function reject(code, problem) {
	throw new errors.u({ code, details: { variable: VARIABLE, problem } });
}
function readExternalAccount(path, context) {
	const file = readJson(path);
	if (file['type'] !== 'external_account')
		reject('credentials-file', 'not of the type external_account');
	const source = (0,json.u)(file['credential_source']) ? file['credential_source'] : {};
	if ('executable' in source) reject('credentials-executable', 'made to run a program');
	const {
		audience,
		subject_token_type: subjectTokenType,
		token_url: tokenUrl,
		service_account_impersonation_url: impersonationUrl,
	} = file;
	if (typeof audience !== 'string' || typeof subjectTokenType !== 'string')
		reject('credentials-file', 'without an audience or a token type');
	return {
		audience,
		subjectTokenType,
		tokenUrl: requireMethod(TOKEN_URL, tokenUrl),
		...(impersonationUrl === undefined
			? {}
			: { impersonationUrl: requireMethod(IMPERSONATION_URL, impersonationUrl) }),
		oidc: readSource(source, context),
	};
}
function readJson(path) {
	try {
		const stats = (0,external_node_fs_.statSync)(path);
		const isReadable = stats.isFile() && stats.size <= MAX_FILE_BYTES;
		const value = isReadable && JSON.parse((0,external_node_fs_.readFileSync)(path, 'utf8'));
		if ((0,json.u)(value)) return value;
	} catch {
	}
	return reject('credentials-file', 'not a JSON file that the step can read');
}
function readSource({ url, format }, context) {
	const runner = (0,github_oidc.g)(context, 'Google Cloud KMS');
	const isJson = (0,json.u)(format) && format['subject_token_field_name'] === 'value';
	if (typeof url !== 'string' || !isJson)
		reject('credentials-file', 'not made for GitHub’s OIDC provider');
	if (URL.parse(url)?.origin !== new URL(runner.url).origin)
		reject('credentials-host', 'for an OIDC provider other than that of the runner');
	return { url, bearer: runner.bearer };
}
function requireMethod(pattern, value) {
	const url = URL.parse(String(value));
	if (!url || !(pattern.test(url.href) || (0,lib_url.U)(url.hostname)))
		reject('credentials-host', 'for a token service that is not Google’s');
	return url.href;
}

var service_request = __webpack_require__(340); // ./lib/signing/service-request.js
;// CONCATENATED MODULE: ./lib/signing/google-kms.js
const SERVICE = 'Google Cloud KMS';
const SCOPE = 'https://www.googleapis.com/auth/cloudkms';
const ENDPOINT_VARIABLE = 'CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS';
function openGoogleKey({ name }, context) {
	const request = connectGoogleKms(context);
	return {
		service: SERVICE,
		async sign(input, deadline) {
			const sha256 = (0,external_node_crypto_.createHash)('sha256').update(input).digest('base64');
			const body = JSON.stringify({ digest: { sha256 } });
			const { fields, url } = await request(`${name}:asymmetricSign`, deadline, body);
			const error = { code: 'no-signature', service: SERVICE, url };
			return { bytes: Buffer.from((0,service_request.He)(fields, 'signature', error), 'base64') };
		},
	};
}
const KMS_HOST = /^cloudkms(?:(?:-[a-z\d-]+)?\.p|\.[a-z\d-]+\.rep|\.mtls)?\.googleapis\.com$/;
function connectGoogleKms(context) {
	const origin = google_kms_endpoint(context);
	const accessToken = (0,access_token.K)(readCredentials(context));
	return async (path, deadline, body) => {
		const url = `${origin}/v1/${path}`;
		const headers = {
			Authorization: `Bearer ${await accessToken(deadline)}`,
			'Content-Type': 'application/json',
		};
		const message = body === undefined ? { method: 'GET' } : { method: 'POST', body };
		const request = { service: SERVICE, url, headers, deadline, readErrorFields, ...message };
		return { fields: await (0,service_request.hH)(request, context), url };
	};
}
function google_kms_endpoint({ env }) {
	const { [ENDPOINT_VARIABLE]: value } = env;
	if (!value) return 'https://cloudkms.googleapis.com';
	const url = new URL((0,endpoint.K)(ENDPOINT_VARIABLE, value));
	if (!(0,lib_url.U)(url.hostname) && !KMS_HOST.test(url.host))
		throw new errors.u({ code: 'endpoint-format', details: { variable: ENDPOINT_VARIABLE } });
	return url.origin;
}
function readCredentials(context) {
	const { CLOUDSDK_AUTH_ACCESS_TOKEN: token = '', GOOGLE_APPLICATION_CREDENTIALS: path = '' } =
		context.env;
	if (token !== '') context.secrets.mask([token]);
	if (service_request.CV.test(token)) return async () => token;
	if (path === '')
		throw new errors.u({
			code: 'credentials-missing',
			details: {
				service: SERVICE,
				missing: 'GOOGLE_APPLICATION_CREDENTIALS',
				action: 'google-github-actions/auth',
			},
		});
	const account = readExternalAccount(path, context);
	return (deadline) => exchangeIdToken(account, deadline, context);
}
async function exchangeIdToken(
	{ oidc, audience, subjectTokenType, tokenUrl, impersonationUrl },
	deadline,
	context,
) {
	const subjectToken = await (0,github_oidc.P)(oidc, deadline, context);
	const request = { method: 'POST', deadline, readErrorFields };
	const federation = { service: 'Google’s Security Token Service', url: tokenUrl };
	const fields = await (0,service_request.hH)(
		{
			...request,
			...federation,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({
				grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
				audience,
				scope: impersonationUrl ? 'https://www.googleapis.com/auth/cloud-platform' : SCOPE,
				requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
				subject_token: subjectToken,
				subject_token_type: subjectTokenType,
			}).toString(),
		},
		context,
	);
	const federatedToken = (0,service_request.Fw)(fields, 'access_token', federation, context);
	if (impersonationUrl === undefined) return federatedToken;
	const impersonation = { service: 'Google’s IAM credentials service', url: impersonationUrl };
	const account = await (0,service_request.hH)(
		{
			...request,
			...impersonation,
			headers: {
				Authorization: `Bearer ${federatedToken}`,
				'Content-Type': 'application/json',
			},
			body: JSON.stringify({ scope: [SCOPE] }),
		},
		context,
	);
	return (0,service_request.Fw)(account, 'accessToken', impersonation, context);
}
function readErrorFields({ error, error_description }) {
	if (!(0,json.u)(error)) return { code: error, message: error_description };
	return { code: error['status'], message: error['message'] };
}


/***/ })

};
