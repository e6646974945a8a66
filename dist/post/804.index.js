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
/** One line without control characters: it can neither begin a workflow command nor colour the log. */
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
/** Shorter stretches of a secret tell nothing, and may be ordinary words. */
const SHORTEST = 12;
/** What may stand between the letters of a secret that somebody cut into pieces: tags, entities, anything but letters and digits. */
const PIECE = /<[^<>]*>|&#(?:x([0-9a-f]{1,6})|(\d{1,7}));|&\w{1,31};|%([0-9a-f]{2})|[a-z0-9]/gi;
/** The letters and digits of a text, in small letters, and where in it each of them stands. */
function lettersOf(text) {
    let letters = '';
    const from = [];
    const to = [];
    for (const match of text.matchAll(PIECE)) {
        const [piece, hex, decimal, percent] = match;
        const code = Number.parseInt(hex ?? decimal ?? percent ?? '', decimal ? 10 : 16);
        const letter = Number.isNaN(code) ? piece : String.fromCharCode(code);
        if (!/^[a-z0-9]$/i.test(letter))
            continue;
        letters += letter.toLowerCase();
        from.push(match.index);
        to.push(match.index + piece.length);
    }
    return { letters, from, to };
}
/**
 * Takes out of a text from outside every stretch of 12 letters and digits or more that one of the
 * secrets has too, however it is cut into pieces, quoted or escaped.
 */
function withoutSecrets(text, secrets) {
    const stretches = new Set();
    for (const secret of secrets) {
        const { letters } = lettersOf(secret);
        for (let i = 0; i + SHORTEST <= letters.length; i++)
            stretches.add(letters.slice(i, i + SHORTEST));
    }
    const { letters, from, to } = lettersOf(text);
    let clean = '';
    let kept = 0;
    for (let i = 0; i + SHORTEST <= letters.length; i++) {
        if (!stretches.has(letters.slice(i, i + SHORTEST)))
            continue;
        const start = from[i] ?? 0;
        if (start >= kept)
            clean += `${text.slice(kept, start)}[…]`;
        kept = to[i + SHORTEST - 1] ?? kept;
    }
    return clean + text.slice(kept);
}


/***/ })

};
