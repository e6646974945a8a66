/** GitHub's API through `gh`, which has the token: of a person on a machine, of the job in a workflow. */
import { spawnSync } from 'node:child_process';

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiRequest {
  readonly method: ApiMethod;
  /** Below https://api.github.com/, or a full URL. */
  readonly path: string;
  readonly body?: unknown;
  /** A file to send in place of a body. */
  readonly file?: string;
}

/** The answer as JSON; undefined if there is nothing, with 404 or 204. */
export type CallApi = (request: ApiRequest) => unknown;

export class ApiError extends Error {
  readonly status: number;

  constructor(request: ApiRequest, status: number, message: string) {
    super(`${request.method} ${request.path}: ${message}`);
    this.status = status;
  }
}

const MAX_BUFFER = 64 * 1024 * 1024;

export function callApi(request: ApiRequest): unknown {
  const { method, path, body, file } = request;
  const input = file === undefined ? JSON.stringify(body ?? {}) : undefined;
  const contentType = file === undefined ? 'application/json' : 'application/gzip';
  const data =
    method === 'GET' ? [] : ['--input', file ?? '-', '--header', `Content-Type: ${contentType}`];
  const { error, status, stdout, stderr } = spawnSync(
    'gh',
    ['api', '--method', method, path, ...data],
    {
      encoding: 'utf8',
      input,
      maxBuffer: MAX_BUFFER,
    },
  );
  if (error)
    throw new Error(`"gh" did not start (${error.message}). Install it: https://cli.github.com`);
  if (status === 0) return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  const [, code] = /\(HTTP (\d+)\)/.exec(stderr) ?? [];
  if (method === 'GET' && code === '404') return undefined;
  throw new ApiError(request, Number(code ?? 0), stderr.trim() || `gh ended with ${status}`);
}
