export const id = 305;
export const ids = [305];
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
const NEW_PAIR_COMMAND =
	'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';
/** Prints of a certificate what the step prints of its key. */
const FINGERPRINT_COMMAND =
	'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';
const STORE_KEY_COMMAND =
	'gh secret set SF_PRIVATE_KEY < server.key # in an environment: --env NAME';
/** Fails where the file is damaged or the passphrase is another. */
const TRY_KEY_COMMAND = 'openssl pkey -in server.key -noout';


/***/ })

};
