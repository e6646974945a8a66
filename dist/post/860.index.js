export const id = 860;
export const ids = [860,804];
export const modules = {

/***/ 860:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   deployCacheNotCleaned: () => (/* binding */ deployCacheNotCleaned),
/* harmony export */   revokeFailed: () => (/* binding */ revokeFailed)
/* harmony export */ });
/* unused harmony exports certificateEnds, clockSkew, secondAudience, jwtToken, needlessPassphrase, shortPassphrase */
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(804);


const notice = (level, title, message) => ({
    level,
    title: `Salesforce sign-in: ${title}`,
    message,
});
const RENEW = (/* unused pure expression or super */ null && (`Make a new key and certificate: ${NEW_PAIR_COMMAND}\nThen upload server.crt to the app and update the secrets right away, because an app holds one certificate.`));
/**
 * An expired certificate is an error to look at, but not one that ends the step: Salesforce takes it.
 * @param daysLeft whole days until its end; negative after it
 */
function certificateEnds(notAfter, daysLeft) {
    const date = notAfter.toISOString().slice(0, 10);
    return daysLeft < 0
        ? notice('error', 'the certificate has expired', `The certificate was valid until ${date}. Salesforce is reported to accept it all the same, so the step continues.\n${RENEW}`)
        : notice('warning', 'the certificate expires soon', `The certificate is valid until ${date} (days left: ${daysLeft}).\n${RENEW}`);
}
/** @param skewSeconds Salesforce's clock minus the runner's */
const clockSkew = (skewSeconds) => notice('warning', 'the runner’s clock is wrong', `The runner’s clock is ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} Salesforce’s, so the step signed the request again with Salesforce’s time. Synchronize the clock with NTP.`);
/** @param audience the org's My Domain, which was accepted after the usual one had been refused */
const secondAudience = (audience) => notice('notice', 'set the audience', [
    'This org accepts only its My Domain as audience, so every run makes two requests, and Salesforce refuses the first one. To avoid that, add this line under "with:":',
    `  audience: ${audience}`,
].join('\n'));
const jwtToken = () => notice('warning', 'sf cannot use this token directly', [
    'The app issues tokens in JWT format. sf does not accept them in SF_TARGET_ORG, so the step did not set it. SOAP accepts them only from API version 68.0, and "sf project deploy" uses SOAP by default.',
    'Best: clear “Issue JSON Web Token (JWT)-based access tokens”. Setup → External Client App Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).',
    'Otherwise: run "sf org login access-token --no-prompt --instance-url $SF_ORG_INSTANCE_URL", and set SF_ORG_METADATA_REST_DEPLOY=true to deploy.',
].join('\n'));
const needlessPassphrase = () => notice('warning', 'the passphrase is not needed', 'The private key is not encrypted. Remove `private-key-passphrase`, or store the encrypted key.');
const shortPassphrase = () => notice('warning', 'the passphrase is too short to be masked', 'It has fewer than 4 characters. Masked, it would turn each place of the log that has them into ***. Encrypt the key with a longer one: openssl pkey -in server.key -aes256 -out encrypted.key');
/** @param reason a few words, like `HTTP 400 unsupported_token_type` */
const revokeFailed = (reason) => notice('warning', 'the token was not revoked', `Revoking failed: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__.harmless)(reason)}. The token is valid until its session times out. To end it now, remove the session: Setup → Session Management.`);
/** @param reason a few words, like `EACCES` */
const deployCacheNotCleaned = (reason) => notice('warning', 'the token may be left on the runner', `sf writes it to ~/.sf/deploy-cache.json, which the step could not clean up: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__.harmless)(reason)}. On a self-hosted runner, delete that file.`);


/***/ }),

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
function lettersOf(text) {
    return Array.from(text.matchAll(PIECE)).flatMap(({ 0: piece, 1: hex, 2: decimal, 3: percent, index }) => {
        const code = Number.parseInt(hex ?? decimal ?? percent ?? '', decimal ? 10 : 16);
        const letter = Number.isNaN(code) ? piece : String.fromCharCode(code);
        const isLetter = /^[a-z0-9]$/i.test(letter);
        return isLetter
            ? [{ letter: letter.toLowerCase(), start: index, end: index + piece.length }]
            : [];
    });
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
        if (!found[at])
            continue;
        if (start >= kept)
            clean += `${text.slice(kept, start)}[…]`;
        kept = Math.max(...letters.slice(at, at + SHORTEST).map(({ end }) => end));
    }
    return clean + text.slice(kept);
}


/***/ })

};
