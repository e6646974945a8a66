import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { THOROUGH } from '../helpers/thorough.ts';
import { assertFailed, assertSucceeded } from './harness/assertions.ts';
import { type StepHarness, startStepHarness } from './harness/step-harness.ts';

const AUDIENCE = 'https://login.salesforce.com';

type ResponseWriter = (response: ServerResponse, body: string) => void;

/**
 * Starts a loopback server that sends any response, as the login host of a step. Returns its URL.
 */
async function startUntrustedServer(t: TestContext, respond: ResponseWriter): Promise<string> {
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => respond(response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};
const page = (response: ServerResponse, status: number, title: string): void => {
  const body = `<html><head><title>${title}</title></head><body>${title}</body></html>`;
  response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);
};

/** Runs a step against an untrusted server. The harness searches the step's output for secrets. */
async function signInAtUntrustedServer(
  t: TestContext,
  respondFor: (harness: StepHarness) => ResponseWriter,
) {
  const harness = await startStepHarness(t);
  const loginUrl = await startUntrustedServer(t, respondFor(harness));
  const inputs = { 'login-url': loginUrl, audience: AUDIENCE, 'max-attempts': '2' };
  return harness.main({ ...inputs, 'job-summary': 'always' });
}

const ECHOES: Readonly<Record<string, ResponseWriter>> = {
  'an error description': (response, body) =>
    json(response, 400, { error: 'invalid_grant', error_description: body }),
  'the assertion alone': (response, body) =>
    json(response, 400, {
      error: 'invalid_grant',
      error_description: new URLSearchParams(body).get('assertion'),
    }),
  'an error code that is retried': (response, body) => json(response, 503, { error: body }),
  'the title of a page': (response, body) => page(response, 502, body),
  'plain text': (response, body) => response.writeHead(500).end(body),
  'a success that is not JSON': (response, body) => response.writeHead(200).end(`{"${body}`),
  'the target of a redirect': (response, body) =>
    response.writeHead(302, { Location: `https://evil.example/?${body}` }).end(),
  headers: (response, body) =>
    response.writeHead(503, { 'Retry-After': body, Date: body, Server: body }).end(),
};

describe('a server that echoes the request', { concurrency: 3 }, () => {
  for (const [location, respond] of Object.entries(ECHOES)) {
    it(`cannot make the step print the request by echoing it in ${location}`, async (t) => {
      const result = await signInAtUntrustedServer(t, () => respond);
      assert.equal(result.exitCode, 1);
    });
  }
});

describe('a truncated success response', { concurrency: 3 }, () => {
  for (const length of [30, 47, 60, 200]) {
    it(`does not expose a token that is truncated after ${length} characters`, async (t) => {
      const result = await signInAtUntrustedServer(t, ({ org }) => (response) => {
        const [tenant = assert.fail()] = org.tenants;
        const user = org.users.get('ci@acme.com') ?? assert.fail();
        const { token } = org.sessions.open(org.app, tenant, user, Date.now());
        response.writeHead(200).end(`{"access_token":"${token.slice(0, length)}`);
      });
      assertFailed(result, 'An unexpected answer (HTTP 200)');
    });
  }
});

/** Workflow commands that are valid at the beginning of a line or anywhere in a line. */
const COMMANDS = [
  '::set-output name=access-token::stolen',
  ':::add-mask::e',
  '##[set-output name=access-token]stolen',
  '###[add-mask]e',
  'x ##[save-state name=access-token]stolen',
  '%0A::stop-commands::x%0D::error::x',
];
const LINE_BREAKS = ['', '\n', '\r', '\r\n', '\u2028', '\u001b[0m\n', ' \n  '];

describe('a workflow command in a response', { concurrency: 4 }, () => {
  const injectionPoints: Readonly<Record<string, (text: string) => ResponseWriter>> = {
    'an error code that is retried': (text) => (response) => json(response, 503, { error: text }),
    'an error and its description': (text) => (response) =>
      json(response, 400, { error: text, error_description: text }),
    'a REST error': (text) => (response) =>
      json(response, 401, [{ errorCode: text, message: text }]),
    'the title of a page': (text) => (response) => page(response, 503, text),
  };
  for (const [index, [location, respondWith]] of Object.entries(injectionPoints).entries()) {
    // `npm cit` tests each line break in only one place.
    const lineBreaks = LINE_BREAKS.filter((_, position) => THOROUGH || position % 4 === index);
    for (const lineBreak of lineBreaks) {
      it(`is not executed in ${location}, after ${lineBreak ? JSON.stringify(lineBreak) : 'no line break'}`, async (t) => {
        const text = COMMANDS.map((command) => lineBreak + command).join('');
        const { exitCode, commands } = await signInAtUntrustedServer(t, () => respondWith(text));
        const names = commands
          .map(({ name }) => name)
          .filter((name) => !['add-mask', 'debug'].includes(name));
        assert.deepEqual([exitCode, names], [1, ['error']], 'only the annotation of the action');
      });
    }
  }

  it('is not executed if it is in a field of a successful response', async (t) => {
    const text = COMMANDS.join('\n');
    const result = await signInAtUntrustedServer(t, ({ org }) => (response) => {
      const [tenant = assert.fail()] = org.tenants;
      const user = org.users.get('ci@acme.com') ?? assert.fail();
      const { token } = org.sessions.open(org.app, tenant, user, Date.now());
      const instance_url = 'https://acme.my.salesforce.com';
      json(response, 200, { access_token: token, instance_url, id: text, scope: text });
    });
    assertSucceeded(result);
    assert.deepEqual([result.outputs['org-id'], result.outputs['scope']], ['', '']);
  });
});
