import type { ServiceWord } from './services.ts';

/** The subject in the OIDC tokens of the jobs that may sign. */
export interface Subject {
  /** For repositories created before July 2026. */
  readonly byName: string;
  /** For newer repositories, whose subject contains the IDs of the owner and the repository. */
  readonly byId: string;
}

export interface Signers {
  readonly subjects: readonly Subject[];
  /** Name of the key: `salesforce`, followed by the environment if all jobs have the same one. */
  readonly key: string;
}

const ISSUER = 'token.actions.githubusercontent.com';

/** Returns both forms of each subject, in quotes. */
const quoted = ({ subjects }: Signers, quote: string): string[] =>
  subjects.flatMap(({ byName, byId }) =>
    [byName, byId].map((subject) => `${quote}${subject}${quote}`),
  );

/**
 * By default, AWS accepts a trust policy of at most 2,048 characters, which is enough for about 15
 * subjects in both forms, or for fewer with long names.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_ROLE_SUBJECTS = 12;

const trustPolicyWarning = ({ subjects }: Signers): string =>
  subjects.length > MAX_ROLE_SUBJECTS
    ? `
#    By default, AWS accepts at most 2,048 characters, and this policy may be longer. Then ask AWS for a higher
#    quota, or create several roles, each with some of the subjects.`
    : '';

/**
 * Returns two commands for each subject, because a federated credential in Azure has only one
 * subject.
 */
const azureCredentials = ({ subjects }: Signers): string =>
  subjects
    .flatMap(({ byName, byId }, index) => {
      const suffix = index === 0 ? '' : `-${index + 1}`;
      return [
        [`by-name${suffix}`, byName],
        [`by-id${suffix}`, byId],
      ];
    })
    .map(
      ([name, subject]) =>
        `az ad app federated-credential create --id "$AZURE_CLIENT_ID" --parameters '{"name":"${name}",
  "issuer":"https://${ISSUER}","audiences":["api://AzureADTokenExchange"],"subject":"${subject}"}'`,
    )
    .join('\n');

/**
 * Commands that create a key, by service. Jobs may only sign, and the user who runs setup may also read
 * the public key. Everything else is up to the service's administrators.
 */
