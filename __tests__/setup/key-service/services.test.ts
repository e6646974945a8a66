import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeVersion } from '../../../simulator/key-services/state.ts';
import {
  answer,
  createSigningHarness,
  isOf,
  type SigningHarness,
  VAULT_ADDRESS,
} from './harness.ts';

const without = ({ harness }: SigningHarness, ...names: readonly string[]): void => {
  for (const name of names) delete harness.env[name];
};

function useGoogle({ harness, services }: SigningHarness): void {
  without({ harness } as SigningHarness, 'VAULT_ADDR', 'VAULT_TOKEN');
  harness.env['CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS'] = services.url;
}

describe("setup with a user's login to the key service", { concurrency: 4 }, () => {
  it('signs in to AWS with the credentials of the AWS CLI, and stores the ARN instead of an alias', async (t) => {
    const signing = await createSigningHarness(t);
    const { harness, services, run, values } = signing;
    const { awsAccessKeyId, awsSecretAccessKey, awsSessionToken } = services.state.credentials;
    Object.assign(harness.env, { AWS_ENDPOINT_URL_KMS: services.url });
    harness.intercept = (command) => {
      if (command.args[1] === 'get') return answer('aws', 'eu-central-1\n')(command);
      return answer(
        'aws',
        JSON.stringify({
          Version: 1,
          AccessKeyId: awsAccessKeyId,
          SecretAccessKey: awsSecretAccessKey,
          SessionToken: awsSessionToken,
        }),
      )(command);
    };
    const { exitCode, stderr, stdout } = await run(
      '--signing-key',
      services.address('aws', 'unpinned'),
    );
    assert.equal(exitCode, 0, stderr);
    assert.equal(values().variables['SF_SIGNING_KEY'], services.address('aws'));
    assert.match(stdout, /AWS KMS/);
  });

  it('reads the access key of a profile if the AWS CLI is version 1', async (t) => {
    const { harness, services, run } = await createSigningHarness(t);
    const { awsAccessKeyId, awsSecretAccessKey, awsSessionToken } = services.state.credentials;
    Object.assign(harness.env, { AWS_ENDPOINT_URL_KMS: services.url });
    const profile: Record<string, string> = {
      aws_access_key_id: awsAccessKeyId,
      aws_secret_access_key: awsSecretAccessKey,
      aws_session_token: awsSessionToken,
    };
    harness.intercept = (command) =>
      command.args[1] === 'get'
        ? answer('aws', profile[command.args[2] ?? ''] ?? '')(command)
        : answer('aws', '', 'aws: error: argument subcommand: Invalid choice', 252)(command);
    const { exitCode, stderr } = await run('--signing-key', services.address('aws'));
    assert.equal(exitCode, 0, stderr);
    delete profile['aws_secret_access_key'];
    const second = await run('--signing-key', services.address('aws'));
    assert.equal(second.exitCode, 1);
    assert.match(
      second.stderr,
      /The AWS CLI \(aws\) is not signed in: the profile has no access key, and version 1/,
    );
  });

  it('takes the AWS credentials from the environment without running the AWS CLI', async (t) => {
    const { harness, services, run, appCertificate } = await createSigningHarness(t);
    Object.assign(harness.env, services.environment('aws'));
    const { exitCode, stderr } = await run('--signing-key', services.address('aws'));
    assert.equal(exitCode, 0, stderr);
    assert.ok(isOf(appCertificate(), services.state.key.versions[0]));
    assert.ok(!harness.commands.some(({ program }) => program === 'aws'));
  });

  it('signs in to Google Cloud with the token of gcloud', async (t) => {
    const signing = await createSigningHarness(t);
    const { harness, services, run, appCertificate, values } = signing;
    useGoogle(signing);
    harness.intercept = answer('gcloud', `${services.state.credentials.googleAccessToken}\n`);
    const { exitCode, stderr } = await run('--signing-key', services.address('google'));
    assert.equal(exitCode, 0, stderr);
    assert.ok(isOf(appCertificate(), services.state.key.versions[0]));
    assert.equal(values().variables['SF_SIGNING_KEY'], services.address('google'));
  });

  it('signs in to Azure with the token of az, which the action never receives', async (t) => {
    const { harness, services, run, appCertificate, values } = await createSigningHarness(t);
    const { azureAccessToken: accessToken } = services.state.credentials;
    harness.intercept = answer('az', JSON.stringify({ accessToken }));
    const inputs: string[] = [];
    const { signIn } = harness;
    harness.signIn = (stepInputs, env) => {
      inputs.push(JSON.stringify([stepInputs, env]));
      return signIn(stepInputs, env);
    };
    const { exitCode, stderr } = await run('--signing-key', services.address('azure', 'unpinned'));
    assert.equal(exitCode, 0, stderr);
    assert.ok(isOf(appCertificate(), services.state.key.versions[0]));
    assert.equal(values().variables['SF_SIGNING_KEY'], services.address('azure'));
    assert.ok(!inputs.join().includes(accessToken));
    assert.deepEqual(harness.commands.find(({ program }) => program === 'az')?.args.slice(0, 4), [
      'account',
      'get-access-token',
      '--resource',
      'https://vault.azure.net',
    ]);
  });

  it("quotes Azure's response if the action cannot sign", async (t) => {
    const { harness, services, run } = await createSigningHarness(t);
    const { azureAccessToken: accessToken } = services.state.credentials;
    harness.intercept = answer('az', JSON.stringify({ accessToken }));
    const { signIn } = harness;
    harness.signIn = (inputs, env) => {
      services.setFault('azure-rbac');
      return signIn(inputs, env);
    };
    const { exitCode, stderr } = await run('--signing-key', services.address('azure'));
    assert.equal(exitCode, 1);
    assert.match(stderr, /ForbiddenByRbac/);
  });

  it('reads the token from the file that "vault login" writes, and the URL from BAO_ADDR', async (t) => {
    const signing = await createSigningHarness(t);
    const { harness, services, run } = signing;
    const { vaultToken } = services.state.credentials;
    without(signing, 'VAULT_ADDR', 'VAULT_TOKEN');
    const home = join(harness.folder, 'home');
    mkdirSync(home);
    writeFileSync(join(home, '.vault-token'), vaultToken);
    Object.assign(harness.env, { HOME: home, BAO_ADDR: services.url });
    const { exitCode, stderr } = await run('--signing-key', 'openbao://salesforce/1');
    assert.equal(exitCode, 0, stderr);
  });

  const MISSING: readonly (readonly [
    string,
    string,
    string,
    (signing: SigningHarness) => void,
    RegExp,
  ])[] = [
    [
      'the URL of Vault',
      'vault',
      '',
      (signing) => without(signing, 'VAULT_ADDR'),
      /^\nNeither VAULT_ADDR nor BAO_ADDR is set/,
    ],
    [
      'a token of Vault',
      'vault',
      '',
      (signing) => {
        without(signing, 'VAULT_TOKEN');
        signing.harness.env['HOME'] = signing.harness.folder;
      },
      /^\nYou are not signed in to Vault: VAULT_TOKEN is not set, and there is no file ~\/\.vault-token\./,
    ],
    ['the AWS CLI', 'aws', '', () => undefined, /^\nThe AWS CLI \(aws\) is not installed\./],
    [
      'a login to AWS',
      'aws',
      '',
      ({ harness }) => {
        harness.intercept = answer('aws', '', 'Unable to locate credentials', 255);
      },
      /^\nThe AWS CLI \(aws\) is not signed in: Unable to locate credentials\n/,
    ],
    [
      'credentials in the output of the AWS CLI',
      'aws',
      '',
      ({ harness }) => {
        harness.intercept = answer('aws', '{}');
      },
      /^\nThe AWS CLI \(aws\) is not signed in: "aws configure export-credentials" printed no credentials\n/,
    ],
    [
      'the Google Cloud CLI',
      'google',
      '',
      () => undefined,
      /^\nThe Google Cloud CLI \(gcloud\) is not installed\./,
    ],
    [
      'a login to Google Cloud',
      'google',
      '',
      ({ harness }) => {
        harness.intercept = answer('gcloud', '', '', 1);
      },
      /^\nThe Google Cloud CLI \(gcloud\) is not signed in: exit code 1\n/,
    ],
    ['the Azure CLI', 'azure', '', () => undefined, /^\nThe Azure CLI \(az\) is not installed\./],
    [
      'a token in the output of the Azure CLI',
      'azure',
      '',
      ({ harness }) => {
        harness.intercept = answer('az', 'null');
      },
      /^\nThe Azure CLI \(az\) is not signed in: "az account get-access-token" printed no token\n/,
    ],
  ];
  for (const [what, service, , arrange, message] of MISSING) {
    it(`reports in one sentence that ${what} is missing`, async (t) => {
      const signing = await createSigningHarness(t);
      arrange(signing);
      const address = signing.services.address(service as 'aws');
      const { exitCode, stderr } = await signing.run('--signing-key', address);
      assert.equal(exitCode, 1);
      assert.match(stderr, message);
      assert.match(stderr, /\nNothing was changed\.\nNext: /);
    });
  }
});

