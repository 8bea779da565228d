import type { Claim } from '../proof/claim';

/** What docs/mass-messaging.md claims. */
export const claims: readonly Claim[] = [];
