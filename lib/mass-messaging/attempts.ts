/** Invocations that try a record's recipients in vain before the sender gives them up, as their outcome tells. */
export const MAX_RECEIVES = 5;

/**
 * Deliveries after which the transport itself gives a record up. Twice as many, so that it is the sender that decides
 * wherever it comes so far: what is left are records at which it crashes.
 */
export const MAX_DELIVERIES = 2 * MAX_RECEIVES;
