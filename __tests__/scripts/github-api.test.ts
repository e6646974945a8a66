import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { ApiError, callApi } from '../../scripts/github/api.ts';
import { makeFolder } from '../helpers/folders.ts';

const SKIP = process.platform === 'win32' && 'The script that replaces gh needs a POSIX shell.';
const GET = { method: 'GET', path: 'repos/acme/app' } as const;
/** More than a pipe holds, so that writing it ends only if gh reads. */
const LARGE_BODY = { content: 'x'.repeat(1_000_000) };

describe('a call of the GitHub API through gh', { skip: SKIP }, () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env['PATH'] = PATH;
  });

  function replaceGh(script: string): void {
    const folder = makeFolder('gh');
    const file = join(folder, 'gh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    process.env['PATH'] = folder + delimiter + PATH;
  }

  it('returns the response even if gh exits without reading the whole body', () => {
    replaceGh(`exec 0<&-; echo '{"number":7}'`);
    assert.deepEqual(callApi({ method: 'POST', path: 'graphql', body: LARGE_BODY }), { number: 7 });
  });

  it('reports the status of the response if gh fails without reading the whole body', () => {
    replaceGh('exec 0<&-; echo "gh: Validation Failed (HTTP 422)" >&2; exit 1');
    assert.throws(
      () => callApi({ method: 'POST', path: 'graphql', body: LARGE_BODY }),
      (error) => error instanceof ApiError && error.status === 422,
    );
  });

  it('writes the body of a POST request, and nothing for a GET request', () => {
    replaceGh('cat | wc -c');
    assert.equal(callApi({ method: 'POST', path: 'graphql', body: { a: 1 } }), 7);
    assert.equal(callApi(GET), 0);
  });

  it('returns undefined for a GET request that receives 404', () => {
    replaceGh('echo "gh: Not Found (HTTP 404)" >&2; exit 1');
    assert.equal(callApi(GET), undefined);
  });

  it('says how to install gh if it is missing', () => {
    process.env['PATH'] = makeFolder('empty');
    assert.throws(() => callApi(GET), /"gh" is not installed\. Install it: https:/);
  });

  it('says that gh did not finish if a signal ended it', () => {
    replaceGh('kill -TERM $$');
    assert.throws(() => callApi(GET), /"gh" did not finish: SIGTERM/);
  });
});
