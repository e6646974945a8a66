/** Lines for a shell that are said in more than one place. */
export const NEW_KEY_PAIR_COMMAND =
  'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';

/** Prints of a certificate what the step prints of its key. */
export const FINGERPRINT_COMMAND =
  'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';

export const STORE_KEY_COMMAND =
  'gh secret set SF_PRIVATE_KEY < server.key # in an environment: --env NAME';

/** Fails where the file is damaged or the passphrase is another. */
export const CHECK_KEY_COMMAND = 'openssl pkey -in server.key -noout';
