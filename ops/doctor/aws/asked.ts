import { Denied } from "../account";

/** How services name the answer that the credentials may not ask. */
const DENIED = /AccessDenied|Unauthorized|NotAuthorized|^Forbidden$/;

/**
 * The answer to a request.
 *
 * @param action what the credentials need, e.g. `ec2:DescribeVpcs`
 * @param absent names of the errors that mean that the thing does not exist
 * @returns undefined if it does not exist
 * @throws Denied if the credentials may not ask
 */
export async function asked<T>(action: string, request: Promise<T>, absent: readonly string[] = []) {
  try {
    return await request;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if (absent.includes(name)) return undefined;
    if (DENIED.test(name) || $metadata?.httpStatusCode === 403) throw new Denied(action);
    throw error;
  }
}
