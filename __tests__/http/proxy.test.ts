import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { ProxyError } from '../../src/http/errors.ts';
import {
  bypassesProxy,
  proxyAddress,
  requireProxyFor,
  resolveProxy,
} from '../../src/http/proxy.ts';
import { maskableLines } from '../../src/redaction/secrets.ts';
import { catchError } from '../helpers/errors.ts';
import type { ProxyVariables } from '../helpers/proxy-variables.ts';

const URL_OF_ORG = 'https://acme.my.salesforce.com/services/oauth2/token';
const requireProxy = (env: ProxyVariables, url = URL_OF_ORG) =>
  requireProxyFor(new URL(url), resolveProxy(env));

async function proxyErrorFor(env: ProxyVariables): Promise<ProxyError> {
  const error = await catchError(() => requireProxy(env));
  assert.ok(error instanceof ProxyError, String(error));
  return error;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the proxy from the environment', () => {
  const table: readonly (readonly [description: string, setting: string, href: string])[] = [
    ['has a host and a port', 'http://proxy.acme.com:3128', 'http://proxy.acme.com:3128/'],
    ['may end in a slash', 'http://proxy:3128/', 'http://proxy:3128/'],
    ['needs no scheme', 'proxy:8080', 'http://proxy:8080/'],
    ['needs no scheme before an IP address', '127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['needs no scheme before credentials', 'user:pass@proxy:8080', 'http://user:pass@proxy:8080/'],
    ['needs no port', 'proxy', 'http://proxy/'],
    ['may have an upper-case scheme', 'HTTP://proxy:3128', 'http://proxy:3128/'],
    ['may use TLS', 'https://proxy:3129', 'https://proxy:3129/'],
    ['may have an IPv6 address', 'http://[::1]:3128', 'http://[::1]:3128/'],
    [
      'may have an IPv6 address without a scheme',
      '[2001:db8::1]:3128',
      'http://[2001:db8::1]:3128/',
    ],
    ['may have an unescaped @ in its password', 'http://u:p@ss@p:1', 'http://u:p%40ss@p:1/'],
    ['may have escaped characters in its password', 'http://u:p%23s@p:1', 'http://u:p%23s@p:1/'],
    ['may have a Windows domain before its user', 'http://A\\u:pw@p:1', 'http://A%5Cu:pw@p:1/'],
    ['may end with a line break', 'http://proxy:3128\n', 'http://proxy:3128/'],
  ];
  for (const [description, setting, href] of table) {
    it(description, () => {
      assert.equal(requireProxy({ HTTPS_PROXY: setting })?.href, href);
    });
  }

  const withoutProxy: readonly (readonly [
    description: string,
    values: ProxyVariables,
    variable?: string,
  ])[] = [
    ['no variable is set', {}],
    ['the variables are empty', { https_proxy: '', HTTPS_PROXY: '' }],
    ['only http_proxy is set', { http_proxy: 'http://proxy:3128' }],
    [
      'no_proxy lists the host',
      { HTTPS_PROXY: 'p:1', no_proxy: 'x,.salesforce.com' },
      'HTTPS_PROXY',
    ],
    [
      'NO_PROXY lists all hosts, even if the proxy is invalid',
      { https_proxy: '/', NO_PROXY: '*' },
      'https_proxy',
    ],
  ];
  for (const [description, values, variable] of withoutProxy) {
    it(`is undefined if ${description}`, () => {
      assert.equal(requireProxy(values), undefined);
      assert.equal(resolveProxy(values).variable, variable);
    });
  }

  it('is not used for a loopback host', () => {
    for (const url of ['https://127.0.0.1:8443/', 'http://localhost', 'https://[::1]/']) {
      assert.equal(requireProxy({ https_proxy: 'file:///' }, url), undefined);
    }
  });

  it('is taken from the lowercase variable if both are set', () => {
    const bothVariables = { https_proxy: 'http://runner:1', HTTPS_PROXY: 'http://job:1' };
    const { variable, url } = resolveProxy(bothVariables);
    assert.deepEqual([variable, url?.host], ['https_proxy', 'runner:1']);
    assert.equal(resolveProxy({ ...bothVariables, https_proxy: '' }).variable, 'HTTPS_PROXY');
  });
});

