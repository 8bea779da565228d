/** Where a sweep stands: which Region it looks at, and Resource Explorer's own token there. */
export interface PagePosition {
  readonly region: string;
  readonly token?: string;
}

/** What Resource Explorer calls the Region of IAM, Route 53, CloudFront and the like. */
export const GLOBAL = 'global';

/** Global services log in this Region only, so their resources are swept with it. */
export const GLOBAL_HOME = 'us-east-1';

const globalPrefix = `${GLOBAL}:`;

/** @param nextToken what {@link nextToken} returned for the page before; absent for the first page */
export function positionOf(nextToken: string | undefined, region: string): PagePosition {
  if (nextToken === undefined || nextToken === '') return { region };
  if (!nextToken.startsWith(globalPrefix)) return { region, token: nextToken };
  const token = nextToken.slice(globalPrefix.length);
  return { region: GLOBAL, ...(token === '' ? {} : { token }) };
}

/** The token of the next page; undefined after the last. The global resources follow those of {@link GLOBAL_HOME}. */
export function nextToken({ region }: PagePosition, token: string | undefined): string | undefined {
  if (region === GLOBAL) return token ? `${globalPrefix}${token}` : undefined;
  return token || (region === GLOBAL_HOME ? globalPrefix : undefined);
}
