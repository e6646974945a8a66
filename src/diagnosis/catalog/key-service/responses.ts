import type { CatalogEntry } from '../entry.ts';

/** Entries for the errors that a key service returns, and for missing responses. */
export const KEY_SERVICE_ENTRIES = [
  {
    id: 'key-service-unreachable',
    title: 'The key service did not answer',
    request: 'key-service',
    networkCodes: [
      'ENOTFOUND',
      'ENODATA',
      'EAI_*',
      'ECONNREFUSED',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EADDRNOTAVAIL',
      '*TIMEDOUT',
      '*timeout',
      'ECONNRESET',
      'ECONNABORTED',
      'EPIPE',
      'ABORT_ERR',
      '*PREMATURE_CLOSE',
      'ERR_TLS_CERT_ALTNAME*',
      'HOSTNAME_MISMATCH',
    ],
    causes: [
      {
        id: 'key-service-unreachable',
        mentions: 'proxy-set',
        explanation:
          'The runner cannot reach {host}: it was down, a firewall is between them, or the name is wrong.',
        fix: 'Rerun the job. If it fails again, allow {host} (HTTPS) in firewall and proxy, and check `signing-key` and the variables of the service, such as VAULT_ADDR, AWS_REGION and AWS_ENDPOINT_URL_KMS.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'key-service-certificate-expired',
    title: 'The certificate of the key service is out of date',
    request: 'key-service',
    networkCodes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    causes: [
      {
        id: 'key-service-certificate-expired',
        mentions: 'proxy-set',
        explanation:
          'The certificate of {host}, or of a TLS-inspecting proxy before it, has expired or is not valid yet. This is not the certificate of your app.',
        fix: 'Renew it. If it is valid, synchronize the clock of the runner with NTP.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'key-service-not-https',
    title: 'The key service did not answer with HTTPS',
    request: 'key-service',
    networkCodes: [
      'EPROTO',
      'ERR_SSL*',
      'ERR_TLS*',
      'CERT_CHAIN*',
      'CERT_RE*',
      'HPE_*',
      'ERR_HTTP*',
    ],
    causes: [
      {
        id: 'key-service-not-https',
        mentions: 'proxy-set',
        explanation:
          '{host} uses plain HTTP or refuses the TLS handshake, or a proxy or firewall answers in its place.',
        fix: 'Use the address at which the service has TLS, and check the variables of the service, such as VAULT_ADDR and AWS_ENDPOINT_URL_KMS. Exclude {host} from TLS inspection.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'key-service-clock',
    title: 'AWS KMS: the clock of the runner is wrong',
    request: 'key-service',
    phrases: ['Signature expired', 'Signature not yet current'],
    causes: [
      {
        id: 'key-service-clock',
        explanation: 'The clock of the runner differs by more than five minutes from that of AWS.',
        fix: 'Synchronize the clock of the runner with NTP. Salesforce needs the same.',
        setupPath: 'runner',
      },
    ],
  },
  {
    id: 'aws-access-denied',
    title: 'AWS KMS: AccessDeniedException',
    request: 'key-service',
    serviceErrors: ['AccessDenied*'],
    causes: [
      {
        id: 'aws-access-denied',
        explanation:
          'The AWS role may not sign with this key, by its own policy or by the policy of the key.',
        fix: 'Allow `kms:Sign` on the ARN of the key, with `kms:SigningAlgorithm` RSASSA_PKCS1_V1_5_SHA_256. If the key is in another AWS account than the role, both policies must allow it.',
      },
    ],
  },
  {
    id: 'aws-not-found',
    title: 'AWS KMS: NotFoundException',
    request: 'key-service',
    serviceErrors: ['NotFoundException'],
    causes: [
      {
        id: 'aws-not-found',
        explanation: 'There is no such key in this region of this account.',
        fix: 'Use the ARN of the key, with the right region and account. An alias and an ID are searched for in AWS_REGION, in the account of the role.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'key-disabled',
    title: 'The key is disabled or about to be deleted',
    request: 'key-service',
    serviceErrors: [
      'DisabledException',
      'KMSInvalidStateException',
      'KeyDisabled',
      'FAILED_PRECONDITION',
    ],
    phrases: ['is not enabled, current state is'],
    causes: [
      {
        id: 'key-disabled',
        explanation: 'Somebody disabled the key or its version, or scheduled its deletion.',
        fix: 'Ask its owners before you enable it again: disabling the key is how access is revoked.',
      },
    ],
  },
  {
    id: 'key-not-for-signing',
    title: 'The key cannot make this signature',
    request: 'key-service',
    serviceErrors: [
      'InvalidKeyUsageException',
      'UnsupportedOperationException',
      'INVALID_ARGUMENT',
      'BadParameter',
    ],
    phrases: ['does not support signing'],
    causes: [
      {
        id: 'key-not-for-signing',
        explanation: 'The key is not an RSA key, or is not for signing.',
        fix: 'Create an RSA key of 2048 bits or more whose usage is signing (Google: RSA_SIGN_PKCS1_2048_SHA256), and a certificate for it.',
        setupPath: 'certificate',
      },
    ],
  },
  {
    id: 'key-service-login-expired',
    title: 'The login to the key service is not valid',
    request: 'key-service',
    serviceErrors: [
      'UnrecognizedClientException',
      'ExpiredToken*',
      'UNAUTHENTICATED',
      'Unauthorized',
      'UnauthorizedException',
      'InvalidClientTokenId',
    ],
    causes: [
      {
        id: 'key-service-login-expired',
        explanation:
          'The login to the key service has expired, or its variables come from two logins.',
        fix: 'Log in to it in the step right before this one. For AWS, AWS_SESSION_TOKEN must come from the same login.',
      },
    ],
  },
  {
    id: 'aws-signature-wrong',
    title: 'AWS KMS: InvalidSignatureException',
    request: 'key-service',
    serviceErrors: ['InvalidSignatureException', 'SignatureDoesNotMatch'],
    causes: [
      {
        id: 'aws-signature-wrong',
        explanation:
          'AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID, or a proxy changes requests.',
        fix: 'Let the login step set both. Exclude {host} from TLS inspection.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'vault-permission-denied',
    title: 'Vault: permission denied',
    request: 'key-service',
    phrases: ['permission denied'],
    causes: [
      {
        id: 'vault-permission-denied',
        explanation:
          'No policy of the token allows signing with this key, or the token has expired or is used up.',
        fix: 'Give the role a policy that allows `update` on transit/sign/KEY/sha2-256, and put this step right after the login step. Each attempt is one use of `token_num_uses`.',
      },
    ],
  },
  {
    id: 'vault-path',
    title: 'Vault: unknown key, mount or namespace',
    request: 'key-service',
    phrases: ['signing key not found', 'no handler for route', 'namespace not found'],
    causes: [
      {
        id: 'vault-path',
        explanation: 'Vault has no such key, mount or namespace at {host}.',
        fix: 'Compare `signing-key`, TRANSIT_SECRET_ENGINE_PATH (the mount, `transit` if it is not set) and VAULT_NAMESPACE with `vault list transit/keys`.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'vault-sealed',
    title: 'Vault is sealed',
    request: 'key-service',
    phrases: ['Vault is sealed'],
    causes: [
      {
        id: 'vault-sealed',
        explanation: 'The vault was restarted or sealed, and answers nobody until it is unsealed.',
        fix: 'Unseal it, then rerun the job.',
      },
    ],
  },
  {
    id: 'vault-version',
    title: 'Vault: the version of the key does not exist',
    request: 'key-service',
    phrases: ['requested version for signing'],
    causes: [
      {
        id: 'vault-version',
        explanation:
          'The version in `signing-key` is newer than the latest one, or older than `min_encryption_version`.',
        fix: 'Name the version that the certificate was created with, or create a certificate with a newer one.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'google-permission-denied',
    title: 'Google Cloud KMS: PERMISSION_DENIED',
    request: 'key-service',
    serviceErrors: ['PERMISSION_DENIED', 'NOT_FOUND'],
    causes: [
      {
        id: 'google-permission-denied',
        explanation: 'The caller may not sign with this version, or the version does not exist.',
        fix: 'Grant `roles/cloudkms.signer` on the key to the service account, or to the principal of the pool, and compare the address with that of the version. A service account also needs `roles/iam.workloadIdentityUser` for the principal.',
      },
    ],
  },
  {
    id: 'federation-refused',
    title: 'The key service does not accept the job’s OIDC token',
    request: 'key-service',
    serviceErrors: [
      'AADSTS*',
      'unauthorized_client',
      'invalid_grant',
      'invalid_target',
      'invalid_client',
    ],
    causes: [
      {
        id: 'federation-refused',
        explanation:
          '{service} knows no federated credential for this job: repository, environment or branch differ, or upper and lower case do.',
        fix: 'In the identity pool (Google) or the federated credentials of the app registration (Azure), compare the subject with that of the job, such as repo:acme/crm:environment:production. Repositories created or renamed since July 2026 have IDs in it: repo:acme@1/crm@2:environment:production.',
        snippet: ["gh api repos/OWNER/REPO --jq '.owner.id, .id'"],
      },
    ],
  },
  {
    id: 'azure-forbidden',
    title: 'Azure Key Vault: Forbidden',
    request: 'key-service',
    serviceErrors: ['ForbiddenByRbac', 'ForbiddenByPolicy', 'Forbidden'],
    causes: [
      {
        id: 'azure-forbidden',
        explanation: 'The Azure application (not the Salesforce app) may not sign with this key.',
        fix: 'Assign it the role Key Vault Crypto User on the key (or a custom role with keys/sign/action), or the permission Sign in the access policy. A new role takes some minutes.',
      },
    ],
  },
  {
    id: 'azure-firewall',
    title: 'Azure Key Vault: Client address is not authorized',
    request: 'key-service',
    serviceErrors: ['ForbiddenByFirewall', 'ForbiddenByConnection'],
    causes: [
      {
        id: 'azure-firewall',
        mentions: 'github-hosted-runner',
        explanation: 'The firewall of the vault does not allow the address of the runner.',
        fix: 'Use a runner with a fixed address or in the network of the vault, and allow it in the Azure portal → the key vault → Networking.',
      },
    ],
  },
  {
    id: 'azure-key-not-found',
    title: 'Azure Key Vault: KeyNotFound',
    request: 'key-service',
    serviceErrors: ['KeyNotFound'],
    causes: [
      {
        id: 'azure-key-not-found',
        explanation: 'The vault has no such key or version, or it was deleted.',
        fix: 'Compare `signing-key` with the key identifier in the portal.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'key-service-busy',
    title: 'The key service is busy or down',
    request: 'key-service',
    serviceErrors: [
      'Throttling*',
      'KMSInternal*',
      'DependencyTimeout*',
      'KeyUnavailable*',
      'not-json',
    ],
    status: [429, 599],
    transient: true,
    causes: [
      {
        id: 'key-service-busy',
        mentions: 'proxy-set',
        explanation:
          '{service} answered with a temporary failure until the attempts or the time were used up.',
        fix: 'Check the status of the service, then rerun the job.',
      },
    ],
  },
  {
    id: 'key-service-unknown',
    title: 'An answer of the key service that is not listed here',
    request: 'key-service',
    status: [0, 999],
    causes: [
      {
        id: 'key-service-unknown',
        mentions: 'proxy-set',
        explanation: 'This version of the action does not know this answer of {service}.',
        fix: 'Look up the code in the documentation of the service. Its audit log has the request.',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
