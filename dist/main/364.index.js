export const id = 364;
export const ids = [364];
export const modules = {

/***/ 364:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  KEY_SERVICE_CATALOG: () => (KEY_SERVICE_CATALOG)
});

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/key-service/inputs.js
const ADDRESS_FORMS = ['awskms:///arn:aws:kms:REGION:ACCOUNT:key/ID', 'hashivault://KEY/VERSION (or openbao://)', 'gcpkms://projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/1', 'azurekms://NAME.vault.azure.net/KEY/VERSION'];
const SIGNING_KEY_ENTRIES = [{
title: 'Not the address of a key',
errorCodes: ['signing-key-format'],
causes: [{
explanation: '`signing-key` has none of the forms that the step knows.',
fix: 'Use one of these:',
snippet: ADDRESS_FORMS,
setupPath: 'workflow',
}],
},
{
title: 'An endpoint in the address of a key',
errorCodes: ['signing-key-endpoint'],
causes: [{
explanation: '`signing-key` names a host, to which the credentials of AWS would go.',
fix: 'Write awskms:/// with three slashes. Set AWS_ENDPOINT_URL_KMS under `env:` if KMS has another host.',
setupPath: 'workflow',
}],
},
{
title: 'The address of a key in private-key',
errorCodes: ['key-is-address'],
causes: [{
explanation: '`private-key` contains the address of a key in a key service.',
fix: 'Move it to `signing-key`, and remove `private-key`.',
setupPath: 'workflow',
}],
},
{
title: 'Both private-key and signing-key',
errorCodes: ['two-keys', 'passphrase-without-key'],
causes: [{
explanation: 'Only one of `private-key` and `signing-key` can sign, and `private-key-passphrase` is for `private-key`.',
fix: 'Remove `private-key` and `private-key-passphrase`, or `signing-key`.',
setupPath: 'workflow',
}],
},
{
title: 'A signing-key without a certificate',
errorCodes: ['needs-certificate'],
causes: [{
explanation: 'With `signing-key`, the step checks each signature against the certificate in the app before it sends anything.',
fix: 'Store the certificate as a variable, and set `certificate`.',
snippet: ['certificate: ${{ vars.SF_CERTIFICATE }}'],
setupPath: 'workflow',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/key-service/responses.js
const KEY_SERVICE_ENTRIES = [{
title: 'The key service did not answer',
request: 'key-service',
networkCodes: ['ENOTFOUND', 'ENODATA', 'EAI_*', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', '*TIMEDOUT', '*timeout', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ABORT_ERR', '*PREMATURE_CLOSE', 'ERR_TLS_CERT_ALTNAME*', 'HOSTNAME_MISMATCH'],
causes: [{
mentions: 'proxy-set',
explanation: 'The runner cannot reach {host}: it was down, a firewall is between them, or the name is wrong.',
fix: 'Rerun the job. If it fails again, allow {host} (HTTPS) in firewall and proxy, and check `signing-key` and the variables of the service, such as VAULT_ADDR, AWS_REGION and AWS_ENDPOINT_URL_KMS.',
setupPath: 'runner',
}],
},
{
title: 'The certificate of the key service is out of date',
request: 'key-service',
networkCodes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
causes: [{
mentions: 'proxy-set',
explanation: 'The certificate of {host}, or of a TLS-inspecting proxy before it, has expired or is not valid yet. This is not the certificate of your app.',
fix: 'Renew it. If it is valid, synchronize the clock of the runner with NTP.',
setupPath: 'runner',
}],
},
{
title: 'The key service did not answer with HTTPS',
request: 'key-service',
networkCodes: ['EPROTO', 'ERR_SSL*', 'ERR_TLS*', 'CERT_CHAIN*', 'CERT_RE*', 'HPE_*', 'ERR_HTTP*'],
causes: [{
mentions: 'proxy-set',
explanation: '{host} uses plain HTTP or refuses the TLS handshake, or a proxy or firewall answers in its place.',
fix: 'Use the address at which the service has TLS, and check the variables of the service, such as VAULT_ADDR and AWS_ENDPOINT_URL_KMS. Exclude {host} from TLS inspection.',
setupPath: 'runner',
}],
},
{
title: 'AWS KMS: the clock of the runner is wrong',
request: 'key-service',
phrases: ['Signature expired', 'Signature not yet current'],
causes: [{
explanation: 'The clock of the runner differs by more than five minutes from that of AWS.',
fix: 'Synchronize the clock of the runner with NTP. Salesforce needs the same.',
setupPath: 'runner',
}],
},
{
title: 'AWS KMS: AccessDeniedException',
request: 'key-service',
serviceErrors: ['AccessDenied*'],
causes: [{
explanation: 'The AWS role may not sign with this key, by its own policy or by the policy of the key.',
fix: 'Allow `kms:Sign` on the ARN of the key, with `kms:SigningAlgorithm` RSASSA_PKCS1_V1_5_SHA_256. If the key is in another AWS account than the role, both policies must allow it.',
}],
},
{
title: 'AWS KMS: NotFoundException',
request: 'key-service',
serviceErrors: ['NotFoundException'],
causes: [{
explanation: 'There is no such key in this region of this account.',
fix: 'Use the ARN of the key, with the right region and account. An alias and an ID are searched for in AWS_REGION, in the account of the role.',
setupPath: 'workflow',
}],
},
{
title: 'The key is disabled or about to be deleted',
request: 'key-service',
serviceErrors: ['DisabledException', 'KMSInvalidStateException', 'KeyDisabled', 'FAILED_PRECONDITION'],
phrases: ['is not enabled, current state is'],
causes: [{
explanation: 'Somebody disabled the key or its version, or scheduled its deletion.',
fix: 'Ask its owners before you enable it again: disabling the key is how access is revoked.',
}],
},
{
title: 'The key cannot make this signature',
request: 'key-service',
serviceErrors: ['InvalidKeyUsageException', 'UnsupportedOperationException', 'INVALID_ARGUMENT', 'BadParameter'],
phrases: ['does not support signing'],
causes: [{
explanation: 'The key is not an RSA key, or is not for signing.',
fix: 'Create an RSA key of 2048 bits or more whose usage is signing (Google: RSA_SIGN_PKCS1_2048_SHA256), and a certificate for it.',
setupPath: 'certificate',
}],
},
{
title: 'The login to the key service is not valid',
request: 'key-service',
serviceErrors: ['UnrecognizedClientException', 'ExpiredToken*', 'UNAUTHENTICATED', 'Unauthorized', 'UnauthorizedException', 'InvalidClientTokenId'],
causes: [{
explanation: 'The login to the key service has expired, or its variables come from two logins.',
fix: 'Log in to it in the step right before this one. For AWS, AWS_SESSION_TOKEN must come from the same login.',
}],
},
{
title: 'AWS KMS: InvalidSignatureException',
request: 'key-service',
serviceErrors: ['InvalidSignatureException', 'SignatureDoesNotMatch'],
causes: [{
explanation: 'AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID, or a proxy changes requests.',
fix: 'Let the login step set both. Exclude {host} from TLS inspection.',
setupPath: 'workflow',
}],
},
{
title: 'Vault: permission denied',
request: 'key-service',
phrases: ['permission denied'],
causes: [{
explanation: 'No policy of the token allows signing with this key, or the token has expired or is used up.',
fix: 'Give the role a policy that allows `update` on transit/sign/KEY/sha2-256, and put this step right after the login step. Each attempt is one use of `token_num_uses`.',
}],
},
{
title: 'Vault: unknown key, mount or namespace',
request: 'key-service',
phrases: ['signing key not found', 'no handler for route', 'namespace not found'],
causes: [{
explanation: 'Vault has no such key, mount or namespace at {host}.',
fix: 'Compare `signing-key`, TRANSIT_SECRET_ENGINE_PATH (the mount, `transit` if it is not set) and VAULT_NAMESPACE with `vault list transit/keys`.',
setupPath: 'workflow',
}],
},
{
title: 'Vault is sealed',
request: 'key-service',
phrases: ['Vault is sealed'],
causes: [{
explanation: 'The vault was restarted or sealed, and answers nobody until it is unsealed.',
fix: 'Unseal it, then rerun the job.',
}],
},
{
title: 'Vault: the version of the key does not exist',
request: 'key-service',
phrases: ['requested version for signing'],
causes: [{
explanation: 'The version in `signing-key` is newer than the latest one, or older than `min_encryption_version`.',
fix: 'Name the version that the certificate was created with, or create a certificate with a newer one.',
setupPath: 'workflow',
}],
},
{
title: 'Google Cloud KMS: PERMISSION_DENIED',
request: 'key-service',
serviceErrors: ['PERMISSION_DENIED', 'NOT_FOUND'],
causes: [{
explanation: 'The caller may not sign with this version, or the version does not exist.',
fix: 'Grant `roles/cloudkms.signer` on the key to the service account, or to the principal of the pool, and compare the address with that of the version. A service account also needs `roles/iam.workloadIdentityUser` for the principal.',
}],
},
{
title: 'The key service does not accept the job’s OIDC token',
request: 'key-service',
serviceErrors: ['AADSTS*', 'unauthorized_client', 'invalid_grant', 'invalid_target', 'invalid_client'],
causes: [{
explanation: '{service} knows no federated credential for this job: repository, environment or branch differ, or upper and lower case do.',
fix: 'In the identity pool (Google) or the federated credentials of the app registration (Azure), compare the subject with that of the job, such as repo:acme/crm:environment:production. Repositories created or renamed since July 2026 have IDs in it: repo:acme@1/crm@2:environment:production.',
snippet: ["gh api repos/OWNER/REPO --jq '.owner.id, .id'"],
}],
},
{
title: 'Azure Key Vault: Forbidden',
request: 'key-service',
serviceErrors: ['ForbiddenByRbac', 'ForbiddenByPolicy', 'Forbidden'],
causes: [{
explanation: 'The Azure application (not the Salesforce app) may not sign with this key.',
fix: 'Assign it the role Key Vault Crypto User on the key (or a custom role with keys/sign/action), or the permission Sign in the access policy. A new role takes some minutes.',
}],
},
{
title: 'Azure Key Vault: Client address is not authorized',
request: 'key-service',
serviceErrors: ['ForbiddenByFirewall', 'ForbiddenByConnection'],
causes: [{
mentions: 'github-hosted-runner',
explanation: 'The firewall of the vault does not allow the address of the runner.',
fix: 'Use a runner with a fixed address or in the network of the vault, and allow it in the Azure portal → the key vault → Networking.',
}],
},
{
title: 'Azure Key Vault: KeyNotFound',
request: 'key-service',
serviceErrors: ['KeyNotFound'],
causes: [{
explanation: 'The vault has no such key or version, or it was deleted.',
fix: 'Compare `signing-key` with the key identifier in the portal.',
setupPath: 'workflow',
}],
},
{
title: 'The key service is busy or down',
request: 'key-service',
serviceErrors: ['Throttling*', 'KMSInternal*', 'DependencyTimeout*', 'KeyUnavailable*', 'not-json'],
status: [429, 599],
transient: true,
causes: [{
mentions: 'proxy-set',
explanation: '{service} answered with a temporary failure until the attempts or the time were used up.',
fix: 'Check the status of the service, then rerun the job.',
}],
},
{
title: 'An answer of the key service that is not listed here',
request: 'key-service',
status: [0, 999],
causes: [{
mentions: 'proxy-set',
explanation: 'This version of the action does not know this answer of {service}.',
fix: 'Look up the code in the documentation of the service. Its audit log has the request.',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/key-service/signing.js
const SIGNING_ENTRIES = [{
title: 'No credentials for the key service',
errorCodes: ['credentials-missing'],
causes: [{
explanation: '{missing} is not set, so the step has no credentials for {service}.',
fix: 'Run {action} before this step, in the same job. The job needs these lines:',
snippet: ['permissions:', '  id-token: write', '  contents: read'],
setupPath: 'job',
}],
},
{
title: 'No credentials for Vault or OpenBao',
errorCodes: ['vault-variables-missing'],
causes: [{
explanation: '{missing} is not set, or is not a token.',
fix: 'Run hashicorp/vault-action before this step, with `exportToken: true` for VAULT_TOKEN. It does not set VAULT_ADDR, so set that under `env:` of the job. The job needs `id-token: write` under `permissions:`.',
setupPath: 'job',
}],
},
{
title: 'No credentials for Azure Key Vault',
errorCodes: ['azure-variables-missing'],
causes: [{
explanation: '{missing} is not set. azure/login leaves nothing that a later step could use.',
fix: 'Set both under `env:` of this step. The job needs `id-token: write` under `permissions:`.',
snippet: [
'env:',
'  AZURE_CLIENT_ID: ${{ vars.AZURE_CLIENT_ID }}',
'  AZURE_TENANT_ID: ${{ vars.AZURE_TENANT_ID }}',
],
setupPath: 'workflow',
}],
},
{
title: 'The job may not request an OIDC token',
errorCodes: ['id-token-missing'],
causes: [{
explanation: 'The job lacks the permission `id-token: write`, so it has no token for {service}.',
appliesIf: 'ACTIONS_ID_TOKEN_REQUEST_URL is not set. Pull requests from forks never get this permission.',
fix: 'Add it. A reusable workflow needs it in the workflow that calls it, too.',
snippet: ['permissions:', '  id-token: write', '  contents: read'],
setupPath: 'job',
}],
},
{
title: 'The Google credentials file cannot be used',
errorCodes: ['credentials-file', 'credentials-executable', 'credentials-host'],
causes: [{
explanation: '{variable} names a file that is {problem}.',
fix: 'Run google-github-actions/auth with `workload_identity_provider` before this step, after actions/checkout. A key of a service account is not accepted.',
setupPath: 'workflow',
}],
},
{
title: 'The address of a key service is not valid',
errorCodes: ['endpoint-format'],
causes: [{
explanation: 'The step cannot use the value of {variable}.',
fix: 'A URL must begin with https:// and have no user name and no query, and credentials go only to hosts of the service. A mount or a namespace is a name, or names with / between them.',
setupPath: 'runner',
}],
},
{
title: 'AWS_USE_FIPS_ENDPOINT with an endpoint of your own',
errorCodes: ['endpoint-with-fips'],
causes: [{
explanation: 'AWS_USE_FIPS_ENDPOINT and {variable} are both set, and only one can be used.',
fix: 'Remove one of them.',
setupPath: 'runner',
}],
},
{
title: 'The AWS region is missing',
errorCodes: ['region-missing'],
causes: [{
explanation: '`signing-key` names no region, and AWS_REGION is not set or is not the name of a region.',
fix: 'Use the ARN of the key in `signing-key`, which contains the region.',
setupPath: 'workflow',
}],
},
{
title: 'The key was rotated',
errorCodes: ['signature-rotated'],
causes: [{
explanation: '`signing-key` names no version, so the latest one signed. The certificate belongs to an older one.',
fix: 'In `signing-key`, add the key version that the certificate belongs to, such as hashivault://KEY/1. After you upload a certificate for the new version, change it to that version.',
setupPath: 'workflow',
}],
},
{
title: 'The alias points to another key',
errorCodes: ['signature-alias'],
causes: [{
explanation: 'The alias in `signing-key` was moved to another key than that of the certificate.',
fix: 'Use the ARN of the key in `signing-key`, which cannot be moved.',
setupPath: 'workflow',
}],
},
{
title: 'The signature does not match the certificate',
errorCodes: ['signature-mismatch', 'signature-size'],
causes: [{
explanation: 'The key that `signing-key` names is not the key of any certificate in `certificate`.',
fix: 'Create a certificate with this key, upload it to the app, and store it in `certificate`. Or correct the address.',
setupPath: 'certificate',
}],
},
{
title: 'The key is not an RSA key',
errorCodes: ['signature-not-rsa'],
causes: [{
explanation: 'The signature has {bits} bits, so the key is not RSA. {service} signs with an elliptic-curve key without complaint, and Salesforce accepts only RSA.',
fix: 'Create an RSA key of 2048 bits or more for signing, and a certificate for it.',
setupPath: 'certificate',
}],
},
{
title: 'The key signs with PSS padding',
errorCodes: ['signature-pss'],
causes: [{
explanation: 'The key in {service} signs with RSASSA-PSS. Salesforce accepts only RSASSA-PKCS1-v1_5.',
fix: 'Create a key with the algorithm RSA_SIGN_PKCS1_2048_SHA256, or a larger one of that kind, and a certificate for it.',
setupPath: 'certificate',
}],
}];

;// CONCATENATED MODULE: ./lib/diagnosis/catalog/key-service/index.js
const KEY_SERVICE_CATALOG = [...SIGNING_KEY_ENTRIES, ...SIGNING_ENTRIES, ...KEY_SERVICE_ENTRIES];


/***/ })

};
