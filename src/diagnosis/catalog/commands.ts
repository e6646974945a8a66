export const NEW_KEY_PAIR_COMMAND =
  'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"';

/**
 * Prints the SHA-256 of a certificate's public key. The step reports the same value for the private
 * key to which the certificate belongs.
 */
export const FINGERPRINT_COMMAND =
  'openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256';

export const STORE_KEY_COMMAND =
  'gh secret set SF_PRIVATE_KEY < server.key # in an environment: --env NAME';

/** Fails if the file is damaged or the passphrase is wrong. */
export const CHECK_KEY_COMMAND = 'openssl pkey -in server.key -noout';
