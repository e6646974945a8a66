/**
 * Helpers for the tests of src/signing/: the simulated services and the context of a step that uses
 * them.
 */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { after } from 'node:test';
import type { KeyServiceName } from '../../simulator/key-services/faults.ts';
import { type KeyServices, startKeyServices } from '../../simulator/key-services/index.ts';
import { createHttpClient, type HttpRequest } from '../../src/http/client.ts';
import { resolveProxy } from '../../src/http/proxy.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import type { ServiceContext } from '../../src/signing/service.ts';

const runEnd = new AbortController();
const httpClient = createHttpClient(resolveProxy({}), runEnd.signal);
after(() => runEnd.abort());

export async function keyServices(now?: () => number): Promise<KeyServices> {
  const services = await startKeyServices(now);
  after(() => services.close());
  return services;
}

export interface TestContext extends ServiceContext {
  /** Values that were masked. */
  readonly masks: string[];
  readonly requests: HttpRequest[];
}

/**
 * Returns a context whose HTTP client records requests to the real host names of a service, but
 * sends them to the simulated service on loopback.
 */
export function serviceContext(
  services: KeyServices,
  service: KeyServiceName,
  changes: Readonly<Record<string, string | undefined>> = {},
  now: () => number = Date.now,
): TestContext {
  const masks: string[] = [];
  const requests: HttpRequest[] = [];
  return {
    env: { ...services.environment(service), ...changes },
    secrets: createSecretRegistry((value) => masks.push(value)),
    masks,
    requests,
    now,
    http(request) {
      requests.push(request);
      const url = new URL(request.url);
      return httpClient({ ...request, url: services.url + url.pathname + url.search });
    },
  };
}

export const deadline = (): number => Date.now() + 10_000;

export const INPUT = Buffer.from('eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0');

/** Returns a certificate as the step parses it. */
export function certificate(pem: string): { publicKey: KeyObject; notAfter: Date } {
  const x509 = new X509Certificate(pem);
  return { publicKey: createPublicKey(pem), notAfter: new Date(x509.validTo) };
}
