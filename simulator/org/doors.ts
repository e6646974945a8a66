import type { OrgState } from './state.ts';
import { SITE_HOST, type Tenant } from './tenants.ts';

/** A host name, seen as a way into the org: whom it knows and which audience it wants. */
export interface Door {
  readonly kind: 'generic' | 'my-domain' | 'site' | 'plain';
  readonly tenants: readonly Tenant[];
  readonly audiences: readonly string[];
}

export function doorOf(state: OrgState, host: string, sitePath: string): Door | undefined {
  const { tenants } = state;
  const production = tenants.filter(({ name }) => name === 'production');
  if (host === SITE_HOST) {
    return { kind: 'site', tenants: production, audiences: [`https://${host}${sitePath}`] };
  }
  if (state.httpUrl === `http://${host}`) {
    const audiences = [...audiencesOf(state, production), state.httpUrl];
    return { kind: 'plain', tenants: production, audiences };
  }
  const own = tenants.filter(({ myDomain }) => myDomain === host);
  if (own.length > 0) {
    return { kind: 'my-domain', tenants: own, audiences: audiencesOf(state, own) };
  }
  const behind = tenants.filter(({ loginHost }) => loginHost === host);
  if (behind.length > 0) {
    return { kind: 'generic', tenants: behind, audiences: audiencesOf(state, behind) };
  }
  return undefined;
}

function audiencesOf({ app }: OrgState, tenants: readonly Tenant[]): readonly string[] {
  const generic = tenants.map(({ loginHost }) => `https://${loginHost}`);
  const own = tenants.map(({ myDomain }) => `https://${myDomain}`);
  return app.acceptsMyDomainAsAudience ? [...generic, ...own] : generic;
}
