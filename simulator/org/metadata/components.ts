/** One metadata component: its type, its name and the content of its source file. */
export interface Component {
  readonly type: string;
  readonly fullName: string;
  readonly xml: string;
}

export type ComponentName = Pick<Component, 'type' | 'fullName'>;

/** Behaviors that differ between real orgs; tests change them. */
export interface MetadataRules {
  /**
   * Accepted form of a certificate: the PEM file, or only the base64 between its boundary lines.
   */
  certificateForm: 'pem' | 'body';
  /** False if a retrieved app contains no consumer key. */
  exposesConsumerKey: boolean;
  /** False if a retrieved app contains no certificate. */
  exposesCertificate: boolean;
  /** If set, every deployment fails with this message. */
  deployError: string | undefined;
}

/** One `<types>` element of a package.xml. */
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

/** Reads the `<types>` of a package.xml, or of a request that contains one. */
export function packageTypesIn(xml: string): PackageTypeMembers[] {
  return [...xml.matchAll(/<(?:\w+:)?types>(.*?)<\/(?:\w+:)?types>/gs)].map(([, types = '']) => ({
    type: /<(?:\w+:)?name>([^<]*)</.exec(types)?.[1]?.trim() ?? '',
    members: [...types.matchAll(/<(?:\w+:)?members>([^<]*)</g)].map(([, member = '']) =>
      member.trim(),
    ),
  }));
}
