import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AzureAddress } from '../../src/signing/address.ts';
import type { ServiceContext } from '../../src/signing/service.ts';
import type { SigningAccess } from './logins.ts';

const TIMEOUT_MS = 30_000;

/**
 * Lets the action sign with a user's Azure token. In a job, the action exchanges the job's OIDC
 * token, which a user does not have. Therefore, a loopback server is placed between the action and
 * the vault. The server issues its own token to the action, and forwards requests to sign with the
 * user's token. Every request must contain the server's token, because other users of the machine
 * can connect to the server. The action sends the ID of the tenant in the path, so this ID is the
 * token as well.
 */
export async function withRelay<T>(
  { key, version, origin, token }: Pick<AzureAddress, 'key' | 'version'> & RelayTarget,
  { http }: Pick<ServiceContext, 'http'>,
  work: (access: SigningAccess) => Promise<T>,
): Promise<T> {
  const ownToken = makeToken();
  const tokenPath = `/${ownToken}/oauth2/v2.0/token`;
  const path = `/keys/${[key, version].filter(Boolean).join('/')}/sign`;
  const server = createServer(async (request, response) => {
    const url = request.url ?? '';
    if (url === tokenPath) return reply(response, 200, JSON.stringify({ access_token: ownToken }));
    if (request.headers.authorization !== `Bearer ${ownToken}`) return reply(response, 404, '{}');
    if (url.startsWith('/oidc')) return reply(response, 200, JSON.stringify({ value: ownToken }));
    if (!url.startsWith(`${path}?`)) return reply(response, 404, '{}');
    try {
      const answer = await http({
        name: 'key-service',
        method: 'POST',
        url: origin + url,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: await readBody(request),
        timeoutMs: TIMEOUT_MS,
      });
      return reply(response, answer.status, answer.body);
    } catch {
      return reply(response, 502, '{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await work({
      address: `azurekms://${host}/${[key, version].filter(Boolean).join('/')}`,
      env: {
        AZURE_CLIENT_ID: 'setup',
        AZURE_TENANT_ID: ownToken,
        ACTIONS_ID_TOKEN_REQUEST_URL: `http://${host}/oidc?of=setup`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: ownToken,
      },
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/**
 * Returns a random token. The action accepts a token only if it has a digit, a lowercase and an
 * uppercase letter. Random characters alone may lack one of them, so the prefix has all three.
 */
const makeToken = (): string => `Setup1-${randomBytes(24).toString('base64url')}`;

interface RelayTarget {
  readonly origin: string;
  readonly token: string;
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
