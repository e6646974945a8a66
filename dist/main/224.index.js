export const id = 224;
export const ids = [224];
export const modules = {

/***/ 224:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   redactSecrets: () => (/* binding */ redactSecrets),
/* harmony export */   sanitize: () => (/* binding */ sanitize)
/* harmony export */ });
/* harmony import */ var _fragments_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(332);
/* harmony import */ var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(720);


/**
 * Returns untrusted text (from Salesforce or a proxy) as one line that is safe to display: it
 * contains no `::`, which starts a workflow command, and no long sequence of characters that could
 * be a token, an assertion or a key that was sent back to us.
 * @param maxLength in characters
 */
function sanitize(text, maxLength = _one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .MAX_LINE_LENGTH */ .l6) {
	const safe = (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(text, Number.POSITIVE_INFINITY)
		.replace(/[\w.+/=~!%-]{48,}/g, '[…]')
		.replace(/:(?=:)/g, ': ');
	return (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(safe, maxLength);
}
const HTML_TAG = '<[^<>]*>';
/**
 * Matches character references and escapes of HTML, URLs, JSON and JavaScript, even if they are
 * escaped twice.
 */
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
/**
 * Tags and entities can separate the characters of a secret, or contain them: `<secret>` looks like
 * a tag. So each combination of interpretations is searched.
 */
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
		// NFKC maps full-width and similar characters to ASCII.
		const char = decoded.normalize('NFKC').toLowerCase();
		return /^[a-z0-9]$/.test(char) ? [{ char, start: index, end: index + match.length }] : [];
	});
}
/** Returns all substrings of 12 characters; the index of each is its start. */
function substrings(chars) {
	const joined = chars.map(({ char }) => char).join('');
	const count = Math.max(0, joined.length - _fragments_js__WEBPACK_IMPORTED_MODULE_1__/* .MIN_FRAGMENT_LENGTH */ .v + 1);
	return Array.from({ length: count }, (_, start) =>
		joined.slice(start, start + _fragments_js__WEBPACK_IMPORTED_MODULE_1__/* .MIN_FRAGMENT_LENGTH */ .v),
	);
}
/**
 * Replaces with `[…]` every sequence of 12 or more letters and digits that also occurs in a secret,
 * even if it is split, quoted or escaped.
 */
function redactSecrets(text, secrets) {
	const secretSubstrings = new Set(
		secrets.flatMap((secret) => substrings(normalizedChars(secret))),
	);
	const ranges = PATTERNS.flatMap((pattern) => {
		const chars = normalizedChars(text, pattern);
		return substrings(chars).flatMap((substring, index) => {
			if (!secretSubstrings.has(substring)) return [];
			const matched = chars.slice(index, index + _fragments_js__WEBPACK_IMPORTED_MODULE_1__/* .MIN_FRAGMENT_LENGTH */ .v);
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
