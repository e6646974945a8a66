export const id = 860;
export const ids = [860,305,804];
export const modules = {

/***/ 305:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FINGERPRINT_COMMAND: () => (/* binding */ FINGERPRINT_COMMAND),
/* harmony export */   IB: () => (/* binding */ NEW_PAIR_COMMAND),
/* harmony export */   YB: () => (/* binding */ STORE_KEY_COMMAND),
/* harmony export */   sB: () => (/* binding */ TRY_KEY_COMMAND)
/* harmony export */ });
/** Lines for a shell that are said in more than one place. */
const NEW_PAIR_COMMAND = 'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';
/** Prints of a certificate what the step prints of its key. */
const FINGERPRINT_COMMAND = 'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';
const STORE_KEY_COMMAND = 'gh secret set SF_PRIVATE_KEY < server.key';
/** Fails where the file is damaged or the passphrase is another. */
const TRY_KEY_COMMAND = 'openssl pkey -in server.key -noout';


/***/ }),

/***/ 860:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   certificateEnds: () => (/* binding */ certificateEnds),
/* harmony export */   clockSkew: () => (/* binding */ clockSkew),
/* harmony export */   deployCacheNotCleaned: () => (/* binding */ deployCacheNotCleaned),
/* harmony export */   jwtToken: () => (/* binding */ jwtToken),
/* harmony export */   needlessPassphrase: () => (/* binding */ needlessPassphrase),
/* harmony export */   revokeFailed: () => (/* binding */ revokeFailed),
/* harmony export */   secondAudience: () => (/* binding */ secondAudience)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(804);
/* harmony import */ var _catalogue_commands_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(305);


const notice = (level, title, message) => ({
    level,
    title: `Salesforce sign-in: ${title}`,
    message,
});
const RENEW = `Make a new pair: ${_catalogue_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .NEW_PAIR_COMMAND */ .IB}\nThen upload server.crt to the app and replace the secrets in one go: an app holds one certificate.`;
/**
 * An expired certificate is an error to look at, but not one that ends the step: Salesforce takes it.
 * @param daysLeft whole days until its end; negative after it
 */
function certificateEnds(notAfter, daysLeft) {
    const date = notAfter.toISOString().slice(0, 10);
    return daysLeft < 0
        ? notice('error', 'the certificate has expired', `The certificate was valid until ${date}. Salesforce does not mind, so this run goes on.\n${RENEW}`)
        : notice('warning', 'the certificate expires soon', `The certificate is valid until ${date} (days left: ${daysLeft}).\n${RENEW}`);
}
/** @param skewSeconds Salesforce's clock minus the runner's */
const clockSkew = (skewSeconds) => notice('warning', 'the runner’s clock is wrong', `The runner’s clock is ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} Salesforce’s, so the request was signed again with Salesforce’s time. Set it by NTP.`);
/** @param audience the org's My Domain, which was accepted after the usual one had been refused */
const secondAudience = (audience) => notice('notice', 'set the audience', [
    'This org accepts only its own My Domain as audience. Each run therefore makes two requests, and the first one is refused. To make one, add this line below "with:":',
    `  audience: ${audience}`,
].join('\n'));
const jwtToken = () => notice('warning', 'sf cannot use this token as it is', [
    'The app issues tokens in JWT format. sf does not know them in SF_TARGET_ORG, so that was not set. SOAP below API version 68.0 does not take them, and "sf project deploy" uses SOAP by default.',
    'Better: turn off “Issue JSON Web Token (JWT)-based access tokens”. Setup → External Client Apps Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).',
    'Otherwise: run "sf org login access-token --no-prompt --instance-url $SF_ORG_INSTANCE_URL", and set SF_ORG_METADATA_REST_DEPLOY=true to deploy.',
].join('\n'));
const needlessPassphrase = () => notice('warning', 'the passphrase is not needed', 'The private key is not encrypted. Remove `private-key-passphrase`, or store the encrypted key.');
/** @param reason a few words, like `HTTP 400 unsupported_token_type` */
const revokeFailed = (reason) => notice('warning', 'the token was not revoked', `Revoking failed: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__.harmless)(reason)}. The token is valid until its session times out. To end it now, remove the session: Setup → Session Management.`);
/** @param reason a few words, like `EACCES` */
const deployCacheNotCleaned = (reason) => notice('warning', 'the token may be left on the runner', `sf writes it to ~/.sf/deploy-cache.json, which could not be tidied up: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__.harmless)(reason)}. Delete that file if the runner is your own.`);


/***/ }),

/***/ 804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine),
/* harmony export */   harmless: () => (/* binding */ harmless),
/* harmony export */   withoutSecrets: () => (/* binding */ withoutSecrets)
/* harmony export */ });
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