it('resolveProxy returns no secrets if no proxy variable is set', () => {
  assert.deepEqual(resolveProxy({}), { secrets: [], noProxy: [] });
});

describe('the address of the proxy for a host', () => {
  const addressFor = (env: ProxyVariables) => proxyAddress(URL_OF_ORG, resolveProxy(env));

  for (const [setting, address] of [
    ['http://ci:secret@proxy:3128', 'proxy:3128'],
    ['http://proxy', 'proxy:80'],
    ['https://proxy', 'proxy:443'],
    ['', undefined],
    ['not a proxy', undefined],
  ] as const)
    it(`is ${address ?? 'undefined'} if https_proxy is ${JSON.stringify(setting)}`, () =>
      assert.equal(addressFor({ https_proxy: setting }), address));

  it('is undefined if no_proxy contains the host', () =>
    assert.equal(addressFor({ https_proxy: 'proxy:1', no_proxy: '.salesforce.com' }), undefined));
});

describe('the variable no_proxy', () => {
  const table: readonly (readonly [list: string, url: string, bypassed: boolean])[] = [
    ['*', URL_OF_ORG, true],
    ['acme.my.salesforce.com', URL_OF_ORG, true],
    ['ACME.My.Salesforce.com', URL_OF_ORG, true],
    ['salesforce.com', URL_OF_ORG, true],
    ['.salesforce.com', URL_OF_ORG, true],
    ['other.example, ,salesforce.com ', URL_OF_ORG, true],
    ['*.salesforce.com', URL_OF_ORG, true],
    ['*.salesforce.com:443', URL_OF_ORG, true],
    ['other.example *.my.salesforce.com', URL_OF_ORG, true],
    ['*.force.com', URL_OF_ORG, false],
    ['*acme.my.salesforce.com', URL_OF_ORG, false],
    ['salesforce.com:443', URL_OF_ORG, true],
    ['salesforce.com:8443', 'https://acme.my.salesforce.com:8443/', true],
    ['salesforce.com:443', 'https://acme.my.salesforce.com:8443/', false],
    ['force.com', URL_OF_ORG, false],
    ['my.salesforce', URL_OF_ORG, false],
    ['uat.acme.my.salesforce.com', URL_OF_ORG, false],
    [' , ', URL_OF_ORG, false],
    ['', URL_OF_ORG, false],
    ['', 'https://acme.my.salesforce.com./', false],
  ];
  for (const [list, url, bypassed] of table) {
    it(`${bypassed ? 'exempts' : 'does not exempt'} ${url} from the proxy if it is "${list}"`, () => {
      const env = { https_proxy: 'proxy:1', no_proxy: list };
      assert.equal(requireProxy(env, url)?.host, bypassed ? undefined : 'proxy:1');
      assert.equal(bypassesProxy(new URL(url), resolveProxy(env)), bypassed);
    });
  }

  it('takes precedence over NO_PROXY', () => {
    const env = { https_proxy: 'proxy:1', no_proxy: 'x.example', NO_PROXY: '*' };
    assert.equal(requireProxy(env)?.host, 'proxy:1');
  });
});

