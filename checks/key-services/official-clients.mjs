/**
 * This file is JavaScript because only this check installs the packages, so tsc would not find their
 * types.
 */
import { CryptographyClient } from '@azure/keyvault-keys';
import { KeyManagementServiceClient } from '@google-cloud/kms';
import { GoogleAuth } from 'google-auth-library';

export async function signWithGoogle({ url, credentialsFile, name, digest }) {
  const { hostname, port } = new URL(url);
  const client = new KeyManagementServiceClient({
    fallback: true,
    protocol: 'http',
    apiEndpoint: hostname,
    port: Number(port),
    auth: new GoogleAuth({
      keyFilename: credentialsFile,
      scopes: ['https://www.googleapis.com/auth/cloudkms'],
      projectId: 'acme',
    }),
  });
  const [response] = await client.asymmetricSign({ name, digest: { sha256: digest } });
  await client.close();
  return response.signature;
}

export async function signWithAzure({ keyId, token, digest }) {
  const scopes = [];
  const credential = {
    async getToken(scope) {
      scopes.push(...[scope].flat());
      return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  const client = new CryptographyClient(keyId, credential, {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true,
  });
  const { result } = await client.sign('RS256', digest);
  return { signature: result, scopes };
}
