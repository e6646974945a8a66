/**
 * Calls GitHub's API through `gh`, which uses the user's token on a workstation and the job's token in
 * a workflow.
 */
import { spawnSync } from 'node:child_process';

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiRequest {
  readonly method: ApiMethod;
  /** A path relative to https://api.github.com/, or a full URL. */
  readonly path: string;
  readonly body?: unknown;
  /** A file to upload instead of a JSON body. */
  readonly file?: string;
}

/**
 * Sends a request. Returns the parsed JSON of the response, or undefined if the response is empty
 * (204) or a GET request receives 404.
 */
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
  // gh reads no input for a GET request, so none is written.
  const isJson = method !== 'GET' && file === undefined;
  const contentType = isJson ? 'application/json' : 'application/gzip';
  const data =
    method === 'GET' ? [] : ['--input', file ?? '-', '--header', `Content-Type: ${contentType}`];
  const { error, status, signal, stdout, stderr } = spawnSync(
    'gh',
    ['api', '--method', method, path, ...data],
    {
      encoding: 'utf8',
      input: isJson ? JSON.stringify(body ?? {}) : undefined,
      maxBuffer: MAX_BUFFER,
    },
  );
  // If gh has exited, its exit code decides. The error can be EPIPE then, because gh may exit before it
  // has read all of its input.
  if (status === null) throw new Error(failureToRun(error, signal));
  if (status === 0) return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  const [, code] = /\(HTTP (\d+)\)/.exec(stderr) ?? [];
  if (method === 'GET' && code === '404') return undefined;
  throw new ApiError(request, Number(code ?? 0), stderr.trim() || `gh ended with ${status}`);
}

function failureToRun(error: Error | undefined, signal: NodeJS.Signals | null): string {
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    return '"gh" is not installed. Install it: https://cli.github.com';
  return `"gh" did not finish: ${error?.message ?? signal}`;
}
