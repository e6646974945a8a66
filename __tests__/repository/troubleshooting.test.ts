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

it('the page is what the catalogue says', () => {
  assert.ok(current === page(), 'run "node scripts/troubleshooting.ts"');
  const script = fileURLToPath(new URL('../../scripts/troubleshooting.ts', import.meta.url));
  execFileSync(process.execPath, [script, '--check']);
});

it('every entry has one section, and every anchor is there once', () => {
  const anchors = headings.map(anchorOf);
  assert.deepEqual([...new Set(anchors)], anchors);
  for (const { title } of CATALOG) {
    assert.equal(anchors.filter((anchor) => anchor === anchorOf(title)).length, 1, title);
  }
});

it('titles are plain text whose anchor does not depend on Markdown', () => {
  for (const { title } of CATALOG) {
    assert.doesNotMatch(title, /[*`[\]<>|\\]|^[\s_]|[\s_]$|--/, title);
    assert.match(anchorOf(title), /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);
  }
});

it('every link within the page leads somewhere', () => {
  const anchors = new Set(headings.map(anchorOf));
  const links = [...current.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
  assert.ok(links.length > CATALOG.length);
  assert.deepEqual(
    links.filter((anchor) => !anchors.has(anchor)),
    [],
  );
});

it('every cause and every status of Login History is on it', () => {
  for (const { causes } of CATALOG) {
    for (const { explanation } of causes) {
      const [beginning = ''] = explanation.split('{');
      assert.ok(current.includes(`**${beginning.replaceAll('`{input}`', '')}`), explanation);
    }
  }
  for (const [status] of Object.values(LOGIN_HISTORY)) assert.ok(current.includes(`| ${status} |`));
});

it('a cause that several symptoms share stands once', () => {
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

it('what it says of Salesforce has a source, and every source belongs to something', () => {
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

it('what people paste into a search is on it literally', () => {
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

it('nothing is left to fill in', () => {
  const literalText = current.replace(/\$\{\{.*?\}\}/g, '');
  assert.doesNotMatch(literalText, /[{}]|<(?!!--| server\.key)|undefined/);
});

it('no path of whoever wrote it is in it', () =>
  assert.doesNotMatch(current, /\/home\/|\/tmp\/|\.\.\//));
