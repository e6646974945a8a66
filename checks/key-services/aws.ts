/** Calls ministack as an administrator: KMS with JSON, and IAM and STS with forms. */
import { AwsClient } from 'aws4fetch';

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const REGION = 'eu-central-1';

export async function callKms(
  url: string,
  keys: AwsKeys,
  action: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Record<string, never>> {
  const client = new AwsClient({ ...keys, service: 'kms', region: REGION, retries: 0 });
  const response = await client.fetch(`${url}/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `TrentService.${action}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

/** Calls IAM or STS. Returns a function that reads a field of the response, which is XML. */
export async function callQuery(
  url: string,
  service: 'iam' | 'sts',
  keys: AwsKeys,
  parameters: Readonly<Record<string, string>>,
): Promise<(field: string) => string> {
  const client = new AwsClient({ ...keys, service, region: REGION, retries: 0 });
  const response = await client.fetch(`${url}/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  });
  const xml = await response.text();
  if (!response.ok) throw new Error(`${parameters['Action']}: ${xml}`);
  return (field) => new RegExp(`<${field}>([^<]*)</${field}>`).exec(xml)?.[1] ?? '';
}
