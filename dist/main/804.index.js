export const id = 804;
export const ids = [804];
export const modules = {

/***/ 666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine),
/* harmony export */   z: () => (/* binding */ LONGEST)
/* harmony export */ });
/** Longest text that is shown, in characters. */
const LONGEST = 300;
/** One line without control characters: it cannot colour the log, nor hold a workflow command of the old form (`##[`). */
function oneLine(text, longest = LONGEST) {
	const plain = text
		// ANSI escape sequences (ECMA-48), whole, so that no `[31m` remains.
		// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
		.replace(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g, '')
		// Control, format (bidirectional overrides, zero width) and private-use characters, line breaks.
		.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
		// The runner obeys `##[` anywhere in a line.
		.replace(/#(?=#\[)/g, '# ')
		.trim();
	// A cut between the two halves of a character leaves neither.
	return plain.length > longest ? `${plain.slice(0, longest).replace(/\p{Cs}$/u, '')}…` : plain;
}


/***/ }),

/***/ 804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   harmless: () => (/* binding */ harmless),
/* harmony export */   oneLine: () => (/* reexport safe */ _one_line_js__WEBPACK_IMPORTED_MODULE_0__.T),
/* harmony export */   withoutSecrets: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/* harmony import */ var _one_line_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(666);


/**
 * A text from outside (Salesforce, a proxy, whoever answered), safe to show: no `::`, with which
 * commands begin, and no long run that could be a token, an assertion or a key sent back to us.
 */
function harmless(text, longest = _one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST */ .z) {
	const safe = (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(text, Number.POSITIVE_INFINITY)
		.replace(/[\w.+/=~!%-]{48,}/g, '[…]')
		.replace(/:(?=:)/g, ': ');
	return (0,_one_line_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(safe, longest);
}
/** Shorter stretches of a secret reveal nothing, and may be ordinary words. */
const SHORTEST = 12;
const TAG = '<[^<>]*>';
/** Letters by their number, as HTML, URLs, JSON and JavaScript write them, once or twice escaped; other entities. */
const CODE = String.raw`&(?:amp;)*#(?:x([\da-f]{1,6})|(\d{1,7}));?|&\w{1,31};|(?:%(?:25)*|\\x)([\da-f]{2})|\\u([\da-f]{4})`;
const LETTER = String.raw`[\p{L}\p{N}]`;
/**
 * In a secret that somebody cut into pieces, tags and entities are what stands between the letters.
 * Or they hold them: what looks like a tag may be a secret in angle brackets.
 */
const READINGS = [[TAG, CODE, LETTER], [TAG, LETTER], [CODE, LETTER], [LETTER]].map(
	(pieces) => new RegExp(pieces.join('|'), 'giu'),
);
function lettersOf(text, reading = new RegExp(LETTER, 'gu')) {
	return Array.from(text.matchAll(reading)).flatMap(
		({ 0: piece, 1: html, 2: decimal, 3: percent, 4: json, index }) => {
			const code = Number.parseInt(html ?? decimal ?? percent ?? json ?? '', decimal ? 10 : 16);
			const signs = Number.isNaN(code) ? piece : String.fromCharCode(code);
			// Wide letters and the like are read as the plain ones that they stand for.
			const letter = signs.normalize('NFKC').toLowerCase();
			return /^[a-z0-9]$/.test(letter) ? [{ letter, start: index, end: index + piece.length }] : [];
		},
	);
}
/** Every run of 12 letters, by the place at which it begins. */
function stretchesOf(letters) {
	const joined = letters.map(({ letter }) => letter).join('');
	const count = Math.max(0, joined.length - SHORTEST + 1);
	return Array.from({ length: count }, (_, at) => joined.slice(at, at + SHORTEST));
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
			const run = letters.slice(at, at + SHORTEST);
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
