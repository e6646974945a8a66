import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InputError } from '../../src/inputs/errors.ts';
import { readLoginTarget, readLoginUrl } from '../../src/inputs/login-url.ts';
import type { HostKind } from '../../src/salesforce/hosts.ts';
import { isLoopback, MAX_URL_LENGTH } from '../../src/url.ts';
import { catchError, catchInputError } from '../helpers/errors.ts';
import { anyCharacter, anyUrl } from '../helpers/untrusted-text.ts';

const PRODUCTION = 'https://login.salesforce.com';
const SANDBOX = 'https://test.salesforce.com';
const CHINA = 'https://login.sfcrmproducts.cn';
const CHINA_SANDBOX = 'https://test.sfcrmproducts.cn';

const HOSTS: readonly (readonly [host: string, kind: HostKind, audience: string])[] = [
  ['login.salesforce.com', 'login', PRODUCTION],
  ['acme.my.salesforce.com', 'my-domain', PRODUCTION],
  ['acme-dev-ed.my.salesforce.com', 'my-domain', PRODUCTION],
  ['acme-dev-ed.develop.my.salesforce.com', 'my-domain', PRODUCTION],
  ['wise-bear-1234.trailblaze.my.salesforce.com', 'my-domain', PRODUCTION],
  ['acme.my.salesforce.mil', 'my-domain', PRODUCTION],
  ['acme.develop.my.salesforce.mil', 'my-domain', PRODUCTION],
  ['test.salesforce.com', 'test', SANDBOX],
  ['acme--uat.sandbox.my.salesforce.com', 'sandbox', SANDBOX],
  ['acme--uat.sandbox.my.salesforce.mil', 'sandbox', SANDBOX],
  ['ruby-lake-1234.scratch.my.salesforce.com', 'sandbox', SANDBOX],
  ['acme--dev.my.salesforce.com', 'sandbox', SANDBOX],
  ['acme--dev.cs12.my.salesforce.com', 'sandbox', SANDBOX],
  ['acme.my.site.com', 'site', 'https://acme.my.site.com'],
  ['acme--uat.sandbox.my.site.com', 'site', 'https://acme--uat.sandbox.my.site.com'],
  ['acme.force.com', 'site', 'https://acme.force.com'],
  ['acme.secure.force.com', 'site', 'https://acme.secure.force.com'],
  ['login.sfcrmproducts.cn', 'login', CHINA],
  ['acme.my.sfcrmproducts.cn', 'my-domain', CHINA],
  ['acme.develop.my.sfcrmproducts.cn', 'my-domain', CHINA],
  ['test.sfcrmproducts.cn', 'test', CHINA_SANDBOX],
  ['acme--uat.sandbox.my.sfcrmproducts.cn', 'sandbox', CHINA_SANDBOX],
  ['acme--uat.my.sfcrmproducts.cn', 'sandbox', CHINA_SANDBOX],
];

describe('the audience derived from the login URL', () => {
  for (const [host, kind, audience] of HOSTS) {
    it(`is ${audience} for ${host}, a ${kind} host`, () => {
      const derived = { url: `https://${host}`, kind, audience, audienceFromInput: false };
      const expected = host.includes('.my.s')
        ? { ...derived, ...(kind === 'site' ? {} : { fallbackAudience: `https://${host}` }) }
        : derived;
      const spellings = ['', 'https://', 'HTTPS://'].map((scheme) => scheme + host);
      for (const url of [...spellings, `${host}/`, `${host}.`, host.toUpperCase()]) {
        assert.deepEqual(readLoginUrl(url, undefined), expected, url);
      }
    });
  }

  const spellings = [
    ['keeps the path of a site', 'acme.my.site.com/partners/', 'https://acme.my.site.com/partners'],
    ['keeps hyphens in a path', 'https://acme.force.com/a-b_1', 'https://acme.force.com/a-b_1'],
    [
      'drops the default port of a site',
      'https://acme.my.site.com:443/x',
      'https://acme.my.site.com/x',
    ],
  ] as const;
  for (const [description, loginUrl, url] of spellings) {
    it(description, () => {
      const target = readLoginUrl(loginUrl, undefined);
      assert.deepEqual([target.url, target.audience], [url, url]);
    });
  }
});

