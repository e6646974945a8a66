export const id = 885;
export const ids = [885];
export const modules = {

/***/ 885:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  FINGERPRINT_COMMAND: () => (FINGERPRINT_COMMAND),
  annotate: () => (annotate),
  cacheNotCleaned: () => (cacheNotCleaned),
  certificateEnds: () => (certificateEnds),
  jwtFormatToken: () => (jwtFormatToken),
  missingApiScope: () => (missingApiScope),
  needlessPassphrase: () => (needlessPassphrase),
  requiredAudience: () => (requiredAudience),
  revokeFailed: () => (revokeFailed),
  shortPassphrase: () => (shortPassphrase),
  wrongClock: () => (wrongClock)
});

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/commands.js
const NEW_KEY_PAIR_COMMAND = 'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';
const FINGERPRINT_COMMAND = 'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';
const STORE_KEY_COMMAND = 'gh secret set SF_PRIVATE_KEY < server.key # in an environment: --env NAME';
const CHECK_KEY_COMMAND = 'openssl pkey -in server.key -noout';

;// CONCATENATED MODULE: ./lib/diagnosis/notices.js
function annotate(core, { level, title, message }) {
	core[level](message, { title });
}
const makeAnnotation = (level, title, message) => ({
	level,
	title: `Salesforce sign-in: ${title}`,
	message,
});
const plainReason = (reason) => reason.replace(/[^\w .()-]+/g, ' ').trim();
const RENEWAL_STEPS = `Make a new key and certificate: ${NEW_KEY_PAIR_COMMAND}\nThen upload server.crt to the app and update the secrets right away, because an app holds one certificate.`;
function certificateEnds(notAfter, daysLeft) {
	const date = notAfter.toISOString().slice(0, 10);
	return daysLeft < 0
		? makeAnnotation('error', 'the certificate has expired', `The certificate was valid until ${date}. Salesforce is reported to accept it all the same, so the step continues.\n${RENEWAL_STEPS}`)
		: makeAnnotation('warning', 'the certificate expires soon', `The certificate is valid until ${date} (days left: ${daysLeft}).\n${RENEWAL_STEPS}`);
}
const wrongClock = (skewSeconds) => makeAnnotation('warning', 'the runner’s clock is wrong', `The runner’s clock is ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? 'behind' : 'ahead of'} Salesforce’s, so the step signed the request again with Salesforce’s time. Synchronize the clock with NTP.`);
const requiredAudience = (audience) => makeAnnotation('notice', 'set the audience', ['This org accepts only its My Domain as audience, so every run makes two requests, and Salesforce refuses the first one. To avoid that, set this under "with:":', `  audience: ${audience}`].join('\n'));
const jwtFormatToken = () =>
	makeAnnotation(
		'warning',
		'sf cannot use this token directly',
		[
			'The app issues tokens in JWT format. sf does not accept them in SF_TARGET_ORG, so the step did not set it. SOAP accepts them only from API version 68.0, and "sf project deploy" uses SOAP by default.',
			'Best: clear “Issue JSON Web Token (JWT)-based access tokens”. Setup → External Client App Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).',
			'Otherwise: run "sf org login access-token --no-prompt --instance-url $SF_ORG_INSTANCE_URL", and set SF_ORG_METADATA_REST_DEPLOY=true to deploy.',
		].join('\n'),
	);
const missingApiScope = (scope) =>
	makeAnnotation('warning', 'the token has no scope api', `The scope of the token is “${scope}”, and sf commands need “api”. Add “Manage user data via APIs (api)” to Selected OAuth Scopes: Setup → External Client App Manager → the app → Settings → Edit → OAuth Settings (Connected App: App Manager → the app → Edit).`);
const needlessPassphrase = () => makeAnnotation('warning', 'the passphrase is not needed', 'The private key is not encrypted. Remove `private-key-passphrase`, or store the encrypted key.');
const shortPassphrase = () => makeAnnotation('warning', 'the passphrase is too short to be masked', 'It has fewer than 4 characters. Masked, it would turn each place of the log that has them into ***. Encrypt the key with a longer one: openssl pkey -in server.key -aes256 -out encrypted.key');
const revokeFailed = (reason) => makeAnnotation('warning', 'the token was not revoked', `Revoking failed: ${plainReason(reason)}. The token is valid until its session times out. To end it now, remove the session: Setup → Session Management.`);
const cacheNotCleaned = (reason, file) => makeAnnotation('warning', 'the token may be left on the runner', `sf may have written it to ${file}, which the step could not clean up: ${plainReason(reason)}. On a self-hosted runner, delete it.`);


/***/ })

};
