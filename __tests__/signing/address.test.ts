import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { catchInputError } from '../helpers/errors.ts';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const MULTI_REGION_ID = `mrk-${'0123456789abcdef'.repeat(2)}`;
const arn = (partition: string, region: string, resource = `key/${ID}`) =>
  `arn:${partition}:kms:${region}:111122223333:${resource}`;
const GOOGLE_KEY = 'projects/acme.com:ci/locations/europe-west3/keyRings/github/cryptoKeys/sf_1';
const AZURE_VERSION = '0123456789abcdef0123456789abcdef';

describe('parseKeyAddress for AWS KMS', () => {
  for (const [partition, region] of [
    ['aws', 'eu-central-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ] as const) {
    it(`reads the region of an ARN in the partition ${partition}`, () => {
      const keyId = arn(partition, region);
      const expected = { service: 'aws-kms', keyId, region, isAlias: false };
      assert.deepEqual(parseKeyAddress(`awskms:///${keyId}`), expected);
    });
  }

  it('reads a key ID, the ID of a multi-Region key, and an alias', () => {
    const keys = [
      ID,
      MULTI_REGION_ID,
      'alias/acme/salesforce',
      arn('aws', 'eu-west-1', 'alias/sf'),
    ];
    const read = keys.map((key) => parseKeyAddress(`awskms:///${key}`));
    assert.deepEqual(
      read.map((address) => 'isAlias' in address && address.isAlias),
      [false, false, true, true],
    );
    assert.deepEqual(
      read.map((address) => 'region' in address && address.region),
      [false, false, false, 'eu-west-1'],
    );
  });

  it('rejects an endpoint in the address, because credentials would be sent to it', () => {
    const error = catchInputError(() => parseKeyAddress(`awskms://kms.example.com/${ID}`));
    assert.equal(error.code, 'signing-key-endpoint');
    assert.equal(error.input, 'signing-key');
  });
});

describe('parseKeyAddress for Vault and OpenBao', () => {
  it('reads a key with and without a version', () => {
    for (const scheme of ['hashivault', 'openbao']) {
      assert.deepEqual(parseKeyAddress(`${scheme}://sales-force.v2`), {
        service: 'vault',
        key: 'sales-force.v2',
      });
      assert.deepEqual(parseKeyAddress(`${scheme}://k/12`), {
        service: 'vault',
        key: 'k',
        version: 12,
      });
    }
  });
});

describe('parseKeyAddress for Google Cloud KMS', () => {
  it('reads a key version in both spellings', () => {
    const name = `${GOOGLE_KEY}/cryptoKeyVersions/3`;
    for (const spelling of ['cryptoKeyVersions', 'versions'])
      assert.deepEqual(parseKeyAddress(`gcpkms://${GOOGLE_KEY}/${spelling}/3`), {
        service: 'google-kms',
        name,
      });
  });
});

describe('parseKeyAddress for Azure Key Vault', () => {
  it('reads keys of vaults and managed HSMs in every cloud', () => {
    const hosts = [
      'acme.vault.azure.net',
      'acme.managedhsm.azure.net',
      'acme.vault.usgovcloudapi.net',
      'acme.vault.azure.cn',
      '127.0.0.1:8443',
      'localhost',
    ];
    for (const host of hosts)
      assert.deepEqual(parseKeyAddress(`azurekms://${host}/salesforce`), {
        service: 'azure-key-vault',
        host,
        key: 'salesforce',
      });
    assert.deepEqual(parseKeyAddress(` azurekms://ACME.vault.azure.net/sf/${AZURE_VERSION}\n`), {
      service: 'azure-key-vault',
      host: 'acme.vault.azure.net',
      key: 'sf',
      version: AZURE_VERSION,
    });
  });
});

describe('parseKeyAddress', () => {
  for (const value of [
    'salesforce',
    arn('aws', 'eu-central-1'),
    'https://acme.vault.azure.net/keys/salesforce',
    'k8s://namespace/secret',
    'constructor://key',
    'awskms://',
    'awskms:///',
    `awskms:///${arn('aws', 'eu-central-1', 'key/nothing')}`,
    'awskms:///arn:aws:s3:eu-central-1:111122223333:key/x',
    `awskms:///arn:aws:kms:eu.evil:111122223333:key/${ID}`,
    `awskms:///arn:aws:kms:s3:111122223333:key/${ID}`,
    'hashivault://../sys/seal',
    'hashivault://key/latest',
    'hashivault://key/0',
    'hashivault://a/b/c',
    'hashivault://key?x=1',
    `gcpkms://${GOOGLE_KEY}`,
    `gcpkms://${GOOGLE_KEY}/cryptoKeyVersions/0`,
    'gcpkms://projects/p/locations/../keyRings/r/cryptoKeys/k/cryptoKeyVersions/1',
    'azurekms://acme.vault.azure.net',
    'azurekms://acme.vault.azure.net.evil.example/key',
    'azurekms://vault.azure.net/key',
    'azurekms://user@acme.vault.azure.net/key',
    'azurekms://acme.vault.azure.net:8443/key',
    'azurekms://acme.vault.azure.net/key/latest',
  ]) {
    it(`rejects ${value}`, () => {
      const error = catchInputError(() => parseKeyAddress(value));
      assert.equal(error.code, 'signing-key-format');
      assert.equal(error.input, 'signing-key');
    });
  }
});