describe('the audience for an unknown host', () => {
  const hosts = [
    'login.salesforce.com.evil.example',
    'acme.my.salesforce.com.evil.example',
    'evilsalesforce.com',
    'login.evilsalesforce.com',
    'loginXsalesforce.com',
    'xlogin.salesforce.com',
    'acme.myXsalesforce.com',
    'acme-my.salesforce.com',
    'my.salesforce.com',
    'salesforce.com',
    'cs12.salesforce.com',
    'cs12.salesforce.com.evil.example',
    'cs12.salesforce.com',
    'acme.evilforce.com',
    'force.com',
    'acme.my.site.com.evil.example',
    'evilmy.site.com',
    'acme.lightning.force.com.evil.example',
    'login.salesforce.mil',
    'xn--lgin-5qa.salesforce.com.example',
    'crm.acme.com',
    'localhost',
    'localhost:8080',
    '127.0.0.1',
    '[::1]:8443',
  ];
  for (const host of hosts) {
    it(`cannot be derived, and the error contains the host: ${host}`, () => {
      const error = catchInputError(() => readLoginUrl(host, undefined));
      assert.deepEqual([error.code, error.input], ['audience-underivable', 'audience']);
      assert.deepEqual(error.details, { host: new URL(`https://${host}`).hostname });
    });
  }
});

describe('the input audience', () => {
  const GATEWAY = 'gateway.example';
  const SITE = 'https://acme.my.site.com/partners';
  const allowed = [
    ['login.salesforce.com', 'https://acme.my.salesforce.com'],
    ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce.com', 'https://acme--uat.sandbox.my.salesforce.com/'],
    ['test.salesforce.com', PRODUCTION],
    ['test.salesforce.com', `${PRODUCTION}/`],
    ['acme.my.sfcrmproducts.cn', CHINA],
    [SITE, SITE],
    [SITE, 'https://ACME.my.site.com/partners/'],
    ['crm.acme.com/sso', 'https://crm.acme.com/sso'],
    ['crm.acme.com', 'https://crm.acme.com.'],
    ['http://localhost:8080', PRODUCTION],
    ['http://127.0.0.1:8080', 'http://localhost:1'],
  ] as const;
  for (const [loginUrl, audience] of allowed) {
    it(`is used for ${loginUrl} if it is ${audience}`, () => {
      const target = readLoginUrl(loginUrl, audience);
      assert.deepEqual([target.audience, target.audienceFromInput], [audience, true]);
      assert.equal(target.fallbackAudience, undefined);
    });
  }

  const salesforceAudiences = [
    PRODUCTION,
    SANDBOX,
    'https://acme.my.salesforce.com',
    'https://acme--uat.sandbox.my.salesforce.com',
    'https://acme.my.salesforce.mil',
    CHINA,
    'http://LOGIN.salesforce.com',
    'https://login.salesforce.com./x',
    'https://login.salesforce.com:443/',
    'https://login.salesforce.com:8443?x#y',
    'https://%6Cogin.salesforce.com',
    'https://\uFF4Cogin.salesforce\u3002com',
  ];
  for (const audience of salesforceAudiences) {
    it(`is rejected for an instance, a site or a foreign host if it is an audience of Salesforce: ${audience}`, () => {
      for (const host of [GATEWAY, 'login.salesforce.com.evil.example', 'na15.salesforce.com']) {
        const error = catchInputError(() => readLoginUrl(host, audience));
        assert.deepEqual([error.code, error.input], ['login-url-not-of-audience', 'login-url']);
        const audienceHost = new URL(audience).host;
        assert.deepEqual(error.details, { loginHost: host, audienceHost });
      }
      const error = catchInputError(() => readLoginUrl(SITE, audience));
      assert.deepEqual([error.code, error.input], ['audience-elsewhere', 'audience']);
    });
  }

  const elsewhere = [
    ['login.salesforce.com', SITE, 'audience-elsewhere'],
    ['acme.my.salesforce.com', 'https://crm.acme.com', 'audience-elsewhere'],
    ['acme.my.salesforce.com', 'https://na15.salesforce.com', 'audience-elsewhere'],
    ['acme.my.salesforce.com', 'http://localhost:1', 'audience-elsewhere'],
    [SITE, 'https://other.my.site.com/partners', 'audience-elsewhere'],
    [SITE, 'https://acme.my.site.com', 'audience-elsewhere'],
    [SITE, 'https://acme.my.site.com/customers', 'audience-elsewhere'],
    [SITE, 'https://acme.my.site.com/Partners', 'audience-elsewhere'],
    ['acme.my.site.com', SITE, 'audience-elsewhere'],
    ['crm.acme.com', 'https://crm.other.com', 'login-url-not-of-audience'],
    ['crm.acme.com', SITE, 'login-url-not-of-audience'],
    ['crm.acme.com', 'https://login.salesforce.com;.crm.acme.com', 'login-url-not-of-audience'],
  ] as const;
  for (const [loginUrl, audience, code] of elsewhere) {
    it(`is rejected for ${loginUrl} if it is ${audience}`, () => {
      assert.equal(catchInputError(() => readLoginUrl(loginUrl, audience)).code, code);
    });
  }

  const invalidUrls = [
    'login.salesforce.com',
    'https://',
    'https:///x',
    'ftp://login.salesforce.com',
    'https://a b',
    'https://a.example, https://b.example',
    'https://[',
    'x https://login.salesforce.com',
    'https://ci@login.salesforce.com',
    'https://login.salesforce.com\\.evil.example',
    'https://\\login.salesforce.com',
    `https://login.salesforce.com/${'a'.repeat(2000)}`,
  ];
  for (const audience of invalidUrls) {
    it(`is rejected because of its format: ${audience.slice(0, 60)}`, () => {
      const error = catchInputError(() => readLoginUrl('login.salesforce.com', audience));
      assert.deepEqual([error.code, error.input], ['audience-format', 'audience']);
    });
  }
});

