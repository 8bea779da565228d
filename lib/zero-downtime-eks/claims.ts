import type { Claim } from '../proof/claim';

/** What docs/zero-downtime-eks.md claims. */
export const claims: readonly Claim[] = [];
