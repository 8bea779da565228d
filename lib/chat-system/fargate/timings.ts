/**
 * Seconds that a server has from the beginning of a drain to its end. Clients are told to go elsewhere over the first
 * eight; the rest is for the store.
 */
export const DRAIN_SECONDS = 25;

/** Seconds between SIGTERM and SIGKILL: the most that Fargate gives is 120. */
export const STOP_SECONDS = 60;

/**
 * Seconds for which the load balancer keeps the connections of a server that it was told to forget. ECS waits for it
 * before it sends SIGTERM, and at its end the load balancer breaks what is still open: a server that heard only SIGTERM
 * would have nobody left to tell. So each server watches its own target and drains as soon as that is `draining`; once
 * its last connection is gone the wait is over.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
 */
export const DEREGISTRATION_SECONDS = 90;

/**
 * Seconds without a byte after which the load balancer closes a connection. Clients ping more than twice in them, and the
 * servers keep an idle connection of the load balancer for longer, so that it never sends a handshake into one that closes.
 */
export const IDLE_SECONDS = 60;