describe('a Salesforce page that is not a login host', () => {
  const table = [
    ['acme.lightning.force.com', 'acme.my.salesforce.com'],
    ['acme--uat.sandbox.lightning.force.com', 'acme--uat.sandbox.my.salesforce.com'],
    ['acme-dev-ed.develop.lightning.force.com', 'acme-dev-ed.develop.my.salesforce.com'],
    ['acme.lightning.crmforce.mil', 'acme.my.salesforce.mil'],
    ['acme.lightning.sfcrmapps.cn', 'acme.my.sfcrmproducts.cn'],
    ['acme.my.salesforce-setup.com', 'acme.my.salesforce.com'],
    ['acme--uat.sandbox.my.salesforce-setup.com', 'acme--uat.sandbox.my.salesforce.com'],
    ['acme.my.salesforce-setup.mil', 'acme.my.salesforce.mil'],
    ['acme.lightning.salesforce-setup.com', 'acme.my.salesforce.com'],
    ['acme--c.vf.force.com', 'acme.my.salesforce.com'],
    ['acme--pkg.vf.force.com', 'acme.my.salesforce.com'],
    ['acme-dev-ed--c.develop.vf.force.com', 'acme-dev-ed.develop.my.salesforce.com'],
    ['acme--uat--c.sandbox.vf.force.com', 'acme--uat.sandbox.my.salesforce.com'],
    ['acme--c.visualforce.com', 'acme.my.salesforce.com'],
    ['acme--c.na1.visual.force.com', 'acme.my.salesforce.com'],
    ['acme--uat--c.cs12.visual.force.com', 'acme--uat.my.salesforce.com'],
    ['acme.file.force.com', 'acme.my.salesforce.com'],
    ['acme--uat.sandbox.file.force.com', 'acme--uat.sandbox.my.salesforce.com'],
    ['acme--c.na1.content.force.com', 'acme.my.salesforce.com'],
    ['acme--uat--c.cs12.content.force.com', 'acme--uat.my.salesforce.com'],
  ] as const;
  for (const [host, myDomain] of table) {
    it(`is rejected, and ${myDomain} is suggested for ${host}`, () => {
      for (const url of [host, `https://${host.toUpperCase()}/lightning/page/home`]) {
        const error = catchInputError(() => readLoginUrl(url, undefined));
        assert.deepEqual([error.code, error.input], ['login-url-lightning', 'login-url']);
        assert.deepEqual(error.details, { myDomain: `https://${myDomain}` });
      }
    });
  }
});

