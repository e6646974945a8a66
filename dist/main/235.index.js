export const id = 235;
export const ids = [235];
export const modules = {

/***/ 616:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
__webpack_require__.d(__webpack_exports__, {
connectTransit: () => (connectTransit),
openVaultKey: () => (openVaultKey)
});
var _endpoint_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(482);
var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(916);
var _service_request_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(340);



const SERVICE = 'Vault';
const PRODUCTS = ['VAULT', 'BAO'];
function openVaultKey(address, context) {
	const { key, version } = address;
	const request = connectTransit(context);
	return {
		service: SERVICE,
		...(version === undefined ? { movesBy: 'rotation' } : {}),
		async sign(input, deadline) {
			const body = JSON.stringify({
				input: input.toString('base64'),
				signature_algorithm: 'pkcs1v15',
				...(version === undefined ? {} : { key_version: version }),
			});
			const { fields, url } = await request(`sign/${key}/sha2-256`, deadline, body);
			const data = fields['data'] ?? {};
			const error = { code: 'no-signature', service: SERVICE, url };
			const [, signedVersion, signature] =
				/^[a-z]+:v(\d{1,9}):([A-Za-z0-9+/]+=*)$/.exec((0,_service_request_js__WEBPACK_IMPORTED_MODULE_2__.He)(data, 'signature', error)) ?? [];
			if (signature === undefined)
				throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__.j({
					request: 'key-service',
					code: 'no-signature',
					response: { status: 200, bodyKind: 'json' },
					details: { service: SERVICE, host: new URL(url).host, key },
				});
			return { bytes: Buffer.from(signature, 'base64'), version: Number(signedVersion) };
		},
	};
}
function connectTransit(context) {
	const { mountUrl, headers } = readAccess(context);
	return async (path, deadline, body) => {
		const url = `${mountUrl}/${path}`;
		const message = body === undefined ? { method: 'GET' } : { method: 'POST', body };
		const request = { service: SERVICE, url, headers, deadline, readErrorFields, ...message };
		return { fields: await (0,_service_request_js__WEBPACK_IMPORTED_MODULE_2__.hH)(request, context), url };
	};
}
function readAccess({ env, secrets }) {
	const read = (name) => env[name]?.trim() ?? '';
	secrets.mask([read('VAULT_TOKEN'), read('BAO_TOKEN')].filter((token) => token !== ''));
	const isComplete = (product) =>
		read(`${product}_ADDR`) !== '' && _service_request_js__WEBPACK_IMPORTED_MODULE_2__.CV.test(read(`${product}_TOKEN`));
	const isUsed = (product) => read(`${product}_ADDR`) !== '' || read(`${product}_TOKEN`) !== '';
	const product = PRODUCTS.find(isComplete) ?? PRODUCTS.find(isUsed) ?? 'VAULT';
	const [addressVariable, tokenVariable] = [`${product}_ADDR`, `${product}_TOKEN`];
	const token = read(tokenVariable);
	if (!isComplete(product)) {
		const missing = [
			...(read(addressVariable) === '' ? [addressVariable] : []),
			...(_service_request_js__WEBPACK_IMPORTED_MODULE_2__.CV.test(token) ? [] : [tokenVariable]),
		];
		throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__.u({
			code: 'vault-variables-missing',
			details: { service: SERVICE, missing: missing.join(', ') },
		});
	}
	const namespaceVariable = read('VAULT_NAMESPACE') ? 'VAULT_NAMESPACE' : 'BAO_NAMESPACE';
	const namespace = read(namespaceVariable);
	const mount = read('TRANSIT_SECRET_ENGINE_PATH').replace(/^\/+|\/+$/g, '') || 'transit';
	requirePath('TRANSIT_SECRET_ENGINE_PATH', mount);
	requirePath(namespaceVariable, namespace);
	return {
		mountUrl: `${(0,_endpoint_js__WEBPACK_IMPORTED_MODULE_0__.K)(addressVariable, read(addressVariable))}/v1/${mount}`,
		headers: {
			'Content-Type': 'application/json',
			'X-Vault-Token': token,
			'X-Vault-Request': 'true',
			...(namespace ? { 'X-Vault-Namespace': namespace } : {}),
		},
	};
}
function requirePath(variable, value) {
	if (!/^(?!.*\.\.)[\w./-]{0,300}$/.test(value))
		throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__.u({ code: 'endpoint-format', details: { variable } });
}
function readErrorFields({ errors }) {
	const texts = Array.isArray(errors) ? errors.filter((text) => typeof text === 'string') : [];
	const message = texts.join('; ').replace(/^1 error occurred:\s*\*\s*/, '');
	return { message, transient: /version|unsupported/i.test(message) ? false : undefined };
}


/***/ })

};
