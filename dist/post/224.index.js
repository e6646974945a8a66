export const id = 224;
export const ids = [224];
export const modules = {

/***/ 224:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.d(__webpack_exports__, {
redactSecrets: () => (redactSecrets),
sanitize: () => (sanitize)
});
var _fragments_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(332);
var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(720);


function sanitize(text, maxLength = _one_line_js__WEBPACK_IMPORTED_MODULE_0__.l6) {
	const safe = (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__.TN)(text, Number.POSITIVE_INFINITY)
		.replace(/[\w.+/=~!%-]{48,}/g, '[…]')
		.replace(/:(?=:)/g, ': ');
	return (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__.TN)(safe, maxLength);
}
const HTML_TAG = '<[^<>]*>';
const CHARACTER_REFERENCE = [
	String.raw`(?:%(?:25)*|&(?:amp;)*#0*(?:37|x25);|\\x)(?<hex>[\da-f]{2})`,
	String.raw`&(?:amp;)*#x0*(?<hex>[\da-f]{1,6});?`,
	String.raw`&(?:amp;)*#0*(?<decimal>\d{1,7});?`,
	String.raw`&\w{1,31};`,
	String.raw`\\u(?<hex>[\da-f]{4})`,
	String.raw`\\u\{0*(?<hex>[\da-f]{1,6})\}`,
	String.raw`\\(?<octal>[0-7]{3})`,
	String.raw`\\[nrtbfv0]`,
].join('|');
const ALPHANUMERIC = String.raw`[\p{L}\p{N}]`;
const PATTERNS = [
	[HTML_TAG, CHARACTER_REFERENCE, ALPHANUMERIC],
	[HTML_TAG, ALPHANUMERIC],
	[CHARACTER_REFERENCE, ALPHANUMERIC],
	[ALPHANUMERIC],
].map((alternatives) => new RegExp(alternatives.join('|'), 'giu'));
const MAX_CODE_POINT = 0x10ffff;
function normalizedChars(text, pattern = new RegExp(ALPHANUMERIC, 'gu')) {
	return Array.from(text.matchAll(pattern)).flatMap(({ 0: match, groups, index }) => {
		const { hex, decimal, octal } = groups ?? {};
		const code = Number(decimal ?? (hex && `0x${hex}`) ?? (octal && `0o${octal}`));
		const decoded = code <= MAX_CODE_POINT ? String.fromCodePoint(code) : match;
		const char = decoded.normalize('NFKC').toLowerCase();
		return /^[a-z0-9]$/.test(char) ? [{ char, start: index, end: index + match.length }] : [];
	});
}
function substrings(chars) {
	const joined = chars.map(({ char }) => char).join('');
	const count = Math.max(0, joined.length - _fragments_js__WEBPACK_IMPORTED_MODULE_1__.v + 1);
	return Array.from({ length: count }, (_, start) =>
		joined.slice(start, start + _fragments_js__WEBPACK_IMPORTED_MODULE_1__.v),
	);
}
function redactSecrets(text, secrets) {
	const secretSubstrings = new Set(
		secrets.flatMap((secret) => substrings(normalizedChars(secret))),
	);
	const ranges = PATTERNS.flatMap((pattern) => {
		const chars = normalizedChars(text, pattern);
		return substrings(chars).flatMap((substring, index) => {
			if (!secretSubstrings.has(substring)) return [];
			const matched = chars.slice(index, index + _fragments_js__WEBPACK_IMPORTED_MODULE_1__.v);
			return [{ start: matched[0]?.start, end: matched.at(-1)?.end }];
		});
	});
	let result = '';
	let position = 0;
	for (const { start, end } of ranges.sort((a, b) => a.start - b.start)) {
		if (start >= position) result += `${text.slice(position, start)}[…]`;
		position = Math.max(position, end);
	}
	return result + text.slice(position);
}


/***/ })

};
