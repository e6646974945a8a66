import type { Dependencies } from '../runtime.ts';

export type ServiceContext = Pick<Dependencies, 'env' | 'http' | 'secrets' | 'now'>;

export interface ServiceSignature {
  readonly bytes: Buffer;
  /** Version of the key that signed, if the service returns it. */
  readonly version?: number;
}

/** A key in a key service. */
export interface ServiceKey {
  /** Name of the service as its vendor writes it. */
  readonly service: string;
  /** Reason why the address may refer to a different key later. Undefined if it cannot. */
  readonly movesBy?: 'alias' | 'rotation';
  /**
   * Signs with RSASSA-PKCS1-v1_5 and SHA-256.
   * @param deadline milliseconds since the epoch
   */
  sign(input: Buffer, deadline: number): Promise<ServiceSignature>;
}
