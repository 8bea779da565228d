/** State of a target that was deregistered and keeps the connections that it has. */
export const DRAINING = 'draining';

/** Between two looks, in milliseconds. */
const EVERY_MILLISECONDS = 10_000;

export interface TargetWatchOptions {
  /** Asks the load balancer for the state of this server, such as `healthy`. @returns undefined before it is known there */
  readonly state: () => Promise<string | undefined>;
  /** Called once, when the load balancer was told to forget this server. */
  readonly onDraining: () => void;
  /** A look failed; the next one is taken all the same. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds between two looks. @default 10,000 */
  readonly every?: number;
}

/**
 * Looks at what the load balancer thinks of this server until it is told to forget it. ECS deregisters a task, waits until
 * the load balancer has let go of it, and only then sends SIGTERM: by then the load balancer has broken every connection.
 *
 * It keeps no process alive.
 *
 * @returns ends the watch
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
 * @see https://github.com/awslabs/nlb-sidecar-for-ecs
 */
export function watchTarget({
  state,
  onDraining,
  onFailure,
  every = EVERY_MILLISECONDS,
}: TargetWatchOptions): () => void {
  let isLooking = false;
  const look = async (): Promise<void> => {
    // A look that takes longer than the pace is not joined by another.
    if (isLooking) return;
    isLooking = true;
    try {
      if ((await state()) !== DRAINING) return;
      stop();
      onDraining();
    } catch (error) {
      onFailure(error);
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), every);
  timer.unref();
  const stop = (): void => clearInterval(timer);
  return stop;
}
