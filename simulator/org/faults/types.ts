import type { Duplex } from 'node:stream';
import type { SimRequest, SimResponse } from '../http-message.ts';

/** A failure that can be simulated between a client and the org. */
export type Fault = FaultDescription & FaultAction;

interface FaultDescription {
  readonly name: string;
  /** Description in the list of faults. */
  readonly summary: string;
  readonly layer: 'response' | 'connection' | 'tls' | 'proxy' | 'dns';
  /** Default number of requests that fail; unlimited if undefined. */
  readonly times?: number;
  /** Default path; the token endpoint if undefined. */
  readonly path?: string;
  /** Default duration in milliseconds: a delay, an interval or an offset. */
  readonly ms?: number;
}

export type FaultAction =
  | { readonly response: (context: FaultContext) => SimResponse }
  | { readonly connection: (connection: RawConnection) => void }
  | { readonly certificate: CertificateFault }
  | { readonly tunnel: (tunnel: Tunnel) => void }
  | { readonly clock: true };

export type CertificateFault =
  | 'unknown-ca'
  | 'self-signed'
  | 'inspected'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid';

export interface FaultContext {
  readonly org: { readonly httpUrl: string; now(): number };
  readonly request: SimRequest;
  readonly ms: number;
  /** Handles the request and returns the response without the fault. May open a session. */
  originalResponse(): SimResponse;
}

/** The connection of the request, for bytes that node:http would refuse to write. */
export interface RawConnection {
  readonly socket: Duplex;
  readonly ms: number;
  /** Status line, headers and body of the response without the fault. */
  readonly head: string;
  readonly body: Buffer;
  /** Closes the connection with a TCP reset. */
  reset(): void;
}

/** The CONNECT request, which the proxy has not answered yet. */
export interface Tunnel {
  readonly socket: Duplex;
  readonly ms: number;
  readonly authority: string;
}

export interface FaultOptions {
  readonly times?: number;
  /**
   * Part of the path to match. Ignored by TLS and proxy faults, because they occur before the path is
   * known.
   */
  readonly path?: string;
  readonly host?: string;
  readonly ms?: number;
}

export interface ActiveFault {
  readonly fault: Fault;
  readonly path: string;
  readonly host: string | undefined;
  readonly ms: number;
  remaining: number;
}
