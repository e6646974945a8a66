export const id = 427;
export const ids = [427];
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

/***/ 427:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
__webpack_require__.d(__webpack_exports__, {
API_VERSION: () => (API_VERSION),
cloudOf: () => (cloudOf),
openAzureKey: () => (openAzureKey),
readErrorFields: () => (readErrorFields)
});
var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(598);
var _json_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(413);
var _access_token_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(813);
var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(916);
var _github_oidc_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(388);
var _service_request_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(340);






const SERVICE = 'Azure Key Vault';
const LOGIN_SERVICE = 'Microsoft Entra ID';
const API_VERSION = '7.4';
const CLOUDS = {
	'azure.net': {
		login: 'https://login.microsoftonline.com',
		oidcAudience: 'api://AzureADTokenExchange',
	},
	'usgovcloudapi.net': {
		login: 'https://login.microsoftonline.us',
		oidcAudience: 'api://AzureADTokenExchangeUSGov',
	},
	'azure.cn': {
		login: 'https://login.partner.microsoftonline.cn',
		oidcAudience: 'api://AzureADTokenExchangeChina',
	},
};
function openAzureKey(address, context) {
	const { host, key, version } = address;
	const cloud = cloudOf(host);
	const accessToken = (0,_access_token_js__WEBPACK_IMPORTED_MODULE_4__.K)(readCredentials(cloud, context));
	const origin = cloud.login.startsWith('http:') ? `http://${host}` : `https://${host}`;
	const path = version === undefined ? `/keys/${key}/sign` : `/keys/${key}/${version}/sign`;
	const url = `${origin}${path}?api-version=${API_VERSION}`;
	return {
		service: SERVICE,
		...(version === undefined ? { movesBy: 'rotation' } : {}),
		async sign(input, deadline) {
			const value = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(input).digest('base64url');
			const fields = await (0,_service_request_js__WEBPACK_IMPORTED_MODULE_3__.hH)(
				{
					service: SERVICE,
					method: 'POST',
					url,
					headers: {
						Authorization: `Bearer ${await accessToken(deadline)}`,
						'Content-Type': 'application/json',
					},
					body: JSON.stringify({ alg: 'RS256', value }),
					deadline,
					readErrorFields,
				},
				context,
			);
			const error = { code: 'no-signature', service: SERVICE, url };
			return { bytes: Buffer.from((0,_service_request_js__WEBPACK_IMPORTED_MODULE_3__.He)(fields, 'value', error), 'base64url') };
		},
	};
}
function cloudOf(host) {
	const [, resource, suffix = ''] = /\.((?:vault|managedhsm)\.(.+))$/.exec(host) ?? [];
	const { [suffix]: cloud } = CLOUDS;
	if (!cloud)
		return {
			login: `http://${host}`,
			resource: 'https://vault.azure.net',
			oidcAudience: 'api://AzureADTokenExchange',
		};
	return { ...cloud, resource: `https://${resource}` };
}
function readCredentials({ login, resource, oidcAudience }, context) {
	const { AZURE_CLIENT_ID: clientId = '', AZURE_TENANT_ID: tenant = '' } = context.env;
	const missing = [
		...(clientId === '' ? ['AZURE_CLIENT_ID'] : []),
		...(/^[\w.-]{1,253}$/.test(tenant) ? [] : ['AZURE_TENANT_ID']),
	];
	if (missing.length > 0)
		throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__.u({
			code: 'azure-variables-missing',
			details: { service: SERVICE, missing: missing.join(', ') },
		});
	const oidc = (0,_github_oidc_js__WEBPACK_IMPORTED_MODULE_2__.g)(context, SERVICE);
	const url = `${login}/${tenant}/oauth2/v2.0/token`;
	return async (deadline) => {
		const audience = `&audience=${encodeURIComponent(oidcAudience)}`;
		const assertion = await (0,_github_oidc_js__WEBPACK_IMPORTED_MODULE_2__.P)(
			{ ...oidc, url: oidc.url + audience },
			deadline,
			context,
		);
		const fields = await (0,_service_request_js__WEBPACK_IMPORTED_MODULE_3__.hH)(
			{
				service: LOGIN_SERVICE,
				method: 'POST',
				url,
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({
					grant_type: 'client_credentials',
					client_id: clientId,
					client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
					client_assertion: assertion,
					scope: `${resource}/.default`,
				}).toString(),
				deadline,
				readErrorFields,
			},
			context,
		);
		return (0,_service_request_js__WEBPACK_IMPORTED_MODULE_3__.Fw)(fields, 'access_token', { service: LOGIN_SERVICE, url }, context);
	};
}
function readErrorFields({ error, error_description }) {
	if (!(0,_json_js__WEBPACK_IMPORTED_MODULE_5__.u)(error)) {
		const number = /^AADSTS\d+/.exec(String(error_description))?.[0];
		const message = String(error_description ?? '').replace(/^AADSTS\d+: /, '');
		return { code: number ?? error, message };
	}
	const { innererror } = error;
	const inner = (0,_json_js__WEBPACK_IMPORTED_MODULE_5__.u)(innererror) ? innererror['code'] : undefined;
	return { code: inner ?? error['code'], message: error['message'] };
}


/***/ })

};
