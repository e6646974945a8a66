/**
 * Caches the access token of a service, so that retries of a sign-in can use it. After a failed
 * request, the next call requests the token again.
 */
export function cachedToken(
  request: (deadline: number) => Promise<string>,
): (deadline: number) => Promise<string> {
  let token: string | undefined;
  return async (deadline) => {
    token ??= await request(deadline);
    return token;
  };
}
