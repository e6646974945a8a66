export const id = 538;
export const ids = [538];
export const modules = {

/***/ 538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
damagedPart: () => (damagedPart),
detectKeyFormat: () => (detectKeyFormat)
});
var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(598);

const KEY_BOUNDARY = /(BEGIN|END) ([A-Z]{1,9} ){0,3}PRIVATE KEY/;
const matches = (pattern) => (text) => pattern.test(text);
const TEXT_FORMATS = [
	['key-damaged', matches(KEY_BOUNDARY)],
	['key-is-certificate', matches(/BEGIN (X509 |TRUSTED )?CERTIFICATE-/)],
	['key-is-certificate-request', matches(/BEGIN (NEW )?CERTIFICATE REQUEST/)],
	[
		'key-is-public-key',
		matches(/BEGIN [A-Z0-9 ]{0,30}PUBLIC KEY|^ssh-(rsa|ed25519|dss) |^ecdsa-sha2-/),
	],
	['key-is-putty', matches(/^PuTTY-User-Key-File/)],
	['key-is-auth-url', matches(/^force:\/\//)],
	['key-is-address', matches(/^(awskms|hashivault|openbao|gcpkms|azurekms):\/\//)],
	['key-is-consumer-secret', matches(/^([0-9A-F]{64}|\d{15,20}|3MVG9[\w.]{40,})$/i)],
	['key-is-jwt', matches(/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/)],
	['key-is-fingerprint', matches(/^(SHA256:|MD5:)\S+$|^[\da-f]{2}(:[\da-f]{2}){15,}$/i)],
	['key-is-encrypted-file', matches(/^(Salted__|U2FsdGVkX1|[0-9a-f]{24,32}:[0-9a-f]{64,}$)/i)],
	['key-is-path', matches(/^@?(file:|~|\.{0,2}[\\/]|[A-Za-z]:[\\/])[^\n]{0,255}$/)],
	['key-is-path', matches(/^[^\n]{1,200}\.(key|pem|crt|cer|der|p8|pk8|p12|pfx|jks|txt)$/i)],
];
const BINARY_FORMATS = [
	['key-is-java-keystore', (bytes) => [0xfeedfeed, 0xcececece].includes(bytes.readUInt32BE(0))],
	['key-is-pkcs12', (bytes) => /^30(8[0-4])?.{0,8}?020103/.test(bytes.toString('hex', 0, 12))],
	['key-is-certificate', isCertificate],
	['key-is-public-key', isPublicKey],
];
function detectKeyFormat({ raw, text, blocks, der }) {
	const binaryFormat = der && BINARY_FORMATS.find(([, test]) => test(der))?.[0];
	if (binaryFormat) return binaryFormat;
	const textFormat = TEXT_FORMATS.find(([, test]) => test(text) || test(raw))?.[0];
	if (textFormat) return textFormat;
	if (/^(þíþí|ÎÎÎÎ)/.test(text)) return 'key-is-java-keystore';
	if (der && der[0] !== 0x30) return 'key-is-encrypted-file';
	return blocks.length > 0 || der ? 'key-damaged' : 'key-unrecognized';
}
function damagedPart(text) {
	if (!KEY_BOUNDARY.test(text)) return {};
	const isIncomplete = (word) =>
		!new RegExp(`-----${word} [A-Z ]{0,30}PRIVATE KEY-----`).test(text);
	const parts = [
		...(isIncomplete('BEGIN') ? ['its beginning (the BEGIN line)'] : []),
		...(isIncomplete('END') ? ['its end (the END line)'] : []),
	];
	return { damagedPart: parts.join(' or ') || 'its BEGIN or END line' };
}
function isCertificate(bytes) {
	try {
		return new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(bytes) !== undefined;
	} catch {
		return false;
	}
}
function isPublicKey(bytes) {
	try {
		return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)({ key: bytes, format: 'der', type: 'spki' }).type === 'public';
	} catch {
		return false;
	}
}


/***/ })

};
