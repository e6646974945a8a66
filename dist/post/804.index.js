export const id = 804;
export const ids = [804];
export const modules = {

/***/ 804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   harmless: () => (/* binding */ harmless),
/* harmony export */   withoutSecrets: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/* harmony import */ var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(666);
/* harmony import */ var _pieces_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(360);


/**
 * A text from outside (Salesforce, a proxy, whoever answered), safe to show: no `::`, with which
 * commands begin, and no long run that could be a token, an assertion or a key sent back to us.
 */
function harmless(text, longest = _one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST */ .zP) {
	const safe = (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(text, Number.POSITIVE_INFINITY)
		.replace(/[\w.+/=~!%-]{48,}/g, '[…]')
		.replace(/:(?=:)/g, ': ');
	return (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(safe, longest);
}
const TAG = '<[^<>]*>';
/** Letters by their number, as HTML, URLs, JSON and JavaScript write them, once or twice escaped; other entities and escapes. */
const CODE = [
	String.raw`(?:%(?:25)*|&(?:amp;)*#0*(?:37|x25);|\\x)(?<hex>[\da-f]{2})`,
	String.raw`&(?:amp;)*#x0*(?<hex>[\da-f]{1,6});?`,
	String.raw`&(?:amp;)*#0*(?<decimal>\d{1,7});?`,
	String.raw`&\w{1,31};`,
	String.raw`\\u(?<hex>[\da-f]{4})`,
	String.raw`\\u\{0*(?<hex>[\da-f]{1,6})\}`,
	String.raw`\\(?<octal>[0-7]{3})`,
	String.raw`\\[nrtbfv0]`,
].join('|');
const LETTER = String.raw`[\p{L}\p{N}]`;
/**
 * In a secret that somebody cut into pieces, tags and entities are what stands between the letters.
 * Or they hold them: what looks like a tag may be a secret in angle brackets.
 */
const READINGS = [[TAG, CODE, LETTER], [TAG, LETTER], [CODE, LETTER], [LETTER]].map(
	(pieces) => new RegExp(pieces.join('|'), 'giu'),
);
const LAST_CODE = 0x10ffff;
function lettersOf(text, reading = new RegExp(LETTER, 'gu')) {
	return Array.from(text.matchAll(reading)).flatMap(({ 0: piece, groups, index }) => {
		const { hex, decimal, octal } = groups ?? {};
		const code = Number(decimal ?? (hex && `0x${hex}`) ?? (octal && `0o${octal}`));
		const signs = code <= LAST_CODE ? String.fromCodePoint(code) : piece;
		// Wide letters and the like are read as the plain ones that they stand for.
		const letter = signs.normalize('NFKC').toLowerCase();
		return /^[a-z0-9]$/.test(letter) ? [{ letter, start: index, end: index + piece.length }] : [];
	});
}
/** Every run of 12 letters, by the place at which it begins. */
function stretchesOf(letters) {
	const joined = letters.map(({ letter }) => letter).join('');
	const count = Math.max(0, joined.length - _pieces_js__WEBPACK_IMPORTED_MODULE_1__/* .SHORTEST_PIECE */ .O + 1);
	return Array.from({ length: count }, (_, at) => joined.slice(at, at + _pieces_js__WEBPACK_IMPORTED_MODULE_1__/* .SHORTEST_PIECE */ .O));
}
/**
 * Takes out of a text from outside every stretch of 12 letters and digits or more that one of the
 * secrets has too, however it is cut into pieces, quoted or escaped.
 */
function withoutSecrets(text, secrets) {
	const known = new Set(secrets.flatMap((secret) => stretchesOf(lettersOf(secret))));
	const stretches = READINGS.flatMap((reading) => {
		const letters = lettersOf(text, reading);
		return stretchesOf(letters).flatMap((stretch, at) => {
			if (!known.has(stretch)) return [];
			const run = letters.slice(at, at + _pieces_js__WEBPACK_IMPORTED_MODULE_1__/* .SHORTEST_PIECE */ .O);
			return [{ start: run[0]?.start, end: run.at(-1)?.end }];
		});
	});
	let clean = '';
	let kept = 0;
	for (const { start, end } of stretches.sort((a, b) => a.start - b.start)) {
		if (start >= kept) clean += `${text.slice(kept, start)}[…]`;
		kept = Math.max(kept, end);
	}
	return clean + text.slice(kept);
}


/***/ })

};
