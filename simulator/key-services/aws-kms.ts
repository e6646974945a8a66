import { createHash, createHmac } from 'node:crypto';
import { json, type SimRequest, type SimResponse } from '../org/http-message.ts';
import { signMessage } from './sign.ts';
import type { KeyServicesState } from './state.ts';

/**
 * Simulates `Sign` and `GetPublicKey` of AWS KMS, including SigV4 and AWS's literal error messages.
 */
export function answerAws(state: KeyServicesState, request: SimRequest): SimResponse | undefined {
  const operation = OPERATIONS[request.headers['x-amz-target'] ?? ''];
  if (operation === undefined) return undefined;
  return refuseSignature(state, request) ?? operation(state, request);
}

const OPERATIONS: Readonly<
  Record<string, (state: KeyServicesState, request: SimRequest) => SimResponse>
> = {
  'TrentService.Sign': (state, request) =>
    refuseKey(state, request, 'Sign') ?? refuseSigning(state, request) ?? sign(state, request),
  // Returns the public key, which setup reads. AWS rejects this request, too, if the key is
  // disabled.
  'TrentService.GetPublicKey': (state, request) =>
    refuseKey(state, request, 'GetPublicKey') ?? describe(state),
};

function describe({ key, ids }: KeyServicesState): SimResponse {
  const [version] = key.versions;
  if (version === undefined) throw new Error('The key has no version.');
  const { publicKey } = version;
  const isRsa = publicKey.asymmetricKeyType === 'rsa';
  return json(
    200,
    {
      KeyId: ids.awsArn,
      KeySpec: isRsa ? `RSA_${publicKey.asymmetricKeyDetails?.modulusLength}` : 'ECC_NIST_P256',
      KeyUsage: key.maySign ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT',
      PublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
    'public key',
  );
}

const refuse = (type: string, message: string) =>
  json(400, { __type: type, message }, `${type}: ${message}`);

function sign({ key, ids }: KeyServicesState, { body }: SimRequest): SimResponse {
  const { Message, SigningAlgorithm } = JSON.parse(body);
  const [version] = key.versions;
  if (version === undefined) throw new Error('The key has no version.');
  const signature = signMessage(key, version, Buffer.from(Message, 'base64'));
  return json(
    200,
    { KeyId: ids.awsArn, Signature: signature.toString('base64'), SigningAlgorithm },
    'signed',
  );
}

/**
 * Returns the error if the caller has no permission or the key cannot be used. Like AWS, checks the
 * permission first.
 */
function refuseKey(
  { key, ids, permitted }: KeyServicesState,
  { body }: SimRequest,
  operation: string,
): SimResponse | undefined {
  const { KeyId } = JSON.parse(body);
  const { awsArn, awsKeyId, awsAlias } = ids;
  const aliasArn = awsArn.replace(/key\/.*$/, awsAlias);
  const caller = 'User: arn:aws:sts::111122223333:assumed-role/github/sf-1';
  if (!permitted)
    return refuse(
      'AccessDeniedException',
      `${caller} is not authorized to perform: kms:${operation} on resource: ${awsArn} because no identity-based policy allows the kms:${operation} action`,
    );
  if (![awsArn, awsKeyId, awsAlias, aliasArn].includes(KeyId))
    return refuse(
      'NotFoundException',
      KeyId.includes('alias/') ? `Alias ${KeyId} is not found.` : `Key '${KeyId}' does not exist`,
    );
  if (key.status === 'disabled') return refuse('DisabledException', `${awsArn} is disabled.`);
  if (key.status === 'pending-deletion')
    return refuse('KMSInvalidStateException', `${awsArn} is pending deletion.`);
  return undefined;
}

function refuseSigning({ key, ids }: KeyServicesState, { body }: SimRequest) {
  const { MessageType, SigningAlgorithm } = JSON.parse(body);
  if (!key.maySign)
    return refuse(
      'InvalidKeyUsageException',
      `${ids.awsArn} key usage is ENCRYPT_DECRYPT which is not valid for signing.`,
    );
  const spec = key.versions[0]?.publicKey.asymmetricKeyType === 'ec' ? 'ECC_NIST_P256' : 'RSA_2048';
  if (spec !== 'RSA_2048' || !/^RSASSA_PKCS1_V1_5_SHA_256$/.test(SigningAlgorithm))
    return refuse(
      'InvalidKeyUsageException',
      `Algorithm ${SigningAlgorithm} is incompatible with key spec ${spec}.`,
    );
  return MessageType === 'RAW' ? undefined : refuse('ValidationException', 'MessageType');
}

const FIVE_MINUTES_MS = 300_000;

/**
 * Recomputes the request's SigV4 signature, as AWS does. Returns an error if the signature, the
 * credentials or the time are wrong.
 */
function refuseSignature(
  { credentials, loginExpired, now }: KeyServicesState,
  { headers, body }: SimRequest,
): SimResponse | undefined {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-security-token': token } = headers;
  const [, accessKeyId, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([\da-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (accessKeyId !== credentials.awsAccessKeyId || token !== credentials.awsSessionToken)
    return refuse(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  if (loginExpired)
    return refuse('ExpiredTokenException', 'The security token included in the request is expired');
  const canonical = [
    'POST',
    '/',
    '',
    ...names.split(';').map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    names,
    hash(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n');
  let key: string | Buffer = `AWS4${credentials.awsSecretAccessKey}`;
  for (const part of scope.split('/')) key = hmac(key, part);
  if (hmac(key, text).toString('hex') !== signature)
    return refuse(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  return refuseClock(date, now());
}

function refuseClock(date: string, now: number): SimResponse | undefined {
  const time = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const format = (at: number) => new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const limit = `(${format(now)} - 5 min.)`;
  if (time < now - FIVE_MINUTES_MS)
    return refuse(
      'InvalidSignatureException',
      `Signature expired: ${date} is now earlier than ${format(now - FIVE_MINUTES_MS)} ${limit}`,
    );
  return time > now + FIVE_MINUTES_MS
    ? refuse(
        'InvalidSignatureException',
        `Signature not yet current: ${date} is still later than ${format(now + FIVE_MINUTES_MS)} (${format(now)} + 5 min.)`,
      )
    : undefined;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
