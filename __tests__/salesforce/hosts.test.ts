import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  audienceFor,
  isSalesforceHost,
  kindOf,
  myDomainBehind,
  sandboxOf,
} from '../../src/salesforce/hosts.ts';

describe('the audience that fits a login URL', () => {
  const table = [
    ['https://login.salesforce.com', 'login', 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.com', 'my-domain', 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.mil', 'my-domain', 'https://login.salesforce.com'],
    ['https://acme-dev-ed.develop.my.salesforce.com', 'my-domain', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'test', 'https://test.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['https://acme--dev.my.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['https://cs12.salesforce.com', 'sandbox', 'https://test.salesforce.com'],
    ['https://acme.my.sfcrmproducts.cn', 'my-domain', 'https://login.sfcrmproducts.cn'],
    ['https://acme--uat.sandbox.my.sfcrmproducts.cn', 'sandbox', 'https://test.sfcrmproducts.cn'],
    ['https://acme.my.site.com/partners', 'site', 'https://acme.my.site.com/partners'],
    ['https://login.salesforce.com.evil.example', 'other', undefined],
    ['http://127.0.0.1:8080', 'other', undefined],
  ] as const;
  for (const [loginUrl, kind, audience] of table) {
    it(`${loginUrl} is of the kind ${kind} and wants ${audience}`, () => {
      assert.equal(kindOf(new URL(loginUrl).hostname), kind);
      assert.equal(audienceFor(loginUrl), audience);
    });
  }
});

describe('a host that is no place to sign in', () => {
  it('tells the My Domain behind the page', () => {
    assert.equal(myDomainBehind('acme.lightning.force.com'), 'acme.my.salesforce.com');
    assert.equal(
      myDomainBehind('acme--uat--c.sandbox.vf.force.com'),
      'acme--uat.sandbox.my.salesforce.com',
    );
  });
  it('is none of the others', () => {
    assert.equal(myDomainBehind('acme.my.salesforce.com'), undefined);
    assert.equal(myDomainBehind('acme.example'), undefined);
  });
});

describe('a host that may be given a token', () => {
  const hosts = {
    'acme.my.salesforce.com': true,
    'acme.my.site.com': true,
    'acme.my.salesforce.mil': true,
    'salesforce.com': false,
    'evilsalesforce.com': false,
    'acme.my.salesforce.com.evil.example': false,
    'site.com': false,
  };
  for (const [host, may] of Object.entries(hosts)) {
    it(`${host}: ${may}`, () => assert.equal(isSalesforceHost(host), may));
  }
});

it('a My Domain names its sandbox', () => {
  assert.equal(sandboxOf('acme--uat.sandbox.my.salesforce.com'), 'uat');
  assert.equal(sandboxOf('ACME-corp--Dev1.my.salesforce.com'), 'dev1');
  assert.equal(sandboxOf('acme.my.salesforce.com'), undefined);
  assert.equal(sandboxOf('test.salesforce.com'), undefined);
});
