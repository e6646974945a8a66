import { createHttpClient } from '../../src/http/client.ts';
import { TransportError } from '../../src/http/errors.ts';
import { resolveProxy } from '../../src/http/proxy.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { KeyServiceError, SigningError } from '../../src/signing/errors.ts';
import type { ServiceContext } from '../../src/signing/service.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import type { LoginVariables } from './login-program.ts';

const TIMEOUT_MS = 30_000;

export interface ServiceCall {
  readonly context: ServiceContext;
  readonly deadline: number;
}

/**
 * Calls the key service with the action's code, including its proxy support, limits and host checks.
 * @param title name of the service in errors
 * @throws SetupError if the call fails
 */
export async function callService<T>(
  { runtime, redactor }: SetupContext,
  { title, env }: { readonly title: string; readonly env: LoginVariables },
  work: (call: ServiceCall) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  const proxy = resolveProxy(runtime.env);
  const secrets = createSecretRegistry((value) => redactor.add(value));
  secrets.mask(proxy.secrets);
  // Uses the machine's clock, because AWS compares the time of a request with its own.
  const now = Date.now;
  const context = { env, secrets, now, http: createHttpClient(proxy, end.signal) };
  try {
    return await work({ context, deadline: now() + TIMEOUT_MS });
  } catch (error) {
    throw explainServiceError(error, title);
  } finally {
    end.abort();
  }
}

function explainServiceError(error: unknown, title: string): unknown {
  if (error instanceof KeyServiceError) {
    const { response, details } = error;
    const text = [response.error, response.description].filter(Boolean).join(': ');
    return new SetupError(
      `${title} (${details['host']}) rejected the request with HTTP ${response.status}: ${text || error.code}`,
    );
  }
  if (error instanceof TransportError)
    return new SetupError(`${title} (${error.host}) did not answer: ${error.code}`);
  if (error instanceof SigningError && error.code === 'region-missing')
    return new SetupError(
      'The address names no region, and AWS_REGION is not set or is not the name of a region.',
    );
  if (error instanceof SigningError) {
    const { variable, missing } = error.details;
    return new SetupError(
      `${variable ?? missing ?? title} cannot be used for ${title} (${error.code}).`,
    );
  }
  return error instanceof InputError ? new SetupError(`${title}: ${error.code}`) : error;
}
