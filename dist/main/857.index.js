export const id = 857;
export const ids = [857];
export const modules = {

/***/ 238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectKms: () => (connectKms),
  openAwsKey: () => (openAwsKey)
});

var address = __webpack_require__(583); // ./lib/signing/address.js
var endpoint = __webpack_require__(482); // ./lib/signing/endpoint.js
var errors = __webpack_require__(916); // ./lib/signing/errors.js
var service_request = __webpack_require__(340); // ./lib/signing/service-request.js
var external_node_crypto_ = __webpack_require__(598);
;// CONCATENATED MODULE: ./lib/signing/sigv4.js
function signAwsRequest(
	{ origin, region, service, headers, body, time },
	{ accessKeyId, secretAccessKey, sessionToken },
) {
	const date = new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, '');
	const sent = {
		...headers,
		'x-amz-date': date,
		...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
	};
	const signed = Object.entries({ ...sent, host: new URL(origin).host }).sort(([a], [b]) =>
		a < b ? -1 : 1,
	);
	const names = signed.map(([name]) => name).join(';');
	const lines = signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`);
	const canonicalRequest = ['POST', '/', '', ...lines, '', names, sha256(body)].join('\n');
	const scope = [date.slice(0, 8), region, service, 'aws4_request'];
	const stringToSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonicalRequest)];
	const key = scope.reduce(hmac, `AWS4${secretAccessKey}`);
	const signature = hmac(key, stringToSign.join('\n')).toString('hex');
	const credential = [accessKeyId, ...scope].join('/');
	return {
		...sent,
		authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
	};
}
const sha256 = (text) => (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
const hmac = (key, text) => (0,external_node_crypto_.createHmac)('sha256', key).update(text).digest();

;// CONCATENATED MODULE: ./lib/signing/aws-kms.js
const SERVICE = 'AWS KMS';
function connectKms(address, context) {
	const credentials = readCredentials(context);
	const region = readRegion(address, context);
	const origin = aws_kms_endpoint(region, context);
	return async (name, fields, deadline) => {
		const body = JSON.stringify({ KeyId: address.keyId, ...fields });
		const headers = {
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': `TrentService.${name}`,
		};
		const time = context.now();
		const request = { origin, region, service: 'kms', headers, body, time };
		const url = `${origin}/`;
		const response = await (0,service_request.hH)(
			{
				service: SERVICE,
				method: 'POST',
				url,
				headers: signAwsRequest(request, credentials),
				body,
				deadline,
				readErrorFields,
			},
			context,
		);
		return { fields: response, url };
	};
}
function openAwsKey(address, context) {
	const request = connectKms(address, context);
	return {
		service: SERVICE,
		...(address.isAlias ? { movesBy: 'alias' } : {}),
		async sign(input, deadline) {
			const body = {
				Message: input.toString('base64'),
				MessageType: 'RAW',
				SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
			};
			const { fields, url } = await request('Sign', body, deadline);
			const error = { code: 'no-signature', service: SERVICE, url };
			return { bytes: Buffer.from((0,service_request.He)(fields, 'Signature', error), 'base64') };
		},
	};
}
function readCredentials({ env, secrets }) {
	const {
		AWS_ACCESS_KEY_ID: accessKeyId = '',
		AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
		AWS_SESSION_TOKEN: sessionToken = '',
	} = env;
	secrets.mask([secretAccessKey, sessionToken].filter((value) => value !== ''));
	const missing = [
		...(accessKeyId === '' ? ['AWS_ACCESS_KEY_ID'] : []),
		...(secretAccessKey === '' ? ['AWS_SECRET_ACCESS_KEY'] : []),
	];
	if (missing.length > 0)
		throw new errors.u({
			code: 'credentials-missing',
			details: {
				service: SERVICE,
				missing: missing.join(', '),
				action: 'aws-actions/configure-aws-credentials',
			},
		});
	return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
function readRegion({ region }, { env }) {
	const value = region || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || '';
	if (!new RegExp(`^${address.V}$`).test(value))
		throw new errors.u({ code: 'region-missing' });
	return value;
}
const DNS_SUFFIXES = [
	[/^cn-/, 'amazonaws.com.cn'],
	[/^eusc-/, 'amazonaws.eu'],
	[/^us-iso-/, 'c2s.ic.gov'],
	[/^us-isob-/, 'sc2s.sgov.gov'],
	[/^eu-isoe-/, 'cloud.adc-e.uk'],
	[/^us-isof-/, 'csp.hci.ic.gov'],
	[/^/, 'amazonaws.com'],
];
function aws_kms_endpoint(region, { env }) {
	const fips = env['AWS_USE_FIPS_ENDPOINT']?.toLowerCase() === 'true';
	const [override] = ['AWS_ENDPOINT_URL_KMS', 'AWS_ENDPOINT_URL'].flatMap((variable) => {
		const { [variable]: value } = env;
		return value ? [{ variable, value }] : [];
	});
	if (override) {
		const { variable, value } = override;
		if (fips) throw new errors.u({ code: 'endpoint-with-fips', details: { variable } });
		return new URL((0,endpoint.K)(variable, value)).origin;
	}
	const suffix = DNS_SUFFIXES.find(([pattern]) => pattern.test(region))?.[1];
	return `https://${fips ? 'kms-fips' : 'kms'}.${region}.${suffix}`;
}
const TRANSIENT =
	/^(Throttling|TooManyRequests|KMSInternal|DependencyTimeout|KeyUnavailable|InternalFailure|ServiceUnavailable|RequestTimeout)/;
function readErrorFields({ __type: type, message, Message }) {
	const code = typeof type === 'string' ? type.replace(/^.*#/, '') : undefined;
	return {
		code,
		message: message ?? Message,
		transient: code !== undefined && TRANSIENT.test(code) ? true : undefined,
	};
}


/***/ })

};