describe('an invalid login URL', () => {
  const table = [
    ['with user info', 'https://user:pass@login.salesforce.com', 'login-url-extra', 'user info'],
    ['with a password only', 'https://:pass@login.salesforce.com', 'login-url-extra', 'user info'],
    [
      'with a host as user name',
      'login.salesforce.com@evil.example',
      'login-url-extra',
      'user info',
    ],
    ['with an at sign only', 'https://@na15.salesforce.com', 'login-url-extra', 'user info'],
    ['with empty user info', 'https://:@login.salesforce.com', 'login-url-extra', 'user info'],
    ['with a query', 'https://login.salesforce.com/?startURL=x', 'login-url-extra', 'a query'],
    ['with a port', 'https://acme.my.salesforce.com:8443', 'login-url-extra', 'a port'],
    ['with a port on another host', 'crm.acme.com:8443/sso', 'login-url-extra', 'a port'],
    ['with a fragment', 'https://login.salesforce.com/#x', 'login-url-extra', 'a fragment'],
    ['if it is too long', `${SANDBOX}${'/'.repeat(2000)}`, 'login-url-format', undefined],
    ['with a path', 'https://acme.my.salesforce.com/home', 'login-url-path', undefined],
    [
      'with the path of the endpoint',
      `${SANDBOX}/services/oauth2/token`,
      'login-url-path',
      undefined,
    ],
    ['with a backslash', 'login.salesforce.com\\@evil.example', 'login-url-path', undefined],
    ['with http', 'http://login.salesforce.com', 'login-url-http', undefined],
    ['with http in a private network', 'http://192.168.0.1:8080', 'login-url-http', undefined],
    [
      'with http for a name that resembles loopback',
      'http://127.0.0.1.evil.example',
      'login-url-http',
      undefined,
    ],
    ['with ftp', 'ftp://login.salesforce.com', 'login-url-format', undefined],
    ['with the scheme javascript', 'javascript:alert(1)', 'login-url-format', undefined],
    ['without a host', 'https://', 'login-url-format', undefined],
    ['with spaces', 'my org', 'login-url-format', undefined],
    ['with a port that is not a number', 'login.salesforce.com:x', 'login-url-format', undefined],
    ['with a shell command', 'https://$(id).acme.my.salesforce.com', 'login-url-format', undefined],
    [
      'with a shell command in backquotes',
      'https://`id`.my.salesforce.com',
      'login-url-format',
      undefined,
    ],
    ['with a command in the path', 'https://acme.my.site.com/$(id)', 'login-url-path', undefined],
    ['with a line break in it', 'acme.my.sales\nforce.com', 'login-url-format', undefined],
    ['with an underscore', 'acme_uat.my.salesforce.com', 'login-url-format', undefined],
    ['with percent signs', '%61cme.my.salesforce.com', 'login-url-format', undefined],
    ['with percent signs in the path', 'acme.my.site.com/%24', 'login-url-path', undefined],
    ['with a dot in the path', 'acme.my.site.com/a.b', 'login-url-path', undefined],
    ['with a Cyrillic letter', 'login.salesf\u043Erce.com', 'login-url-format', undefined],
    ['with a full-width letter', '\uFF4Cogin.salesforce.com', 'login-url-format', undefined],
    ['with a Chinese full stop', 'acme\u3002my.salesforce.com', 'login-url-format', undefined],
    [
      'with a label of 64 letters',
      `${'a'.repeat(64)}.my.salesforce.com`,
      'login-url-format',
      undefined,
    ],
    ['with three slashes', 'https:///login.salesforce.com', 'login-url-format', undefined],
    ['with an asterisk', '*.my.salesforce.com', 'login-url-format', undefined],
    ['with two dots in a row', 'acme..my.salesforce.com', 'login-url-format', undefined],
    ['with only a dot', '.', 'login-url-format', undefined],
    ['if it is empty', '', 'login-url-format', undefined],
  ] as const;
  for (const [description, url, code, extra] of table) {
    it(`is rejected ${description}`, () => {
      const error = catchInputError(() => readLoginUrl(url, PRODUCTION));
      assert.deepEqual([error.code, error.input], [code, 'login-url']);
      assert.equal(error.details['component'], extra);
    });
  }

  it('is rejected, and the error contains the kind of the extra character', () => {
    for (const [loginUrl, character] of [
      ['https://acme.my.sales force.com', 'a blank'],
      ['acme\n.my.salesforce.com', 'a line break'],
      ['https://acme.my.salesforce.com\u200B', 'an invisible character'],
    ] as const)
      assert.deepEqual(catchInputError(() => readLoginUrl(loginUrl, undefined)).details, {
        character,
      });
    const { code, details } = catchInputError(() =>
      readLoginUrl('login.salesforce.com', 'https://login.sales\tforce.com'),
    );
    assert.deepEqual([code, details], ['audience-format', { character: 'a tab' }]);
    assert.deepEqual(catchInputError(() => readLoginUrl('a b[', undefined)).details, {});
  });

  it('is rejected if it has a path, and the URL without the path is suggested', () => {
    const error = catchInputError(() => readLoginUrl('acme.my.salesforce.com/x', undefined));
    const origin = 'https://acme.my.salesforce.com';
    assert.deepEqual(error.details, { suggested: origin, origin });
  });
});