describe('setup with --signing-key', { concurrency: 4 }, () => {
  const REFUSALS: readonly (readonly [string, (signing: SigningHarness) => string, RegExp])[] = [
    [
      'a value that is not the address of a key',
      () => 'vault:salesforce',
      /^\nvault:salesforce is not the address of a key\. .*hashivault:\/\/KEY/,
    ],
    [
      'an elliptic-curve key in Vault',
      ({ services }) => {
        services.state.key.versions.push(makeVersion('ec'));
        return VAULT_ADDRESS;
      },
      /is not an RSA key of 2048 bits or more \(type ec\)\./,
    ],
    [
      'an RSA key of 1024 bits',
      ({ services }) => {
        services.state.key.versions.push(makeVersion('rsa', 1024));
        return VAULT_ADDRESS;
      },
      /is not an RSA key of 2048 bits or more \(type rsa, 1024 bits\)\./,
    ],
    [
      'a key in Vault that cannot sign',
      ({ services }) => {
        services.state.key.maySign = false;
        return VAULT_ADDRESS;
      },
      /cannot sign for Salesforce: its type is /,
    ],
    [
      'a version of the key that Vault does not have',
      () => 'hashivault://salesforce/7',
      /cannot sign for Salesforce: it has no version 7\./,
    ],
    [
      'a key that Vault does not have',
      () => 'hashivault://other',
      /Vault \(127\.0\.0\.1:\d+\) rejected the request with HTTP 404/,
    ],
    [
      'a key in AWS KMS for encryption',
      ({ services, harness }) => {
        Object.assign(harness.env, services.environment('aws'));
        services.state.key.maySign = false;
        return services.address('aws');
      },
      /its usage is ENCRYPT_DECRYPT\./,
    ],
    [
      'a key in AWS KMS that the user may not read',
      ({ services, harness }) => {
        Object.assign(harness.env, services.environment('aws'));
        services.state.permitted = false;
        return services.address('aws');
      },
      /AWS KMS \(127\.0\.0\.1:\d+\) rejected the request with HTTP 400: AccessDeniedException: .*kms:GetPublicKey/,
    ],
    [
      'a key in Google Cloud KMS that signs with PSS padding',
      (signing) => {
        useGoogle(signing);
        signing.harness.intercept = answer(
          'gcloud',
          signing.services.state.credentials.googleAccessToken,
        );
        signing.services.state.key.padding = 'pss';
        return signing.services.address('google');
      },
      /its algorithm is RSA_SIGN_PSS_2048_SHA256, and Salesforce accepts only RSA_SIGN_PKCS1_…_SHA256\./,
    ],
    [
      'a version of a key in Google Cloud KMS that is disabled',
      (signing) => {
        useGoogle(signing);
        signing.harness.intercept = answer(
          'gcloud',
          signing.services.state.credentials.googleAccessToken,
        );
        signing.services.state.key.status = 'disabled';
        return signing.services.address('google');
      },
      /FAILED_PRECONDITION: .* is not enabled/,
    ],
    [
      'an elliptic-curve key in Azure Key Vault',
      ({ services, harness }) => {
        const { azureAccessToken: accessToken } = services.state.credentials;
        harness.intercept = answer('az', JSON.stringify({ accessToken }));
        services.state.key.versions.splice(0, 1, makeVersion('ec'));
        return services.address('azure');
      },
      /is not an RSA key of 2048 bits or more \(type unknown\)\./,
    ],
    [
      'a key in Azure Key Vault for encryption',
      ({ services, harness }) => {
        const { azureAccessToken: accessToken } = services.state.credentials;
        harness.intercept = answer('az', JSON.stringify({ accessToken }));
        services.state.key.maySign = false;
        return services.address('azure');
      },
      /sign is not among its operations\./,
    ],
    [
      'a key in a Vault that is sealed',
      ({ services }) => {
        services.state.sealed = true;
        return VAULT_ADDRESS;
      },
      /HTTP 503: Vault is sealed/,
    ],
    [
      'a key in a Vault that cannot be reached',
      ({ harness }) => {
        harness.env['VAULT_ADDR'] = 'http://127.0.0.1:9';
        return VAULT_ADDRESS;
      },
      /Vault \(127\.0\.0\.1:9\) did not answer: ECONNREFUSED/,
    ],
    [
      'a Vault address without HTTPS',
      ({ harness }) => {
        harness.env['VAULT_ADDR'] = 'http://vault.acme.com';
        return VAULT_ADDRESS;
      },
      /VAULT_ADDR cannot be used for Vault/,
    ],
    [
      'an AWS_REGION that is not the name of a region',
      ({ harness, services }) => {
        Object.assign(harness.env, services.environment('aws'), { AWS_REGION: 'not a region' });
        return services.address('aws', 'unpinned');
      },
      /The address names no region, and AWS_REGION is not set or is not the name of a region\./,
    ],
  ];
  for (const [what, arrange, message] of REFUSALS) {
    it(`rejects ${what}, and changes nothing`, async (t) => {
      const signing = await createSigningHarness(t);
      const address = arrange(signing);
      const { exitCode, stderr } = await signing.run('--signing-key', address);
      assert.equal(exitCode, 1);
      assert.match(stderr, message);
      assert.match(stderr, /\nNothing was changed\.\n/);
      assert.deepEqual(signing.values(), { secrets: {}, variables: {} });
    });
  }

  it('rejects a key that signs the certificate with the wrong padding', async (t) => {
    const { services, run, values } = await createSigningHarness(t);
    services.state.key.padding = 'pss';
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Vault has not signed the certificate with the key that it shows as hashivault:\/\/salesforce\/1/,
    );
    assert.deepEqual(values().secrets, {});
  });
});
