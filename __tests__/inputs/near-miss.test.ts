import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readLoginTarget } from '../../src/inputs/login-url.ts';
import { findNearMiss, type HostFlaw } from '../../src/inputs/near-miss.ts';
import { catchInputErrorAsync } from '../helpers/errors.ts';

const NEAR_MISSES: readonly (readonly [loginUrl: string, flaw: HostFlaw, suggested?: string])[] = [
  ['https://acme.my.sfcrmapps.cn', 'china', 'https://acme.my.sfcrmproducts.cn'],
  ['https://acme.my.salesforce.com.cn', 'china', 'https://acme.my.sfcrmproducts.cn'],
  ['login.salesforce.cn', 'china', 'https://login.sfcrmproducts.cn'],
  ['https://www.salesforce.cn', 'china'],
  ['https://acme.my.salesforce.com.mcas.ms', 'gateway', 'https://acme.my.salesforce.com'],
  ['https://acme.my.salesforce.com-login.net', 'gateway', 'https://acme.my.salesforce.com'],
  ['https://acme.my.site.com.mcas.ms/partners', 'gateway', 'https://acme.my.site.com'],
  ['https://acme.lightning.force.com.mcas.ms', 'gateway'],
  ['https://login.salesforce.com.evil.example', 'gateway', 'https://login.salesforce.com'],
  ['https://na15.salesforce.com', 'instance'],
  ['cs12.salesforce.com', 'instance'],
  ['https://eu5-api.salesforce.com', 'instance'],
  ['https://c.na15.visual.force.com/apex', 'page'],
  ['c.na15.content.force.com', 'page'],
  ['test', 'incomplete', 'https://test.salesforce.com'],
  ['https://acme--uat.sandbox.my', 'incomplete', 'https://acme--uat.sandbox.my.salesforce.com'],
  ['acme.my.salesforce', 'incomplete', 'https://acme.my.salesforce.com'],
  ['acme', 'incomplete'],
  ['https:/acme.my.salesforce.com', 'scheme', 'https://acme.my.salesforce.com'],
  ['http:/login.salesforce.com/', 'scheme', 'https://login.salesforce.com'],
  ['https//acme.my.salesforce.com', 'scheme', 'https://acme.my.salesforce.com'],
  ['htps://acme.my.salesforce.com', 'scheme', 'https://acme.my.salesforce.com'],
  ['https:\\\\acme.my.salesforce.com', 'scheme', 'https://acme.my.salesforce.com'],
  ['https://acme.my.saleforce.com', 'misspelled', 'https://acme.my.salesforce.com'],
  ['https://acme.my.salesforce.co', 'misspelled', 'https://acme.my.salesforce.com'],
  ['https://acme.mysalesforce.com', 'misspelled', 'https://acme.my.salesforce.com'],
  ['https://acme.my.sales.force.co', 'misspelled', 'https://acme.my.salesforce.com'],
  ['https://acme.my.salesforce.org', 'misspelled', 'https://acme.my.salesforce.com'],
  ['https://acme.my.salesforce.de', 'misspelled', 'https://acme.my.salesforce.com'],
  ['https://logn.salesforce.com', 'misspelled', 'https://login.salesforce.com'],
  ['https://login.salesforce.net', 'misspelled', 'https://login.salesforce.com'],
  ['https://acme.salesforce.com', 'misspelled', 'https://acme.my.salesforce.com'],
  [
    'https://acme--uat.sandbox.lightning.com/',
    'misspelled',
    'https://acme--uat.sandbox.my.salesforce.com',
  ],
  ['https://acme.mysite.com', 'misspelled', 'https://acme.my.site.com'],
];

describe('a login URL that is almost correct', () => {
  for (const [loginUrl, flaw, suggested] of NEAR_MISSES) {
    it(`has the flaw ${flaw}${suggested ? `, and ${suggested} is suggested` : ''}: ${loginUrl}`, () =>
      assert.deepEqual(findNearMiss(loginUrl), { flaw, ...(suggested ? { suggested } : {}) }));
  }

  for (const audience of [undefined, 'https://login.salesforce.com']) {
    it(`is rejected ${audience ? 'with' : 'without'} an audience`, async () => {
      const target = readLoginTarget('https://na15.salesforce.com', audience);
      const { code, input, details } = await catchInputErrorAsync(target);
      assert.deepEqual(
        [code, input, details],
        ['login-url-host', 'login-url', { flaw: 'instance' }],
      );
    });
  }
});

describe('a login URL that is correct or entirely different', () => {
  const others = [
    'https://crm.acme.com',
    'https://login.acme.example/sso',
    'https://my.acme.com',
    'https://force.com',
    'https://acme.lightning.force.com',
    'https://acme--c.vf.force.com',
    'https://forte.com',
    'not a host',
    'https://ci@acme.my.salesforce.com',
    'https://acme.my.salesforce.com.',
    'https://acme.my.salesforce.com/setup',
    'https://acme.my.site.com/partners',
    'http://acme.my.salesforce.com',
  ];
  for (const loginUrl of others) {
    it(`has no flaw: ${loginUrl}`, () => assert.equal(findNearMiss(loginUrl), undefined));
  }

  it('is accepted if it is a custom domain and the audience is set', async () => {
    const target = await readLoginTarget('https://crm.acme.com', 'https://crm.acme.com');
    assert.equal(target.kind, 'other');
  });

  for (const host of [
    'localhost:8443',
    'http://127.0.0.1:8443',
    'https://acme.my.salesforce.com',
  ]) {
    it(`is accepted without a comparison with the hosts of Salesforce: ${host}`, async () => {
      assert.ok(await readLoginTarget(host, 'https://login.salesforce.com'));
    });
  }
});

it('a suggested host is always one that the step accepts', async () => {
  const parts = fc.constantFrom(
    'acme',
    'my',
    'salesforce',
    'com',
    'cn',
    'sfcrmapps',
    'site',
    'test',
    'na1',
    '-',
    '--',
    '.',
    'force',
    'mcas',
    'ms',
  );
  const hosts = fc.oneof(
    fc.array(parts, { maxLength: 7 }).map((list) => list.join('.')),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(hosts, async (host) => {
      const { suggested } = findNearMiss(host) ?? {};
      if (suggested) assert.notEqual((await readLoginTarget(suggested, undefined)).kind, 'other');
    }),
  );
});

it('a login URL that is too long or does not begin with a host is rejected because of its format', async () => {
  for (const loginUrl of ['@', '', '-'.repeat(48_000)])
    await assert.rejects(readLoginTarget(loginUrl, undefined), { code: 'login-url-format' });
});
