/** One piece of metadata as its source file has it. */
export interface Component {
  readonly type: string;
  readonly fullName: string;
  readonly xml: string;
}

/** How this org differs from others. */
export interface MetadataRules {
  /** Which form of a certificate it takes: the PEM file as it is, or its body without the armour. */
  certificateForm: 'pem' | 'body';
  /** Whether a retrieved app carries its consumer key and its certificate. */
  exposesConsumerKey: boolean;
  exposesCertificate: boolean;
  /** The next deployments fail with this. */
  deployError: string | undefined;
}

export interface PackageTypeMembers {
  readonly type: string;
  readonly members: readonly string[];
}

export function elementOf(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  const entities: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
  };
  return text.replace(/&(\w+);/g, (match, entity: string) => entities[entity] ?? match).trim();
}

/** The `<types>` of a package.xml, or of the request that has one in it. */
export function packageTypesIn(xml: string): PackageTypeMembers[] {
  return [...xml.matchAll(/<(?:\w+:)?types>(.*?)<\/(?:\w+:)?types>/gs)].map(([, types = '']) => ({
    type: /<(?:\w+:)?name>([^<]*)</.exec(types)?.[1]?.trim() ?? '',
    members: [...types.matchAll(/<(?:\w+:)?members>([^<]*)</g)].map(([, member = '']) =>
      member.trim(),
    ),
  }));
}
