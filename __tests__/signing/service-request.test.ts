import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest, HttpResponse } from '../../src/http/client.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { KeyServiceError } from '../../src/signing/errors.ts';
import { requestFields, requireText, requireToken } from '../../src/signing/service-request.ts';
import { catchError } from '../helpers/errors.ts';

const URL = 'https://kms.example:8443/sign';
const secrets = createSecretRegistry(() => undefined);
secrets.mask(['secret-of-the-service']);

function ask(response: Partial<HttpResponse>, requests: HttpRequest[] = []) {
  const context = {
    env: {},
    secrets,
    now: () => 1000,
    http: async (request: HttpRequest) => {
      requests.push(request);
      return { status: 200, headers: {}, body: '{}', ...response };
    },
  };
  const request = {
    service: 'Test KMS',
    method: 'POST',
    url: URL,
    headers: {},
    body: 'x',
  } as const;
  return requestFields(
    {
      ...request,
      deadline: 6000,
      readErrorFields: ({ code, message, transient }) => ({
        code,
        message,
        transient: typeof transient === 'boolean' ? transient : undefined,
      }),
    },
    context,
  );
}

async function refusal(response: Partial<HttpResponse>): Promise<KeyServiceError> {
  const error = await catchError(() => ask(response));
  assert.ok(error instanceof KeyServiceError);
  return error;
}

describe('a request to a key service', () => {
  it('uses the remaining time as its timeout', async () => {
    const requests: HttpRequest[] = [];
    assert.deepEqual(await ask({ body: '{"a":1}' }, requests), { a: 1 });
    assert.equal(requests[0]?.timeoutMs, 5000);
    assert.equal(requests[0]?.name, 'key-service');
  });

  it("fails with the service's error, which contains no secret", async () => {
    const body = JSON.stringify({ code: 'Denied', message: 'No: secret-of-the-service.' });
    const error = await refusal({ status: 403, body });
    assert.equal(error.code, 'Denied');
    assert.equal(error.response.description, 'No: […].');
    assert.deepEqual(error.details, { service: 'Test KMS', host: 'kms.example:8443' });
    assert.equal(error.transient, false);
  });

  it('fails with Retry-After and the message of a gateway that responds instead of the service', async () => {
    const headers = { 'retry-after': '7' };
    const error = await refusal({ status: 429, headers, body: '<html><title>Busy</title></html>' });
    assert.equal(error.response.retryAfter, 7000);
    assert.equal(error.response.excerpt, 'Busy');
    assert.equal(error.code, '429');
    assert.equal(error.transient, true);
  });

  it('fails with the string in `error` if the service returns no error code', async () => {
    const error = await refusal({ status: 400, body: '{"error":"bad","error_description":"Why"}' });
    assert.equal(error.code, 'bad');
    assert.equal(error.response.description, 'Why');
  });

  for (const [status, body, transient] of [
    [408, '{}', true],
    [500, '{}', true],
    [404, '[]', false],
    [500, '{"transient":false}', false],
    [400, '{"transient":true}', true],
    [302, '', false],
  ] as const) {
    it(`is ${transient ? '' : 'not '}retried after HTTP ${status} with ${body || 'no body'}`, async () => {
      assert.equal((await refusal({ status, body })).transient, transient);
    });
  }

  it('is retried if the response is an HTML page, an array or empty', async () => {
    for (const body of ['<html></html>', '[1]', '']) {
      const error = await refusal({ body });
      assert.equal(error.code, 'not-json');
      assert.equal(error.transient, true);
    }
  });
});

describe('a field of a response', () => {
  const from = { code: 'no-token', service: 'Test KMS', url: URL } as const;

  it('is returned if it is a string', () => {
    assert.equal(requireText({ token: 'x' }, 'token', from), 'x');
  });

  it('is named in the error if it is missing, empty or not a string', async () => {
    for (const fields of [{}, { token: '' }, { token: 5 }]) {
      const error = await catchError(() => requireText(fields, 'token', from));
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, 'no-token');
      assert.equal(error.details['field'], 'token');
    }
  });
});

describe('a token in a response', () => {
  const read = (token: unknown) => {
    const masks: string[] = [];
    const context = { secrets: createSecretRegistry((value) => masks.push(value)) };
    const from = { service: 'Test KMS', url: URL };
    return { masks, value: () => requireToken({ token }, 'token', from, context) };
  };

  it('is masked', () => {
    const { masks, value } = read('ya29.a-Token-of-0123456789');
    assert.equal(value(), 'ya29.a-Token-of-0123456789');
    assert.deepEqual(masks, ['ya29.a-Token-of-0123456789']);
  });

  for (const [name, token] of [
    ['a word', 'force-app/main/default'],
    ['many lines', 'eyJ0 Ab1\n'.repeat(80_000)],
    ['a text that is too long', 'eyJ0Ab1.'.repeat(2001)],
  ] as const) {
    it(`is rejected and not masked if it is ${name}`, async () => {
      const { masks, value } = read(token);
      const error = await catchError(value);
      assert.ok(error instanceof KeyServiceError);
      assert.equal(error.code, 'no-token');
      assert.deepEqual(masks, []);
    });
  }
});
