/**
 * Invocations that try a record's recipients in vain before the sender gives them up, as their outcome tells. Between them
 * lie 30 s at first and 15 minutes at last, so that a provider that is away for 20 minutes makes no dead letters.
 */
export const MAX_RECEIVES = 8;

/** Deliveries after which the transport itself gives a record up: those at which the sender crashes, or that are poison. */
export const MAX_DELIVERIES = 10;
