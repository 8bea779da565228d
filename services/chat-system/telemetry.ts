/** Namespace of the metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'ChatSystem';

/** Value of the dimension `service`, the only one: each server writes under it, and CloudWatch puts them together. */
export const SERVICE_NAME = 'chat-server';

/** What a server writes each minute. */
export const chatMetrics = {
  /** Connections of one server: their average is that of the servers. */
  connections: 'Connections',
  /** 1 while a server has no broker, else 0. */
  busDisconnected: 'BusDisconnected',
  /** Milliseconds until the store has answered. */
  storeLatency: 'StoreLatency',
  /** Calls of the store that failed. */
  storeErrors: 'StoreErrors',
  /** Messages that were stored. */
  stored: 'Stored',
  /** Messages that were written to connections. */
  delivered: 'Delivered',
  /** Times that a connection read too slowly and was told so. */
  slowConsumers: 'SlowConsumers',
  /** Requests that were refused because somebody sent too fast or the server had too much to do. */
  refused: 'Refused',
} as const;
