import type { App } from './app.ts';
import { SITE_HOST, type Tenant } from './tenants.ts';

/** A host with a token endpoint, the users that it signs in, and the audiences that it accepts. */
export interface LoginHost {
  readonly kind: 'generic' | 'my-domain' | 'site' | 'http';
  readonly tenants: readonly Tenant[];
  readonly audiences: readonly string[];
}

interface LoginHostSources {
  readonly tenants: readonly Tenant[];
  readonly app: App;
  readonly httpUrl: string;
}

export function loginHostFor(
  sources: LoginHostSources,
  host: string,
  sitePath: string,
): LoginHost | undefined {
  const { tenants } = sources;
  const production = tenants.filter(({ name }) => name === 'production');
  if (host === SITE_HOST) {
    return { kind: 'site', tenants: production, audiences: [`https://${host}${sitePath}`] };
  }
  if (sources.httpUrl === `http://${host}`) {
    const audiences = [...audiencesOf(sources, production), sources.httpUrl];
    return { kind: 'http', tenants: production, audiences };
  }
  const myDomainTenants = tenants.filter(({ myDomain }) => myDomain === host);
  if (myDomainTenants.length > 0) {
    return {
      kind: 'my-domain',
      tenants: myDomainTenants,
      audiences: audiencesOf(sources, myDomainTenants),
    };
  }
  const genericTenants = tenants.filter(({ loginHost }) => loginHost === host);
  if (genericTenants.length > 0) {
    return {
      kind: 'generic',
      tenants: genericTenants,
      audiences: audiencesOf(sources, genericTenants),
    };
  }
  return undefined;
}

function audiencesOf({ app }: LoginHostSources, tenants: readonly Tenant[]): readonly string[] {
  const genericAudiences = tenants.map(({ loginHost }) => `https://${loginHost}`);
  const myDomainAudiences = tenants.map(({ myDomain }) => `https://${myDomain}`);
  return app.acceptsMyDomainAsAudience
    ? [...genericAudiences, ...myDomainAudiences]
    : genericAudiences;
}