export const CREATION: Readonly<Record<ServiceWord, (signers: Signers) => string>> = {
  aws: (signers) => `# 1. The key. It is created in AWS KMS and cannot be exported.
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
KEY=$(aws kms create-key --key-spec RSA_2048 --key-usage SIGN_VERIFY --description 'Salesforce, ${signers.key}' --query KeyMetadata.Arn --output text)

# 2. The role of the workflow. It may be assumed by these jobs only. Skip the provider if the account has it.${trustPolicyWarning(signers)}
aws iam create-open-id-connect-provider --url https://${ISSUER} --client-id-list sts.amazonaws.com
aws iam create-role --role-name ${signers.key}-signer --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Principal": { "Federated": "arn:aws:iam::'"$ACCOUNT"':oidc-provider/${ISSUER}" },
    "Condition": { "StringEquals": {
      "${ISSUER}:aud": "sts.amazonaws.com",
      "${ISSUER}:sub": [${quoted(signers, '"').join(', ')}]
    } }
  }]
}'

# 3. It may sign with this key and this algorithm, and nothing else.
aws iam put-role-policy --role-name ${signers.key}-signer --policy-name sign --policy-document '{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "kms:Sign",
    "Resource": "'"$KEY"'",
    "Condition": { "StringEquals": { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } }
  }]
}'

# 4. You, for the setup: a policy for your own role or user, if you are no administrator of the key.
aws iam create-policy --policy-name ${signers.key}-setup --policy-document '{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": ["kms:GetPublicKey", "kms:Sign"], "Resource": "'"$KEY"'" }]
}'
echo "awskms:///$KEY"`,

  vault: (signers) => `# 1. The key. It cannot be exported. (With OpenBao: bao in place of vault.)
vault secrets enable transit
vault write transit/keys/${signers.key} type=rsa-2048 exportable=false auto_rotate_period=0

# 2. Jobs may sign with it, and nothing else.
vault policy write ${signers.key}-signer - <<'POLICY'
path "transit/sign/${signers.key}/sha2-256" {
  capabilities = ["update"]
}
POLICY
vault auth enable jwt
vault write auth/jwt/config oidc_discovery_url=https://${ISSUER} bound_issuer=https://${ISSUER}
vault write auth/jwt/role/${signers.key} - <<'ROLE'
{
  "role_type": "jwt",
  "user_claim": "sub",
  "bound_audiences": ["VAULT_ADDR"],
  "bound_claims": { "sub": [${quoted(signers, '"').join(', ')}] },
  "token_policies": ["${signers.key}-signer"],
  "token_no_default_policy": true,
  "token_ttl": "2m"
}
ROLE

# 3. You, for the setup: a policy for your own login, if you are no administrator.
vault policy write ${signers.key}-setup - <<'POLICY'
path "transit/keys/${signers.key}" {
  capabilities = ["read"]
}
path "transit/sign/${signers.key}/sha2-256" {
  capabilities = ["update"]
}
POLICY`,

  gcp: (signers) => `# 1. The key. It is created in Cloud KMS and cannot be exported.
gcloud kms keyrings create github --location=europe-west3
gcloud kms keys create ${signers.key} --location=europe-west3 --keyring=github --purpose=asymmetric-signing \\
  --default-algorithm=rsa-sign-pkcs1-2048-sha256 --protection-level=hsm

# 2. Jobs may sign with it, and nothing else. Only these jobs get a token.
gcloud iam service-accounts create ${signers.key}-signer
gcloud kms keys add-iam-policy-binding ${signers.key} --location=europe-west3 --keyring=github \\
  --member=serviceAccount:${signers.key}-signer@PROJECT.iam.gserviceaccount.com --role=roles/cloudkms.signer
gcloud iam workload-identity-pools create github --location=global
gcloud iam workload-identity-pools providers create-oidc ${signers.key} --location=global --workload-identity-pool=github \\
  --issuer-uri=https://${ISSUER} --attribute-mapping=google.subject=assertion.sub \\
  --attribute-condition="assertion.sub in [${quoted(signers, "'").join(', ')}]"
for SUBJECT in ${quoted(signers, "'").join(' ')}; do
  gcloud iam service-accounts add-iam-policy-binding ${signers.key}-signer@PROJECT.iam.gserviceaccount.com --role=roles/iam.workloadIdentityUser \\
    --member="principal://iam.googleapis.com/projects/PROJECT_NUMBER/locations/global/workloadIdentityPools/github/subject/$SUBJECT"
done

# 3. You, for the setup.
for ROLE in roles/cloudkms.signer roles/cloudkms.publicKeyViewer; do
  gcloud kms keys add-iam-policy-binding ${signers.key} --location=europe-west3 --keyring=github --member=user:YOU@EXAMPLE.COM --role="$ROLE"
done`,

  azure: (signers) => `# 1. The key. It cannot be exported, and no rotation policy replaces it.
az keyvault key create --vault-name NAME --name ${signers.key} --kty RSA --size 2048 --ops sign
KEY=$(az keyvault show --name NAME --query id --output tsv)/keys/${signers.key}

# 2. The app of the workflow. Only these jobs get a token. An app can have 20 of these credentials.
AZURE_CLIENT_ID=$(az ad app create --display-name ${signers.key}-signer --query appId --output tsv)
az ad sp create --id "$AZURE_CLIENT_ID"
${azureCredentials(signers)}

# 3. It may sign with this key, and nothing else.
az role definition create --role-definition '{"Name":"Key Vault Signer","AssignableScopes":["/subscriptions/SUBSCRIPTION"],
  "DataActions":["Microsoft.KeyVault/vaults/keys/sign/action"]}'
az role assignment create --role 'Key Vault Signer' --assignee "$AZURE_CLIENT_ID" --scope "$KEY"

# 4. You, for the setup.
az role assignment create --role 'Key Vault Signer' --assignee YOU@EXAMPLE.COM --scope "$KEY"
az role assignment create --role 'Key Vault Reader' --assignee YOU@EXAMPLE.COM --scope "$KEY"`,
};
