import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import { answerAws } from './aws-kms.ts';
import { answerAzure } from './azure-key-vault.ts';
import { answerGoogle } from './google-kms.ts';
import { answerOidc } from './oidc.ts';
import type { KeyServicesState } from './state.ts';
import { answerVault } from './vault.ts';

/** A request that the services received, and its outcome. */
export interface ServiceRecord extends SimRequest {
  readonly status: number;
  readonly outcome: string;
}

/** All services share one address; a request's path and headers determine which service answers it. */
const SERVICES = [answerOidc, answerAws, answerGoogle, answerAzure, answerVault] as const;

export function makeListener(state: KeyServicesState, records: ServiceRecord[]): RequestListener {
  return async (message, response) => {
    const request = await readRequest(message).catch(() => undefined);
    // The client has closed the connection.
    if (request === undefined) return;
    const answer = respond(state, request);
    const { status, headers, body, outcome = '' } = answer;
    records.push({ ...request, status, outcome });
    response.writeHead(status, { ...headers, Date: new Date(state.now()).toUTCString() });
    response.end(body);
  };
}

export const makeServer = (listener: RequestListener): Server => createServer(listener);

function respond(state: KeyServicesState, request: SimRequest): SimResponse {
  if (state.outages > 0 && request.path !== '/oidc/token') {
    state.outages -= 1;
    return { status: 503, headers: { 'Content-Type': 'text/plain' }, body: 'Service Unavailable' };
  }
  for (const answer of SERVICES) {
    const response = answer(state, request);
    if (response) return response;
  }
  return json(404, {}, 'unknown path');
}

async function readRequest(message: IncomingMessage): Promise<SimRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const url = new URL(message.url ?? '/', 'http://host');
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    host: message.headers.host ?? '',
    method: message.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
    transport: 'http',
  };
}
