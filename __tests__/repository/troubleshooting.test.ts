import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PAGE, page } from '../../scripts/troubleshooting.ts';
import { nameOf } from '../../scripts/troubleshooting-shared.ts';
import { SOURCES } from '../../scripts/troubleshooting-sources.ts';
import { CATALOGUE, CHAPTERS } from '../../src/diagnosis/catalogue/index.ts';
import { LOGIN_HISTORY } from '../../src/diagnosis/catalogue/login-history.ts';
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
  for (const { title } of CATALOGUE) {
    assert.equal(anchors.filter((anchor) => anchor === anchorOf(title)).length, 1, title);
  }
});

it('titles are plain text whose anchor does not depend on Markdown', () => {
  for (const { title } of CATALOGUE) {
    assert.doesNotMatch(title, /[*`[\]<>|\\]|^[\s_]|[\s_]$|--/, title);
    assert.match(anchorOf(title), /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);
  }
});

it('every link within the page leads somewhere', () => {
  const anchors = new Set(headings.map(anchorOf));
  const links = [...current.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor = '']) => anchor);
  assert.ok(links.length > CATALOGUE.length);
  assert.deepEqual(
    links.filter((anchor) => !anchors.has(anchor)),
    [],
  );
});

it('every cause and every status of Login History is on it', () => {
  for (const { causes } of CATALOGUE) {
    for (const { what } of causes) {
      const [beginning = ''] = what.split('{');
      assert.ok(current.includes(`**${beginning.replaceAll('`{input}`', '')}`), what);
    }
  }
  for (const [status] of Object.values(LOGIN_HISTORY)) assert.ok(current.includes(`| ${status} |`));
});

it('a cause that several symptoms share stands once', () => {
  const causes = CATALOGUE.flatMap((entry) => entry.causes);
  for (const [text, { length }] of Map.groupBy(causes, ({ what, fix }) => `${what} ${fix}`)) {
    const named = causes.find(({ what, fix }) => text === `${what} ${fix}`);
    if (length > 1) {
      assert.ok(
        named && nameOf(named),
        `scripts/troubleshooting-shared.ts needs a name for: ${text}`,
      );
    }
  }
});

it('what it says of Salesforce has a source, and every source belongs to something', () => {
  const causes = CATALOGUE.flatMap((entry) => entry.causes);
  const known = new Set([
    ...CATALOGUE.map(({ title }) => title),
    ...causes.map(({ what }) => what),
  ]);
  assert.deepEqual(
    Object.keys(SOURCES).filter((key) => !known.has(key)),
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
  const outside = current.replace(/\$\{\{.*?\}\}/g, '');
  assert.doesNotMatch(outside, /[{}]|<(?!!--| server\.key)|undefined/);
});

it('no path of whoever wrote it is in it', () =>
  assert.doesNotMatch(current, /\/home\/|\/tmp\/|\.\.\//));
