import type { HttpClient } from '../http/client.ts';
import type { SecretRegistry } from '../redaction/secrets.ts';

/** What a key service needs from the step. */
export interface ServiceContext {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly http: HttpClient;
  readonly secrets: SecretRegistry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ServiceSignature {
  readonly bytes: Buffer;
  /** The version of the key, if the service says which one signed. */
  readonly version?: number;
}

/** A key in a service. */
export interface ServiceKey {
  /** As its vendor calls the service. */
  readonly service: string;
  /** True if the address can mean another key tomorrow. */
  readonly movesBy?: 'alias' | 'rotation';
  /**
   * Signs with RSASSA-PKCS1-v1_5 and SHA-256.
   * @param deadline milliseconds since the epoch
   */
  sign(input: Buffer, deadline: number): Promise<ServiceSignature>;
}
