// The baseline that the step is compared with: it sends the same POST request using only Node's
// built-in modules, without checks, masks, retries, a proxy or error messages.
import { sign } from 'node:crypto';
import { request } from 'node:http';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`];
const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

const [iss, sub, aud] = ['consumer-key', 'username', 'audience'].map(input);
const exp = Math.floor(Date.now() / 1000) + 180;
const unsigned = `${encode({ alg: 'RS256' })}.${encode({ iss, sub, aud, exp })}`;
const signature = sign('sha256', Buffer.from(unsigned), input('private-key')).toString('base64url');
const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const body = new URLSearchParams({ grant_type, assertion: `${unsigned}.${signature}` }).toString();
const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
const post = request(`${input('login-url')}/services/oauth2/token`, { method: 'POST', headers });
post.on('response', async (response) => {
  const { access_token } = JSON.parse((await response.toArray()).join(''));
  if (!access_token) process.exitCode = 1;
});
post.end(body);
