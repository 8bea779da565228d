import type { Claim } from '../proof/claim';

/** What docs/landing-zone.md claims. */
export const claims: readonly Claim[] = [];