describe('a path that cannot be that of a site', () => {
  const table = [
    ['acme.my.site.com/services/apexrest/steal', 'https://acme.my.site.com'],
    ['acme.my.site.com/services', 'https://acme.my.site.com'],
    ['acme.my.site.com//services', 'https://acme.my.site.com'],
    ['acme.my.site.com/resource', 'https://acme.my.site.com'],
    ['acme.my.site.com/apex/', 'https://acme.my.site.com'],
    ['acme.my.site.com/ApexPages', 'https://acme.my.site.com'],
    ['acme.my.site.com/servlet', 'https://acme.my.site.com'],
    ['acme.my.site.com/sfc', 'https://acme.my.site.com'],
    ['acme.my.site.com/sfsites', 'https://acme.my.site.com'],
    ['acme.my.site.com/servicesteam/s/login', 'https://acme.my.site.com/servicesteam'],
    ['acme.my.site.com/x/../Services/apexrest', 'https://acme.my.site.com'],
    ['acme.my.site.com/partners/services/apexrest', 'https://acme.my.site.com/partners'],
    ['acme.my.site.com/partners/s/login', 'https://acme.my.site.com/partners'],
    ['acme.force.com/a/b', 'https://acme.force.com/a'],
    ['crm.acme.com/services/apexrest/steal', 'https://crm.acme.com'],
  ] as const;
  for (const [loginUrl, suggested] of table) {
    it(`is rejected in ${loginUrl}, and ${suggested} is suggested`, () => {
      for (const audience of [undefined, `https://${loginUrl}`]) {
        const error = catchInputError(() => readLoginUrl(loginUrl, audience));
        assert.deepEqual([error.code, error.input], ['login-url-path', 'login-url']);
        assert.deepEqual(error.details, { suggested, origin: new URL(suggested).origin });
      }
    });
  }
});

