import type { KeyObject } from 'node:crypto';
import type { KeyAddress } from '../../src/signing/address.ts';
import { parseKeyAddress } from '../../src/signing/address.ts';
import { openKey } from '../../src/signing/key-service.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { MIN_BITS } from '../key-pair.ts';
import { commandLine } from '../options.ts';
import { personalLogin, type SigningAccess } from './logins.ts';
import { azureOrigin, describeKey } from './public-keys.ts';
import { withRelay } from './relay.ts';
import { callService } from './service-context.ts';
import { infoOf, type KeyServiceInfo, SERVICE_WORDS } from './services.ts';

/** A key in a key service, as the service describes it. */
export interface RemoteKey {
  readonly service: KeyServiceInfo;
  /** Address with the version, so that a rotation in the service does not change which key signs. */
  readonly address: string;
  readonly publicKey: KeyObject;
}

/** Reads the key in `--signing-key`, or returns undefined without this option. */
export async function inspectSigningKey(context: SetupContext): Promise<RemoteKey | undefined> {
  const { options, terminal } = context;
  const value = options['signing-key'];
  if (value === undefined) return undefined;
  const address = parseAddress(context, value);
  const service = infoOf(address);
  return terminal.step('Key service', async () => {
    const env = await personalLogin(context, address);
    const key = await callService(context, { title: service.title, env }, (call) =>
      describeKey(address, call),
    );
    const publicKey = requireSigningKey(context, key, value);
    const bits = publicKey.asymmetricKeyDetails?.modulusLength;
    return {
      result: `${service.title}, ${key.address}, RSA ${bits}`,
      value: { service, address: key.address, publicKey },
    };
  });
}

/**
 * Returns the address and its service without a request, because the action verifies the signature.
 */
export function namedKey(
  context: SetupContext,
  value: string,
): Pick<RemoteKey, 'address' | 'service'> {
  return { address: value, service: infoOf(parseAddress(context, value)) };
}

function parseAddress({ options }: SetupContext, value: string): KeyAddress {
  try {
    return parseKeyAddress(value);
  } catch {
    const forms = Object.values(SERVICE_WORDS).map(({ form }) => form('KEY'));
    throw new SetupError(
      `${value} is not the address of a key. An address has one of these forms: ${forms.join(', ')}.`,
      commandLine(options, { 'signing-key': 'ADDRESS' }),
    );
  }
}

function requireSigningKey(
  { options }: SetupContext,
  { publicKey, unfit }: Awaited<ReturnType<typeof describeKey>>,
  address: string,
): KeyObject {
  const nextCommand = commandLine(options, { 'signing-key': 'ADDRESS' });
  const bits = publicKey?.asymmetricKeyDetails?.modulusLength ?? 0;
  if (unfit !== undefined)
    throw new SetupError(`The key ${address} cannot sign for Salesforce: ${unfit}.`, nextCommand);
  if (publicKey?.asymmetricKeyType === 'rsa' && bits >= MIN_BITS) return publicKey;
  const type = publicKey?.asymmetricKeyType ?? 'unknown';
  throw new SetupError(
    `The key ${address} is not an RSA key of ${MIN_BITS} bits or more (type ${type}${bits === 0 ? '' : `, ${bits} bits`}).`,
    nextCommand,
  );
}

/** Runs `work` with a new login, because a token may expire while the command waits for Salesforce. */
export async function withAccess<T>(
  context: SetupContext,
  { address, service }: Pick<RemoteKey, 'address' | 'service'>,
  work: (access: SigningAccess) => Promise<T>,
): Promise<T> {
  const parsed = parseKeyAddress(address);
  const env = await personalLogin(context, parsed);
  if (parsed.service !== 'azure-key-vault') return work({ address, env });
  const { AZURE_ACCESS_TOKEN: token = '', ...settings } = env;
  const target = { ...parsed, origin: azureOrigin(parsed.host), token };
  return callService(context, { title: service.title, env: settings }, (call) =>
    withRelay(target, call.context, work),
  );
}

/** Returns the key's signature of the bytes with RSASSA-PKCS1-v1_5 and SHA-256. */
export function signWith(context: SetupContext, key: RemoteKey, bytes: Buffer): Promise<Buffer> {
  return withAccess(context, key, ({ address, env }) =>
    callService(context, { title: key.service.title, env }, async (call) => {
      const opened = await openKey(parseKeyAddress(address), call.context);
      return (await opened.sign(bytes, call.deadline)).bytes;
    }),
  );
}
