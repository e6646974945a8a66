/**
 * Caches the access token of a service for the retries of a sign-in. After a failed request, the
 * next call requests it again.
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
