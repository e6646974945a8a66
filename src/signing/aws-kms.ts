import { AWS_REGION, type AwsAddress } from './address.ts';
import { readEndpoint } from './endpoint.ts';
import { SigningError } from './errors.ts';
import type { ServiceContext, ServiceKey } from './service.ts';
import {
  requestFields,
  requireText,
  type ServiceErrorFields,
  type ServiceFields,
} from './service-request.ts';
import { type AwsCredentials, signAwsRequest } from './sigv4.ts';

const SERVICE = 'AWS KMS';

/** Calls an operation of AWS KMS and returns the fields of the response. */
export type KmsOperation = (
  name: string,
  body: Readonly<Record<string, string>>,
  deadline: number,
) => Promise<ServiceFields>;

/** Returns a function that sends requests to the region of a key. */
export function connectKms(address: AwsAddress, context: ServiceContext): KmsOperation {
  const credentials = readCredentials(context);
  const region = readRegion(address, context);
  const origin = endpoint(region, context);
  return async (name, fields, deadline) => {
    const body = JSON.stringify({ KeyId: address.keyId, ...fields });
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${name}`,
    };
    const time = context.now();
    const request = { origin, region, service: 'kms', headers, body, time };
    const url = `${origin}/`;
    const response = await requestFields(
      {
        service: SERVICE,
        method: 'POST',
        url,
        headers: signAwsRequest(request, credentials),
        body,
        deadline,
        readErrorFields,
      },
      context,
    );
    return { fields: response, url };
  };
}

/**
 * Opens a key in AWS KMS.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export function openAwsKey(address: AwsAddress, context: ServiceContext): ServiceKey {
  const request = connectKms(address, context);
  return {
    service: SERVICE,
    ...(address.isAlias ? { movesBy: 'alias' } : {}),
    async sign(input, deadline) {
      const body = {
        Message: input.toString('base64'),
        MessageType: 'RAW',
        SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
      };
      const { fields, url } = await request('Sign', body, deadline);
      const error = { code: 'no-signature', service: SERVICE, url } as const;
      return { bytes: Buffer.from(requireText(fields, 'Signature', error), 'base64') };
    },
  };
}

/** Reads the credentials from the variables that aws-actions/configure-aws-credentials sets. */
function readCredentials({ env, secrets }: ServiceContext): AwsCredentials {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
    AWS_SESSION_TOKEN: sessionToken = '',
  } = env;
  secrets.mask([secretAccessKey, sessionToken].filter((value) => value !== ''));
  const missing = [
    ...(accessKeyId === '' ? ['AWS_ACCESS_KEY_ID'] : []),
    ...(secretAccessKey === '' ? ['AWS_SECRET_ACCESS_KEY'] : []),
  ];
  if (missing.length > 0)
    throw new SigningError({
      code: 'credentials-missing',
      details: {
        service: SERVICE,
        missing: missing.join(', '),
        action: 'aws-actions/configure-aws-credentials',
      },
    });
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

function readRegion({ region }: AwsAddress, { env }: ServiceContext): string {
  const value = region || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || '';
  // The region becomes part of the host that receives the session token, so it must be valid.
  if (!new RegExp(`^${AWS_REGION}$`).test(value))
    throw new SigningError({ code: 'region-missing' });
  return value;
}

/** The DNS suffix of each AWS partition, after a pattern that matches its regions. */
const DNS_SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^us-iso-/, 'c2s.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov'],
  [/^eu-isoe-/, 'cloud.adc-e.uk'],
  [/^us-isof-/, 'csp.hci.ic.gov'],
  [/^/, 'amazonaws.com'],
];

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function endpoint(region: string, { env }: ServiceContext): string {
  const fips = env['AWS_USE_FIPS_ENDPOINT']?.toLowerCase() === 'true';
  const [override] = ['AWS_ENDPOINT_URL_KMS', 'AWS_ENDPOINT_URL'].flatMap((variable) => {
    const { [variable]: value } = env;
    return value ? [{ variable, value }] : [];
  });
  if (override) {
    const { variable, value } = override;
    // The step cannot check whether a custom endpoint is FIPS-validated.
    if (fips) throw new SigningError({ code: 'endpoint-with-fips', details: { variable } });
    return new URL(readEndpoint(variable, value)).origin;
  }
  const suffix = DNS_SUFFIXES.find(([pattern]) => pattern.test(region))?.[1];
  return `https://${fips ? 'kms-fips' : 'kms'}.${region}.${suffix}`;
}

/** Exceptions that AWS documents as temporary, even if their HTTP status is 400. */
const TRANSIENT =
  /^(Throttling|TooManyRequests|KMSInternal|DependencyTimeout|KeyUnavailable|InternalFailure|ServiceUnavailable|RequestTimeout)/;

function readErrorFields({
  __type: type,
  message,
  Message,
}: Readonly<Record<string, unknown>>): ServiceErrorFields {
  // Some responses contain a namespace before the name: com.amazonaws.kms#NotFoundException.
  const code = typeof type === 'string' ? type.replace(/^.*#/, '') : undefined;
  return {
    code,
    message: message ?? Message,
    transient: code !== undefined && TRANSIENT.test(code) ? true : undefined,
  };
}
