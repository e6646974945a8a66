const VARIABLES = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'no_proxy',
  'NO_PROXY',
] as const;

export type ProxyVariables = Partial<Record<(typeof VARIABLES)[number], string>>;

/** Sets the given proxy variables and removes the others from the environment. */
export function setProxyVariables(values: ProxyVariables = {}): void {
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, values);
}
