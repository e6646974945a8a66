import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  audienceFor,
  hostKind,
  isMyDomain,
  isSalesforceHost,
  myDomainForPage,
  provesOrg,
  sandboxName,
} from '../../src/salesforce/hosts.ts';

describe('the audience for a login URL', () => {
  const table = [
    ['https://login.salesforce.com', 'login', 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.com', 'my-domain', 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.mil', 'my-domain', 'https://login.salesforce.com'],
    ['https://acme-dev-ed.develop.my.salesforce.com', 'my-domain', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'test', 'https://test.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['https://acme--dev.my.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['https://cs12.salesforce.com', 'other', undefined],
    ['https://acme.my.sfcrmproducts.cn', 'my-domain', 'https://login.sfcrmproducts.cn'],
    ['https://acme--uat.sandbox.my.sfcrmproducts.cn', 'sandbox', 'https://test.sfcrmproducts.cn'],
    ['https://acme.my.site.com/partners', 'site', 'https://acme.my.site.com/partners'],
    [
      'https://uat-acme.cs12.force.com/partners',
      'site',
      'https://uat-acme.cs12.force.com/partners',
    ],
    ['https://c.na15.visual.force.com/apex', 'other', undefined],
    ['https://c.na15.content.force.com', 'other', undefined],
    ['https://content.force.com', 'other', undefined],
    ['https://acme.vf.force.com', 'other', undefined],
    ['https://login.salesforce.com.evil.example', 'other', undefined],
    ['http://127.0.0.1:8080', 'other', undefined],
  ] as const;
  for (const [loginUrl, kind, audience] of table) {
    it(`is ${audience ?? 'unknown'} for ${loginUrl}, a host of the kind ${kind}`, () => {
      assert.equal(hostKind(new URL(loginUrl).hostname), kind);
      assert.equal(audienceFor(loginUrl), audience);
    });
  }

  it('is unknown for a host that only begins like a Salesforce host', () => {
    for (const [loginUrl] of table) {
      const host = `${new URL(loginUrl).hostname}.evil.example`;
      assert.deepEqual([hostKind(host), isMyDomain(host)], ['other', false], host);
    }
  });

  it('is that of production if the sandbox name is not in the first part of the host', () => {
    const loginUrl = 'https://x.acme--dev.my.salesforce.com';
    assert.equal(audienceFor(loginUrl), 'https://login.salesforce.com');
  });

  it('is unknown for a subdomain of test.salesforce.com', () => {
    assert.equal(hostKind('x.test.salesforce.com'), 'other');
  });
});

describe('the My Domain of a Salesforce page', () => {
  it('is derived from the host of the page', () => {
    assert.equal(myDomainForPage('acme.lightning.force.com'), 'acme.my.salesforce.com');
    assert.equal(
      myDomainForPage('acme--uat--c.sandbox.vf.force.com'),
      'acme--uat.sandbox.my.salesforce.com',
    );
  });
  it("is undefined for a subdomain of the page's host", () => {
    for (const host of ['acme--pkg.vf.force.com', 'acme--c.visualforce.com'])
      assert.equal(myDomainForPage(`www.${host}`), undefined);
    assert.equal(myDomainForPage('www.acme.sandbox.file.force.com'), undefined);
  });

  const pages = [
    'acme.lightning.force.com',
    'acme.my.salesforce-setup.com',
    'acme--pkg.vf.force.com',
    'acme--pkg.visualforce.com',
    'acme.file.force.com',
    'acme.lightning.crmforce.mil',
    'acme.lightning.sfcrmapps.cn',
  ];
  for (const page of pages) {
    it(`is derived from ${page}, but not from a host that only begins like it`, () => {
      assert.match(
        myDomainForPage(page) ?? '',
        /^acme\.my\.(salesforce|sfcrmproducts)\.(com|mil|cn)$/,
      );
      assert.equal(myDomainForPage(`${page}.evil.example`), undefined);
    });
  }
  it('is undefined for any other host', () => {
    assert.equal(myDomainForPage('acme.my.salesforce.com'), undefined);
    assert.equal(myDomainForPage('acme.example'), undefined);
  });
});

describe('a host that may receive a token', () => {
  const hosts = {
    'acme.my.salesforce.com': true,
    'acme.my.site.com': true,
    'acme.my.salesforce.mil': true,
    'salesforce.com': false,
    'evilsalesforce.com': false,
    'acme.my.salesforce.com.evil.example': false,
    'site.com': false,
    'acme.force.com': true,
    'c.na15.content.force.com': false,
    'acme--c.vf.force.com': false,
  };
  for (const [host, allowed] of Object.entries(hosts)) {
    it(`${allowed ? 'can be' : 'cannot be'} ${host}`, () =>
      assert.equal(isSalesforceHost(host), allowed));
  }
});

describe('a host whose response proves the org', () => {
  const hosts = {
    'login.salesforce.com': true,
    'acme.my.salesforce.com': true,
    'acme--uat.sandbox.my.salesforce.com': true,
    'na15.salesforce.com': true,
    '127.0.0.1': true,
    'acme.my.site.com': false,
    'acme.force.com': false,
    'acme.cloudforce.com': false,
    'pages.mail.salesforce.com': false,
    'pages.na15.salesforce.com': false,
    'na15.salesforce.com.evil.example': false,
    'crm.acme.com': false,
  };
  for (const [host, proves] of Object.entries(hosts)) {
    it(`${proves ? 'can be' : 'cannot be'} ${host}`, () => assert.equal(provesOrg(host), proves));
  }
});

it('the name of a sandbox is derived from its My Domain', () => {
  assert.equal(sandboxName('acme--uat.sandbox.my.salesforce.com'), 'uat');
  assert.equal(sandboxName('ACME-corp--Dev1.my.salesforce.com'), 'dev1');
  assert.equal(sandboxName('acme.my.salesforce.com'), undefined);
  assert.equal(sandboxName('test.salesforce.com'), undefined);
});
