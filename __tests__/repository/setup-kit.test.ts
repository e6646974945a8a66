import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const FILL = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'setup', 'fill.mjs');

// Certificates only: their private keys were thrown away.
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDFTCCAf2gAwIBAgIUJg1RMDpdVYZ53UxfHMOiF+MmHKQwDQYJKoZIhvcNAQEL
BQAwGTEXMBUGA1UEAwwOc2V0dXAga2l0IHRlc3QwIBcNMjYxMTIzMjIwOTE0WhgP
MjEyNjEwMzAyMjA5MTRaMBkxFzAVBgNVBAMMDnNldHVwIGtpdCB0ZXN0MIIBIjAN
BgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs/04lo0I38XqTXYo3ea8JrRcpEit
zps43WKMlhljF4Xs5LxSkVsepbIuK16/uo8aFcjMTDpd7LoYy+RFA01uYuc7JRmV
DJLxk4SuAezFY8QV2hW9/mmj25eg4a4x6+VKmz5zT3naTOHkRhaVdOKQDVeeeWtP
+7x1+yEzPTSHnuiLfT33lOElvjFglUnep6s+z9Hkh9UPk+I1RNmYzxCwcViTip6e
ERotNt3viDMv2qh4g7/PByV+2/kj8YKeb3FowlMC6K2tnWuWXGO1smvYPTU5QskF
WCZYf++bQua2OB5cIlBqrIw/2O0DTuYNHI7bv9iENvORjew3SL5YwIsAkQIDAQAB
o1MwUTAdBgNVHQ4EFgQUoLvhVwOptSw1xGqITrCxu2NPg7UwHwYDVR0jBBgwFoAU
oLvhVwOptSw1xGqITrCxu2NPg7UwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0B
AQsFAAOCAQEAp6qXv7Ey7MfrmgHV3kbEu7Yy2OmB9HtmeUA0C3vCyRSiyEgHt01x
4CUa38rOBm13AScMF4S/v9X5V6LxkLJ3iyVPf4Tt9MXcYMaXrKgsyBSFawF/JTKX
Z1UXkNZP5qO+ujlpk362zg10h1j+YQe9ti3znzXATwHBIxYMGTjfnU0LtG4JXOtH
46sPCXKwweb279/i3TgrrszG5GwlsDBkXS7JOTzS/9rS8DealQqgLM2VmPp0XgMG
V/B929hZnIU4olZim/IAaV79/2evJ6I4w2bzjE4yGiMfrfV87AKibN8isR0kS8OO
nxxBn0wWElTkEnwWvyxeBIxNX7ZiHzNuSw==
-----END CERTIFICATE-----
`;
const ELLIPTIC = `-----BEGIN CERTIFICATE-----
MIIBcTCCARegAwIBAgIUGUfjUyfuBih+gbjT606MSyWN860wCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCZWMwIBcNMjYxMTIzMjIwOTE0WhgPMjEyNjEwMzAyMjA5MTRa
MA0xCzAJBgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELlikjAUb
Ybd0bLajYMTdbjQzPq5XjS9LxAF65OE6gN/gcC4kDqK1XeocBHWxaQvbM64StWpn
jmi+2I9bY1M1yaNTMFEwHQYDVR0OBBYEFGUne6KAO6HAMhk4wTDnC7eXD6B7MB8G
A1UdIwQYMBaAFGUne6KAO6HAMhk4wTDnC7eXD6B7MA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIhAI0Pki4yP8OHL6jr0fsrQ8EU1/MKk1osEHL9b8Fx
WqLaAiBJg9IeR6rcssL5tQNjYVEomlghbkuaHuC54px+ViQLwA==
-----END CERTIFICATE-----
`;
const SHORT = `-----BEGIN CERTIFICATE-----
MIIB/jCCAWegAwIBAgIUFDp/1D3eU7U+8S7kcjXpto1KA0YwDQYJKoZIhvcNAQEL
BQAwEDEOMAwGA1UEAwwFc2hvcnQwIBcNMjYxMTIzMjIwOTE0WhgPMjEyNjEwMzAy
MjA5MTRaMBAxDjAMBgNVBAMMBXNob3J0MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB
iQKBgQCoG/vOIjwrUCR6WDWDCEfQm54iwPS5V7GEfwkX+rXGN8OKYMPODjtubhIs
lsuT5/IvaoyuQrhG5dVAp4zub5Q6fq72a2ywXTriNSq2f4hYfTmazsf4yeeKMJ+x
yIWZdOcbQ5qOjA27WJrpF3BzqJtN/X4zf71dxIxHcPI3VTr3VwIDAQABo1MwUTAd
BgNVHQ4EFgQU4Wotm4VqfPWjajtFxwvZIjkSu+swHwYDVR0jBBgwFoAU4Wotm4Vq
fPWjajtFxwvZIjkSu+swDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOB
gQCNShdoFAiSSvzN+TCBBlo3IljRKzyqV49trkNV4Om/kbTQLLIVJvNFWcXuiUrN
T6aXEByT3w5xOubXsmex9U6+wXtDKLfqBhnSyJHD/2XwZg+W7vndEojCeaWs1UaA
diMzj9jQgPYrMtBbF3d2PVOtf1aqyr9PQ3lpU3zz1ZfRHw==
-----END CERTIFICATE-----
`;
const ENDED = `-----BEGIN CERTIFICATE-----
MIIClDCCAXwCAQEwDQYJKoZIhvcNAQELBQAwEDEOMAwGA1UEAwwFZW5kZWQwHhcN
MjAwMTAxMDAwMDAwWhcNMjAwMTAyMDAwMDAwWjAQMQ4wDAYDVQQDDAVlbmRlZDCC
ASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKoHJhWOQXPuwvggOMDK2x1h
+4oti5XA/pD5AVehOLtC8fylvtjJq8mZFJDuKhZ8cipoPw3Dp9JOgmEalgpiDSRG
RjNLgb0x6MDrHy4BSdaJR8nRjvprW928+dQPEmEq9nntJxE2YvrvWSJM4Fc66vS/
LVNHOBgWLrX7IDDSb3kD8rEnbTh8+KBshXAYdkfjYMGTeC4W5+0Doz7acncbizSC
k3ocubFKgPvhhPrrWibdlGYrqZZv40826Jmrl2k7WZxOJIiZccz75cnZORTqo+19
bJtd1pH3iXjCCTpR/oBwqka/f5BNtoN7/y5hGHvTa8920Oe07a1pNGPYmF++k1MC
AwEAATANBgkqhkiG9w0BAQsFAAOCAQEARMzLzp5AXU996xMY99Did5RgxzPMBQac
m8bPnGiZF335GcVguMQE0Csy4b/w4Oh274jgXDmbVdGlwfM+PeS9R5Cg0sSIC8Gw
jn1jphpZnYVyab88fpTQQ4EBrZ9H99aK8+ckJVjwXuwrEwGC2+R2TWOpFik+H7vN
bEyx8bDgcLkss85w1JrCBG2VcsLSHy3Iw1c9OFURWZaz4itspt9BrTvLkx3d+OGU
ge1mixi5GTDXIR/RbCvemLUqVipqK63TMqK91sbjzItenyuxbehAKHN/Ty08j5Lf
UYuGw5I/zT0h8znbB1jucdQJkLHdvuZQYRWz1YPxZj3xAwh2sdne+Q==
-----END CERTIFICATE-----
`;

const METADATA = 'force-app/main/default';
const FILES = [
  `${METADATA}/externalClientApps/Build_Deploy.eca-meta.xml`,
  `${METADATA}/extlClntAppGlobalOauthSets/Build_Deploy_glbloauth.ecaGlblOauth-meta.xml`,
  `${METADATA}/extlClntAppOauthPolicies/Build_Deploy_oauthPlcy.ecaOauthPlcy-meta.xml`,
  `${METADATA}/extlClntAppOauthSettings/Build_Deploy_oauth.ecaOauth-meta.xml`,
  `${METADATA}/extlClntAppPolicies/Build_Deploy_plcy.ecaPlcy-meta.xml`,
  `${METADATA}/permissionsets/Build_Deploy_access.permissionset-meta.xml`,
  'sfdx-project.json',
] as const;
const [APP, GLOBAL, POLICY, SETTINGS, PLUGINS, PERMISSION_SET, PROJECT] = FILES;

describe('the setup kit', () => {
  let folder: string;
  let certificate: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'setup-kit-'));
    certificate = write('server.crt', CERTIFICATE);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  describe('filled', () => {
    let out: string;
    let said: string;
    const read = (path: string): string => readFileSync(join(out, path), 'utf8');

    before(() => {
      out = join(folder, 'project');
      const { status, stdout, stderr } = fill(
        '--certificate',
        certificate,
        '--name',
        'Build & "Deploy"',
      );
      assert.equal(status, 0, stderr);
      said = stdout;
    });

    it('is these files and no other', () => {
      const found = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
      assert.deepEqual(found.map((path) => path.split(sep).join('/')).sort(), [...FILES].sort());
    });

    for (const path of FILES) {
      it(`${path}: well-formed, nothing left to fill in`, () => {
        const text = read(path);
        assert.doesNotMatch(text, /\{\{|\}\}|API_NAME/);
        if (path.endsWith('.json')) JSON.parse(text);
        else assertWellFormed(text);
      });
    }

    it('names the same app in every file', () => {
      for (const path of [GLOBAL, POLICY, SETTINGS, PLUGINS]) {
        assert.equal(element(read(path), 'externalClientApplication'), 'Build_Deploy', path);
      }
      assert.equal(element(read(APP), 'label'), 'Build &amp; &quot;Deploy&quot;');
      assert.equal(element(read(APP), 'contactEmail'), 'admin@acme.com');
    });

    it('carries the certificate, and no key', () => {
      const carried = element(read(GLOBAL), 'certificate');
      assert.equal(carried, CERTIFICATE.trim());
      assert.equal(
        new X509Certificate(carried).fingerprint256,
        new X509Certificate(CERTIFICATE).fingerprint256,
      );
      for (const path of FILES)
        assert.doesNotMatch(read(path), /PRIVATE KEY|consumer(Key|Secret)>/);
    });

    it('lets in pre-authorized users only, by a permission set that it brings', () => {
      assert.equal(element(read(POLICY), 'permittedUsersPolicyType'), 'AdminApprovedPreAuthorized');
      assert.equal(element(read(POLICY), 'commaSeparatedPermissionSet'), 'Build_Deploy_access');
      assert.equal(element(read(POLICY), 'refreshTokenPolicyType'), 'Zero');
      // A licence would be the licence trap; data access is somebody else's business.
      assert.doesNotMatch(read(PERMISSION_SET), /<license>|objectPermissions|fieldPermissions/);
    });

    it('asks for opaque tokens, the two scopes and no other flow', () => {
      assert.equal(element(read(GLOBAL), 'isNamedUserJwtEnabled'), 'false');
      assert.equal(element(read(SETTINGS), 'commaSeparatedOauthScopes'), 'Api, RefreshToken');
      for (const flow of ['ClientCredentialsFlow', 'CodeCredFlow', 'DeviceFlow', 'TokenExchange']) {
        assert.equal(element(read(GLOBAL), `is${flow}Enabled`), 'false', flow);
      }
      assert.equal(element(read(PLUGINS), 'isEnabled'), 'true');
      assert.equal(element(read(PLUGINS), 'isOauthPluginEnabled'), 'true');
    });

    it('is a DX project', () => {
      const project: unknown = JSON.parse(read(PROJECT));
      assert.deepEqual(project, {
        packageDirectories: [{ path: 'force-app', default: true }],
        name: 'Build_Deploy',
        namespace: '',
        sourceApiVersion: '67.0',
      });
    });

    it('is announced with the end of the certificate and the fingerprint of its public key', () => {
      const { publicKey } = new X509Certificate(CERTIFICATE);
      const spki = publicKey.export({ type: 'spki', format: 'der' });
      assert.ok(said.includes(createHash('sha256').update(spki).digest('hex')));
      assert.match(said, /^Ends: +\d{4}-\d\d-\d\d, in \d+ days$/m);
      assert.match(said, /RSA 2048/);
    });

    it('is not written over', () => {
      const { status, stderr } = fill('--certificate', certificate, '--name', 'Another');
      assert.equal(status, 1);
      assert.match(stderr, /is not empty/);
      assert.match(read(APP), /Build_Deploy|Build &amp;/);
    });
  });

  it('adds the scope "web" for browser tests', () => {
    const { status, stderr } = fill(
      '--certificate',
      certificate,
      '--name',
      'Build Deploy',
      '--browser-tests',
      '--out',
      'web',
    );
    assert.equal(status, 0, stderr);
    const settings = readFileSync(join(folder, 'web', SETTINGS), 'utf8');
    assert.equal(element(settings, 'commaSeparatedOauthScopes'), 'Api, RefreshToken, Web');
  });

  const refusals: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['a private key', () => [write('server.key', fakeKey())], /holds a private key/],
    [
      'key and certificate in one file',
      () => [write('both.pem', CERTIFICATE + fakeKey())],
      /holds a private key/,
    ],
    ['a chain', () => [write('chain.pem', CERTIFICATE + CERTIFICATE)], /more than one certificate/],
    ['an elliptic-curve key', () => [write('ec.crt', ELLIPTIC)], /wants RSA/],
    ['1024 bits', () => [write('short.crt', SHORT)], /1024 bits/],
    ['a certificate that has ended', () => [write('ended.crt', ENDED)], /ended on 2020-01-02/],
    [
      'a file that is no certificate',
      () => [write('none.crt', 'hello')],
      /not an X\.509 certificate/,
    ],
    ['a file that is not there', () => [join(folder, 'missing.crt')], /Cannot read .*ENOENT/],
    ['a name without a letter', () => [certificate, '--name', '2027'], /at least one letter/],
    ['an address that is none', () => [certificate, '--email', 'admin'], /not an email address/],
    ['an option it does not know', () => [certificate, '--key', 'server.key'], /--key/],
  ];
  for (const [what, options, because] of refusals) {
    it(`refuses ${what}, and writes nothing`, () => {
      const { status, stderr } = fill(
        '--out',
        'refused',
        '--name',
        'Build Deploy',
        '--certificate',
        ...options(),
      );
      assert.equal(status, 1);
      assert.match(stderr, because);
      assert.ok(!existsSync(join(folder, 'refused')));
    });
  }

  it('says what is missing', () => {
    const { status, stderr } = spawnSync(process.execPath, [FILL], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /Missing: --certificate, --name, --email\./);
  });

  function write(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Later options win, so a case may repeat one. */
  function fill(...options: readonly string[]) {
    return spawnSync(
      process.execPath,
      [FILL, '--email', 'admin@acme.com', '--out', 'project', ...options],
      { cwd: folder, encoding: 'utf8' },
    );
  }
});

/** Put together here, so that no scanner takes this file for a leak. */
function fakeKey(): string {
  return ['-----BEGIN', 'PRIVATE KEY-----\nMIIE\n-----END', 'PRIVATE KEY-----\n'].join(' ');
}

function element(xml: string, name: string): string {
  const matches = [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))];
  assert.equal(matches.length, 1, `<${name}> is there ${matches.length} times`);
  return matches[0]?.[1] ?? '';
}

/** Enough XML to catch an unescaped character, a lost end tag or two roots; the templates use no more. */
function assertWellFormed(xml: string): void {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  assert.ok(xml.startsWith(declaration));
  const open: string[] = [];
  let roots = 0;
  const rest = xml
    .slice(declaration.length)
    .replace(/<(\/?)([A-Za-z]+)(?: xmlns="[^"<&]*")?>/g, (_, end, name) => {
      if (end) assert.equal(open.pop(), name, `</${name}> closes what is not open`);
      else if (open.push(name) === 1) roots += 1;
      return '';
    });
  assert.deepEqual(open, [], 'everything is closed');
  assert.equal(roots, 1, 'one root');
  assert.doesNotMatch(rest.replace(/&(amp|lt|gt|quot|apos);/g, ''), /[<>&]/);
}
