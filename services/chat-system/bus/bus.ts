/** Hears what is published. It is told where, so that one can listen to thousands of channels. */
export type Listener = (payload: string, channel: string) => void;

/**
 * Carries what is new from one server to the others: at most once, and nothing is kept. What must not be lost is stored
 * before it is published.
 */
export interface Bus {
  /** @throws Error when the broker did not take it */
  publish(channel: string, payload: string): Promise<void>;

  /** Resolves once the broker has taken the subscription. At most one listener a channel. */
  subscribe(channel: string, listener: Listener): Promise<void>;

  unsubscribe(channel: string): Promise<void>;

  /**
   * Told whenever the connection to a broker is lost or there again. After it is there again every subscription stands,
   * and what was published in between is lost.
   */
  onChange(listener: (connected: boolean) => void): void;

  readonly connected: boolean;

  stop(): Promise<void>;
}
