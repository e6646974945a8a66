import type { Duplex } from 'node:stream';
import type { SimRequest, SimResponse } from '../http-message.ts';

/** One thing that can go wrong between a client and the org. */
export type Fault = FaultDescription & FaultAction;

interface FaultDescription {
  readonly name: string;
  /** One plain sentence. */
  readonly summary: string;
  readonly layer: 'response' | 'connection' | 'tls' | 'proxy' | 'dns';
  /** How often it strikes unless told otherwise; without end if left out. */
  readonly times?: number;
  /** Which path it strikes unless told otherwise; the token endpoint if left out. */
  readonly path?: string;
  /** The milliseconds it works with: a wait, an interval or an offset. */
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
  /** What the org would have answered; asking for it does the work, opening a session for example. */
  originalResponse(): SimResponse;
}

/** The connection as it is, for bytes that node:http would not write. */
export interface RawConnection {
  readonly socket: Duplex;
  readonly ms: number;
  /** Head and body of what the org would have answered. */
  readonly head: string;
  readonly body: Buffer;
  /** Breaks the connection off with a TCP reset. */
  reset(): void;
}

/** A CONNECT that has arrived at the proxy and has had no answer yet. */
export interface Tunnel {
  readonly socket: Duplex;
  readonly ms: number;
  readonly authority: string;
}

export interface FaultOptions {
  readonly times?: number;
  /** Part of the path it applies to. TLS and proxy faults strike before there is a path. */
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
