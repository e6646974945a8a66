import type { OrgState } from './state.ts';
import { SITE_HOST, type Tenant } from './tenants.ts';

/** A host name, seen as a way into the org: whom it knows and which audience it wants. */
export interface LoginHost {
  readonly kind: 'generic' | 'my-domain' | 'site' | 'plain';
  readonly tenants: readonly Tenant[];
  readonly audiences: readonly string[];
}

export function loginHostFor(
  state: OrgState,
  host: string,
  sitePath: string,
): LoginHost | undefined {
  const { tenants } = state;
  const production = tenants.filter(({ name }) => name === 'production');
  if (host === SITE_HOST) {
    return { kind: 'site', tenants: production, audiences: [`https://${host}${sitePath}`] };
  }
  if (state.httpUrl === `http://${host}`) {
    const audiences = [...audiencesOf(state, production), state.httpUrl];
    return { kind: 'plain', tenants: production, audiences };
  }
  const myDomainTenants = tenants.filter(({ myDomain }) => myDomain === host);
  if (myDomainTenants.length > 0) {
    return {
      kind: 'my-domain',
      tenants: myDomainTenants,
      audiences: audiencesOf(state, myDomainTenants),
    };
  }
  const genericTenants = tenants.filter(({ loginHost }) => loginHost === host);
  if (genericTenants.length > 0) {
    return {
      kind: 'generic',
      tenants: genericTenants,
      audiences: audiencesOf(state, genericTenants),
    };
  }
  return undefined;
}

function audiencesOf({ app }: OrgState, tenants: readonly Tenant[]): readonly string[] {
  const genericAudiences = tenants.map(({ loginHost }) => `https://${loginHost}`);
  const myDomainAudiences = tenants.map(({ myDomain }) => `https://${myDomain}`);
  return app.acceptsMyDomainAsAudience
    ? [...genericAudiences, ...myDomainAudiences]
    : genericAudiences;
}
