import type { Dependencies } from '../runtime.ts';

export type ServiceContext = Pick<Dependencies, 'env' | 'http' | 'secrets' | 'now'>;

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