describe('a loopback host', () => {
  const table = [
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.1:8080/x/', 'http://127.0.0.1:8080/x'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://localhost', 'https://localhost'],
  ] as const;
  for (const [input, url] of table) {
    it(`is allowed with and without TLS: ${input}`, () => {
      const target = readLoginUrl(input, PRODUCTION);
      assert.deepEqual([target.url, target.kind], [url, 'other']);
    });
  }
  for (const host of ['127.0.0.1.example', '128.0.0.1', 'xlocalhost', 'localhost.x', '::1', '']) {
    it(`cannot be ${host || 'an empty name'}`, () => assert.equal(isLoopback(host), false));
  }
});

it('reading an arbitrary login URL either returns an https or loopback URL or throws an InputError', () => {
  const parts = fc.constantFrom('https://', 'http://', '@', '/', ':', '?', '#', '.', '\\', '%2F');
  const hosts = fc.constantFrom(...HOSTS.map(([host]) => host), 'localhost', 'evil.example');
  const generated = fc.array(fc.oneof(parts, hosts, fc.string()), { maxLength: 6 });
  const url = fc.oneof(
    anyUrl,
    fc.string({ unit: anyCharacter }),
    generated.map((parts) => parts.join('')),
  );
  const audience = fc.option(fc.oneof(fc.string(), anyUrl), { nil: undefined });
  const predicate = (loginUrl: string, audience: string | undefined) => {
    try {
      const target = readLoginUrl(loginUrl, audience);
      assert.match(target.url, /^(https:\/\/|http:\/\/(localhost|127\.|\[::1\]))/);
      const pattern = /^https?:\/\/([a-z0-9.-]+|\[::1\])(:\d+)?(\/[\w-]+)?$/;
      assert.match(target.url, pattern);
      assert.ok(isLoopback(new URL(target.url).hostname) || new URL(target.url).port === '');
      assert.ok(audience === undefined || target.audience === audience);
    } catch (error) {
      assert.ok(error instanceof InputError, String(error));
    }
  };
  fc.assert(fc.property(url, audience, predicate), { numRuns: 1000 });
});

describe('the slashes at the end of a site', () => {
  it('are ignored in the login URL and in the audience', () => {
    const { url } = readLoginUrl('https://acme.my.site.com/partners//', undefined);
    assert.equal(url, 'https://acme.my.site.com/partners');
    const audience = 'https://acme.my.site.com/partners//';
    assert.equal(readLoginUrl(url, audience).audience, audience);
  });
});

describe('the length of a URL', () => {
  const site = 'https://acme.my.site.com/';
  const longest = site.padEnd(MAX_URL_LENGTH, 'a');

  it(`can be ${MAX_URL_LENGTH} characters`, () => {
    const target = readLoginUrl(longest, longest);
    assert.deepEqual([target.url, target.audience], [longest, longest]);
  });

  it(`cannot be ${MAX_URL_LENGTH + 1} characters`, () => {
    for (const [loginUrl, audience, code] of [
      [`${longest}a`, undefined, 'login-url-format'],
      [site, `${longest}a`, 'audience-format'],
    ] as const)
      assert.equal(catchInputError(() => readLoginUrl(loginUrl, audience)).code, code);
  });
});

describe('an audience of another host', () => {
  it('is rejected with the name of the host', () => {
    const error = catchInputError(() =>
      readLoginUrl('acme.my.salesforce.com', 'https://crm.example:8443/x'),
    );
    assert.equal(error.code, 'audience-elsewhere');
    assert.deepEqual(error.details, { audienceHost: 'crm.example:8443' });
  });
});

describe('a login host that resembles one of Salesforce’s', () => {
  for (const loginUrl of [
    'na15.salesforce.com',
    'NA15.Salesforce.com.',
    'http://na15.salesforce.com',
    'https://na15.salesforce.com/x',
  ])
    it(`is rejected before the rest of the URL is read: ${loginUrl}`, async () => {
      const error = await catchError(() => readLoginTarget(loginUrl, undefined));
      assert.ok(error instanceof InputError);
      assert.deepEqual([error.code, error.details['flaw']], ['login-url-host', 'instance']);
    });
});
