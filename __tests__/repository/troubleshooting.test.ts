import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PAGE, page } from '../../scripts/troubleshooting.ts';
import { causeName } from '../../scripts/troubleshooting-content.ts';
import { CATALOG } from '../../src/diagnosis/catalog/complete.ts';
import { LOGIN_HISTORY } from '../../src/diagnosis/catalog/login-history.ts';
import { CAUSE_DOCUMENTATION, ENTRY_DOCUMENTATION } from '../../src/diagnosis/catalog/sources.ts';
import { anchorOf } from '../../src/diagnosis/help-url.ts';

const current = readFileSync(PAGE, 'utf8');
const headings = [...current.matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) => text);

it('docs/troubleshooting.md is up to date with the catalog', () => {
  assert.ok(current === page(), 'run "node scripts/troubleshooting.ts"');
  const script = fileURLToPath(new URL('../../scripts/troubleshooting.ts', import.meta.url));
  execFileSync(process.execPath, [script, '--check']);
});

it('docs/troubleshooting.md has exactly one section for each catalog entry, and no duplicate anchors', () => {
  const anchors = headings.map(anchorOf);
  assert.deepEqual([...new Set(anchors)], anchors);
  for (const { title } of CATALOG) {
    assert.equal(anchors.filter((anchor) => anchor === anchorOf(title)).length, 1, title);
  }
});

it('titles of catalog entries contain no Markdown, which would change their anchors', () => {
  for (const { title } of CATALOG) {
    assert.doesNotMatch(title, /[*`[\]<>|\\]|^[\s_]|[\s_]$|--/, title);
    assert.match(anchorOf(title), /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);
  }
});

it('docs/troubleshooting.md has no broken link to one of its sections', () => {
  const places = [...current.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  const anchors = new Set([...headings.map(anchorOf), ...places]);
  const links = [...current.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
  assert.ok(links.length > 20);
  assert.deepEqual(
    links.filter((anchor) => !anchors.has(anchor)),
    [],
  );
});

it('docs/troubleshooting.md contains every cause and every Login History status', () => {
  for (const { causes } of CATALOG) {
    for (const { explanation } of causes) {
      const [beginning = ''] = explanation.split('{');
      assert.ok(current.includes(`**${beginning.replaceAll('`{input}`', '')}`), explanation);
    }
  }
  for (const [status] of Object.values(LOGIN_HISTORY))
    assert.ok(current.includes(`- **${status}:**`));
});

it('a cause that several catalog entries share has a name, and therefore its own section', () => {
  const entriesByCause = Map.groupBy(
    CATALOG.flatMap((entry) => entry.causes.map((cause) => ({ id: cause.id, entry }))),
    ({ id }) => id,
  );
  for (const [id, uses] of entriesByCause)
    if (uses.length > 1)
      assert.ok(causeName({ id }), `move ${id} to shared-causes.ts and name it in sources.ts`);
});

it('docs/troubleshooting.md cites every source of the causes and catalog entries', () => {
  const sources = [
    ...Object.values(CAUSE_DOCUMENTATION),
    ...Object.values(ENTRY_DOCUMENTATION),
  ].flatMap((documentation) => documentation.sources ?? []);
  assert.deepEqual(
    sources.filter(([name, url]) => !current.includes(`[${name}](${url})`)),
    [],
  );
});

it('docs/troubleshooting.md contains the messages that users search for', () => {
  for (const text of [
    "user hasn't approved this consumer",
    'audience is invalid',
    'app_not_found',
    'refresh_token scope is required',
    'invalid client credentials',
    'expired authorization code',
    'unable to get local issuer certificate',
    'getaddrinfo ENOTFOUND',
    'socket hang up',
    'BEGIN OPENSSH PRIVATE KEY',
    'tunneling socket could not be established',
  ]) {
    assert.ok(current.includes(text), text);
  }
});

it('docs/troubleshooting.md contains no unfilled placeholder', () => {
  const literalText = current.replace(/\$\{\{.*?\}\}/g, '');
  assert.doesNotMatch(literalText, /[{}]|<(?!!--| server\.key| id_rsa|a id="|\/a>)|undefined/);
});

it('docs/troubleshooting.md contains no path of the machine that generated it', () =>
  assert.doesNotMatch(current, /\/home\/|\/tmp\/|\.\.\//));
