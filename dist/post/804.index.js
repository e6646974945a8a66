export const id = 804;
export const ids = [804];
export const modules = {

/***/ 804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   harmless: () => (/* binding */ harmless),
/* harmony export */   withoutSecrets: () => (/* binding */ withoutSecrets)
/* harmony export */ });
/* unused harmony export oneLine */
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
/**
 * A text from outside (Salesforce, a proxy, whoever answered), safe to show: no `::`, with which
 * commands begin, and no long run that could be a token, an assertion or a key sent back to us.
 */
function harmless(text, longest = LONGEST) {
	const safe = oneLine(text, Number.POSITIVE_INFINITY)
		.replace(/[\w.+/=~!%-]{48,}/g, '[…]')
		.replace(/:(?=:)/g, ': ');
	return oneLine(safe, longest);
}
/** Shorter stretches of a secret reveal nothing, and may be ordinary words. */
const SHORTEST = 12;
/** A tag, an entity, an escape (`%41`, `\u0041`), or one letter or digit. */
const PIECE =
	/<[^<>]*>|&#(?:x([0-9a-f]{1,6})|(\d{1,7}));|&\w{1,31};|(?:%|\\x|\\u00)([0-9a-f]{2})|[a-z0-9]/gi;
function lettersOf(text) {
	return Array.from(text.matchAll(PIECE)).flatMap(
		({ 0: piece, 1: hex, 2: decimal, 3: percent, index }) => {
			const code = Number.parseInt(hex ?? decimal ?? percent ?? '', decimal ? 10 : 16);
			const letter = Number.isNaN(code) ? piece : String.fromCharCode(code);
			const isLetter = /^[a-z0-9]$/i.test(letter);
			return isLetter
				? [{ letter: letter.toLowerCase(), start: index, end: index + piece.length }]
				: [];
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
	const letters = lettersOf(text);
	const found = stretchesOf(letters).map((stretch) => known.has(stretch));
	let clean = '';
	let kept = 0;
	for (const [at, { start }] of letters.entries()) {
		if (!found[at]) continue;
		if (start >= kept) clean += `${text.slice(kept, start)}[…]`;
		kept = Math.max(...letters.slice(at, at + SHORTEST).map(({ end }) => end));
	}
	return clean + text.slice(kept);
}


/***/ })

};