describe('an invalid proxy setting', () => {
  const settings = [
    '/',
    '#',
    ' ',
    '://',
    ':',
    ':3128',
    '@',
    'http://',
    'http:///',
    'http:proxy:3128',
    'http:/proxy:3128',
    'https://hush-hush@',
    'http://hush hush:3128',
    'http://proxy:3128 http://hush-hush:3128',
    'http://hush-hush:0',
    'http://hush-hush:65536',
    'http://hush-hush:123456',
    'http://hush-hush:',
    'http://hush-hush:http',
    'http://user:hush%zzhush@proxy:3128',
    'user%hush-hush@proxy:3128',
    'http://user:hush#hush@proxy:3128',
    'http://user:hush/hush@proxy:3128',
    'http://user:hush?hush@proxy:3128',
    'http://proxy:3128/hush-hush.pac',
    'http://proxy:3128?hush-hush',
    'http://[::1:3128',
    'http://::1:3128',
    'http://[hush]:3128',
    'http://999.1.2.3:3128',
    'socks5://hush-hush:1080',
    'file:///etc/hush-hush',
    'ftp://hush-hush:21',
    '$HUSH_PROXY',
    '***',
    'proxy:3128,hush-hush:3128',
  ];
  for (const setting of settings) {
    it(`is rejected with an error that does not contain its value: ${JSON.stringify(setting)}`, async () => {
      const { code, transient, details, stack } = await proxyErrorFor({ HTTPS_PROXY: setting });
      assert.deepEqual([code, transient], ['proxy-invalid', false]);
      assert.deepEqual(details, { variable: 'HTTPS_PROXY' });
      assert.doesNotMatch(String(stack), /hush/i);
    });
  }

  it('is rejected even if the uppercase variable is valid', async () => {
    const { details } = await proxyErrorFor({ https_proxy: '/', HTTPS_PROXY: 'http://proxy:3128' });
    assert.deepEqual(details, { variable: 'https_proxy' });
  });
});

it('a long invalid proxy setting is rejected in linear time', () => {
  const env = { HTTPS_PROXY: `${' '.repeat(400_000)}/` };
  const reject = () => assert.throws(() => requireProxy(env), ProxyError);
  runInNewContext('run()', { run: reject }, { timeout: 60_000 });
});

describe('the secrets of a proxy setting', () => {
  const table: readonly (readonly [
    description: string,
    setting: string,
    secrets: readonly string[],
  ])[] = [
    ['are empty if the URL contains no credentials', 'http://proxy:3128', []],
    ['are empty if the credentials are empty', 'http://@proxy:3128', []],
    [
      'include the password, encoded and decoded, and the value of the header',
      'http://user:se%23cret@proxy:3128',
      ['user:se%23cret', 'se%23cret', 'user:se#cret', 'se#cret', base64('user:se#cret')],
    ],
    [
      'include the user name if there is no password',
      'http://ghp_x@proxy',
      ['ghp_x', base64('ghp_x:')],
    ],
    [
      'include the user name if the password is empty',
      'http://ghp_x:@proxy',
      ['ghp_x', base64('ghp_x:')],
    ],
    [
      'include the password of a user with a Windows domain',
      'http://A\\user:hush@proxy:1',
      ['A\\user:hush', 'hush', base64('A\\user:hush')],
    ],
    [
      'include the password if there is no scheme',
      'user:hush@proxy:1',
      ['hush', base64('user:hush')],
    ],
    ['include a password with an @', 'http://u:p@ss@proxy', ['p@ss', 'p%40ss', base64('u:p@ss')]],
    [
      'include a password that makes the URL invalid',
      'http://u:12#s/s?@proxy',
      ['12#s/s?', base64('u:12#s/s?')],
    ],
    [
      'include a password that cannot be decoded',
      'http://u:s%zzs@proxy',
      ['s%zzs', base64('u:s%zzs')],
    ],
    [
      'include the password if the protocol is not supported',
      'socks5://u:hush@proxy',
      ['hush', base64('u:hush')],
    ],
  ];
  for (const [description, setting, expected] of table) {
    it(description, () => {
      const { secrets } = resolveProxy({ HTTPS_PROXY: setting });
      const missing = expected.filter((value) => !secrets.includes(value));
      assert.deepEqual(missing, []);
      if (expected.length === 0) assert.deepEqual(secrets, []);
    });
  }

  it('exclude a password that is too short to be masked, but include its header value', () => {
    const { secrets } = resolveProxy({ HTTPS_PROXY: 'http://u:e@proxy' });
    assert.deepEqual([...new Set(secrets.flatMap(maskableLines))], [base64('u:e')]);
  });

  it('include the credentials in an unused variable, even if no proxy is used', () => {
    const bothVariables = { https_proxy: 'a:one-one@p', HTTPS_PROXY: 'b:two-two@p' };
    const { secrets } = resolveProxy({ ...bothVariables, no_proxy: '*' });
    assert.ok(secrets.includes('one-one') && secrets.includes('two-two'));
  });
});
