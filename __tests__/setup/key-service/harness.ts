import assert from 'node:assert/strict';
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { TestContext } from 'node:test';
import { certificatesIn } from '../../../setup/certificates.ts';
import type { ProcessOptions, ProcessResult } from '../../../setup/process.ts';
import { type KeyServices, startKeyServices } from '../../../simulator/key-services/index.ts';
import type { KeyVersion } from '../../../simulator/key-services/state.ts';
import { elementOf } from '../../../simulator/org/metadata/components.ts';
import { assertNoLeak } from '../find-leaks.ts';
import { createHarness, DEFAULT_ARGS, type SetupHarness, type SetupOutput } from '../harness.ts';

export const YES_ARGS = [...DEFAULT_ARGS, '--yes', '--wait', '0'] as const;
export const SIGNING_APP = 'GitHub_Actions_Signing';
export const VAULT_ADDRESS = 'hashivault://salesforce';

export interface SigningHarness {
  readonly harness: SetupHarness;
  readonly services: KeyServices;
  run(...args: readonly string[]): Promise<SetupOutput>;
  /** Returns the certificate of the app that was created for the key service. */
  appCertificate(): X509Certificate;
  values(environment?: string): {
    readonly secrets: Readonly<Record<string, string>>;
    readonly variables: Readonly<Record<string, string>>;
  };
}

/** Starts an org, GitHub and the key services. The user is signed in to Vault. */
export async function createSigningHarness(t: TestContext): Promise<SigningHarness> {
  const harness = await createHarness(t);
  const services = await startKeyServices();
  t.after(() => services.close());
  Object.assign(harness.env, services.environment('vault'));
  return {
    harness,
    services,
    async run(...args) {
      const output = await harness.run(...YES_ARGS, ...args);
      assertNoLeak(harness);
      for (const secret of services.secrets()) {
        const texts = [output.stdout, output.stderr, ...harness.files];
        assert.ok(!texts.some((text) => text.includes(secret)), 'a credential was printed');
      }
      return output;
    },
    appCertificate: () => new X509Certificate(certificateOfApp(harness, SIGNING_APP)),
    values(environment) {
      const { secrets, variables } = harness.githubValues(environment);
      return {
        secrets: Object.fromEntries([...secrets].map(([name, { sealed }]) => [name, sealed])),
        variables: Object.fromEntries(variables),
      };
    },
  };
}

export function certificateOfApp({ org }: SetupHarness, app: string): string {
  const settings = org.metadata
    .list('production', 'ExtlClntAppGlobalOauthSettings')
    .find(({ xml }) => elementOf(xml, 'externalClientApplication') === app);
  return elementOf(settings?.xml ?? '', 'certificate');
}

/** True if the certificate belongs to this version of the key in the service. */
export const isOf = (certificate: X509Certificate, version: KeyVersion | undefined): boolean =>
  version !== undefined && certificate.publicKey.equals(version.publicKey);

export const publicKeyOf = (privateKeyPem: string) => createPublicKey(privateKeyPem);

/** Returns the public key of each certificate in a value of SF_CERTIFICATE, in PEM format. */
export const keysIn = (certificates: string | undefined): string[] =>
  certificatesIn(certificates ?? '').map(({ publicKey }) =>
    publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  );

export const pemOf = (key: ReturnType<typeof createPublicKey>): string =>
  key.export({ type: 'spki', format: 'pem' }).toString();

/** Returns a function for `intercept` that replaces the result of one program. */
export const answer =
  (program: ProcessOptions['program'], stdout: string, stderr = '', exitCode = 0) =>
  (command: ProcessOptions): ProcessResult | undefined =>
    command.program === program ? { exitCode, stdout, stderr } : undefined;
