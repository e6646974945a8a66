import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PAGE, page } from '../../scripts/troubleshooting.ts';
import { causeName } from '../../scripts/troubleshooting-content.ts';
import { SOURCES } from '../../scripts/troubleshooting-sources.ts';
import { CATALOG, CHAPTERS } from '../../src/diagnosis/catalog/index.ts';
import { LOGIN_HISTORY } from '../../src/diagnosis/catalog/login-history.ts';
import { anchorOf } from '../../src/diagnosis/diagnose.ts';

const current = readFileSync(PAGE, 'utf8');
const headings = [...current.matchAll(/^#{1,6} (.*)$/gm)].map(([, text = '']) => text);

it('docs/troubleshooting.md is up to date with the catalog', () => {
  assert.ok(current === page(), 'run "node scripts/troubleshooting.ts"');
  const script = fileURLToPath(new URL('../../scripts/troubleshooting.ts', import.meta.url));
  execFileSync(process.execPath, [script, '--check']);
});

it('docs/troubleshooting.md has one section per catalog entry, and its anchors are unique', () => {
  const anchors = headings.map(anchorOf);
  assert.deepEqual([...new Set(anchors)], anchors);
  for (const { title } of CATALOG) {
    assert.equal(anchors.filter((anchor) => anchor === anchorOf(title)).length, 1, title);
  }
});

it('the titles of catalog entries are plain text whose anchors do not depend on Markdown', () => {
  for (const { title } of CATALOG) {
    assert.doesNotMatch(title, /[*`[\]<>|\\]|^[\s_]|[\s_]$|--/, title);
    assert.match(anchorOf(title), /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);
  }
});

it('every internal link of docs/troubleshooting.md resolves', () => {
  const anchors = new Set(headings.map(anchorOf));
  const links = [...current.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
  assert.ok(links.length > CATALOG.length);
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
  for (const [status] of Object.values(LOGIN_HISTORY)) assert.ok(current.includes(`| ${status} |`));
});

it('a cause that several catalog entries share has a name', () => {
  const causes = CATALOG.flatMap((entry) => entry.causes);
  for (const [text, { length }] of Map.groupBy(
    causes,
    ({ explanation, fix }) => `${explanation} ${fix}`,
  )) {
    const cause = causes.find(({ explanation, fix }) => text === `${explanation} ${fix}`);
    if (length > 1) {
      assert.ok(
        cause && causeName(cause),
        `scripts/troubleshooting-content.ts needs a name for: ${text}`,
      );
    }
  }
});

it('every Salesforce error has a source, and every source belongs to an entry or a cause', () => {
  const causes = CATALOG.flatMap((entry) => entry.causes);
  const knownTexts = new Set([
    ...CATALOG.map(({ title }) => title),
    ...causes.map(({ explanation }) => explanation),
  ]);
  assert.deepEqual(
    Object.keys(SOURCES).filter((key) => !knownTexts.has(key)),
    [],
  );
  assert.deepEqual(
    CHAPTERS.refusals.filter(({ title }) => !(title in SOURCES)),
    [],
  );
});

it('docs/troubleshooting.md contains the error texts that people search for', () => {
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

it('docs/troubleshooting.md has no placeholders left', () => {
  const literalText = current.replace(/\$\{\{.*?\}\}/g, '');
  assert.doesNotMatch(literalText, /[{}]|<(?!!--| server\.key)|undefined/);
});

it('docs/troubleshooting.md contains no local paths', () =>
  assert.doesNotMatch(current, /\/home\/|\/tmp\/|\.\.\//));
