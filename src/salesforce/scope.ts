/** Returns true if a token with this scope may call the REST and SOAP APIs. */
export function allowsApi(scope: string): boolean {
  return /(^| )(api|full)( |$)/.test(scope);
}
