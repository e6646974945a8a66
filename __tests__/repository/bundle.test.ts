/** Tests the size and the contents of the bundle that a job downloads and runs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { actionYml, ROOT } from '../../support/runner/action.ts';
import { missingTool } from '../helpers/tools.ts';

const KB = 1000;
const ENTRY_POINTS = ['main', 'post'] as const;
const scripts = (entryPoint: string) =>
  readdirSync(join(ROOT, 'dist', entryPoint))
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file, code: readFileSync(join(ROOT, 'dist', entryPoint, file), 'utf8') }));
const allScripts = ENTRY_POINTS.flatMap((entryPoint) => scripts(entryPoint));

for (const entryPoint of ENTRY_POINTS) {
  describe(`dist/${entryPoint}`, () => {
    it('contains the script that action.yml runs', () => {
      assert.equal(actionYml.runs[entryPoint], `dist/${entryPoint}/index.js`);
    });

    for (const { file, code } of scripts(entryPoint)) {
      it(`contains ${file}, which has at most 175 KB and is not minified`, () => {
        assert.ok(Buffer.byteLength(code) <= 175 * KB, `${Buffer.byteLength(code)} bytes`);
        const longestLine = Math.max(...code.split('\n').map((line) => line.length));
        assert.ok(longestLine < 1200, `a line has ${longestLine} characters`);
      });
    }

    it('loads only built-in modules and its own files', () => {
      const allowed =
        /^(node:)?(assert|async_hooks|buffer|crypto|events|fs|fs\/promises|http|https|net|os|path|stream|string_decoder|timers|timers\/promises|tls|url|util)$/;
      for (const { code } of scripts(entryPoint)) {
        // process.getBuiltinModule loads only built-in modules.
        assert.doesNotMatch(withoutComments(code), /\b(createRequire|require)\b|^import /m);
        for (const [, name = ''] of code.matchAll(/\bgetBuiltinModule\b(?:\("([^"]+)"\))?/g))
          assert.match(name, allowed);
      }
    });
  });
}

/**
 * Strings that identify the chunks that a workflow with `signing-key` loads, one string for each
 * chunk. Only the first one also occurs in index.js.
 */
const KEY_SERVICE_MARKERS = [
  'createServiceSigner',
  'TrentService.',
  'X-Vault-Token',
  ':asymmetricSign',
  'client_assertion_type',
  'The key service did not answer',
];
const mainChunks = scripts('main').filter(({ file }) => file !== 'index.js');
const keyServiceChunks = mainChunks.filter(({ code }) =>
  KEY_SERVICE_MARKERS.some((marker) => code.includes(marker)),
);
const totalBytes = (chunks: typeof mainChunks) =>
  chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);

it('the chunk with the code that explains a failure has at most 115 KB', () => {
  const chunks = mainChunks.filter(({ code }) => code.includes('function explainFailure('));
  assert.equal(chunks.length, 1);
  const total = totalBytes(chunks);
  assert.ok(total > 0 && total <= 115 * KB, `${total} bytes`);
});

it('the code of each key service is a separate chunk of at most 10 KB, and index.js does not contain it', () => {
  assert.equal(keyServiceChunks.length, KEY_SERVICE_MARKERS.length);
  const services = keyServiceChunks.filter(
    ({ code }) => !/createServiceSigner|The key service did not answer/.test(code),
  );
  for (const { file, code } of services)
    assert.ok(Buffer.byteLength(code) <= 10 * KB, `${file}: ${Buffer.byteLength(code)} bytes`);
  assert.ok(totalBytes(keyServiceChunks) <= 65 * KB, `${totalBytes(keyServiceChunks)} bytes`);
  const main = scripts('main').find(({ file }) => file === 'index.js');
  for (const marker of KEY_SERVICE_MARKERS.slice(1)) assert.ok(!main?.code.includes(marker));
});

describe('the bundles', () => {
  const absent = [
    ['undici', 'class ProxyAgent', 'undici/lib'],
    ['the HTTP client of the Actions toolkit', 'class HttpClient', 'TunnelingAgent'],
    ['child processes', '"child_process"', 'node:child_process', 'spawn('],
    ['Octokit', '@octokit/core', 'class Octokit'],
    ['code evaluated from strings', 'eval(', 'new Function('],
    [
      'network clients other than node:http and node:https',
      'fetch(',
      'WebSocket',
      'dgram',
      'http2',
    ],
  ] as const;

  for (const [description, ...markers] of absent) {
    it(`do not contain ${description}`, () => {
      for (const { file, code } of allScripts) {
        const body = withoutComments(code);
        for (const marker of markers)
          assert.ok(!body.includes(marker), `${file} contains ${marker}`);
      }
    });
  }

  it('are built with stubs that throw if they are called', async () => {
    for (const name of ['undici', '@actions/exec', '@actions/http-client']) {
      const stub: Record<string, () => unknown> = await import(name);
      for (const [, exported] of Object.entries(stub)) {
        if (typeof exported === 'function')
          assert.throws(exported, /intentionally excluded from this action/);
      }
    }
  });
});

for (const entryPoint of ENTRY_POINTS) {
  it(`dist/${entryPoint}/licenses.txt lists the license of every bundled package and of no other`, () => {
    const text = readFileSync(join(ROOT, 'dist', entryPoint, 'licenses.txt'), 'utf8');
    const listedPackages = Array.from(text.matchAll(/^(\S+)\nMIT\n(?=.*\S)/gm), ([, name]) => name);
    const code = scripts(entryPoint).map((script) => script.code);
    const bundledPackages = Array.from(
      code.join('\n').matchAll(/^;\/\/ .* \.\/node_modules\/((?:@[^/]+\/)?[^/]+)/gm),
      ([, name]) => name,
    );
    assert.deepEqual(listedPackages, [...new Set(bundledPackages)].sort());
    assert.ok(listedPackages.includes('@actions/core'));
  });
}

const noHistory =
  missingTool('git') || (!existsSync(join(ROOT, '.git')) && 'a downloaded ZIP has no history');
it('the tarball that a job downloads is at most 140 KB', { skip: noHistory }, () => {
  // Like GitHub, this test applies .gitattributes and compresses at the default level.
  const archive = ['archive', '--worktree-attributes', '--format=tar', 'HEAD'];
  // Without this setting, Git rejects a folder that belongs to another user, as in a container.
  const tar = execFileSync('git', ['-c', 'safe.directory=*', ...archive], {
    cwd: ROOT,
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { length } = gzipSync(tar);
  assert.ok(length <= 140 * KB, `${length} bytes`);
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
