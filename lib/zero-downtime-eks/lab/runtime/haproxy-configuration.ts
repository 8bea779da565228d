/** What the load balancer is started with; times in seconds. */
export interface HaproxySpec {
  readonly address: string;
  readonly port: number;
  readonly idleSeconds: number;
  /** For its sockets. */
  readonly folder: string;
  /** How many targets can be registered or in drain at the same time. */
  readonly slots: number;
}

/** The backend whose servers are the targets. */
export const BACKEND = 'targets';

/** The socket that takes commands. */
export function adminSocket(folder: string): string {
  return `${folder}/admin`;
}

/**
 * A configuration of haproxy 2.6 by which it does what an Application Load Balancer does.
 *
 * Requests pass it twice. haproxy answers a target's close with 502 only to the first request of a client connection;
 * for later ones it silently closes the client's connection, so that the client tries again. An Application Load Balancer
 * answers 502 at any time, so `clients` gives each request a connection of its own to `requests`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 *
 * `http-reuse always`: any request may be the first on a connection that another client has left, as there.
 * Idle connections to targets are never purged here: a link ends them by time.
 */
export function haproxyConfiguration({ address, port, idleSeconds, folder, slots }: HaproxySpec): string {
  const idle = `${Math.ceil(idleSeconds * 1_000)}ms`;
  return `
global
  nbthread 1
  noreuseport
  maxconn 4000
  no strict-limits
  stats socket ${adminSocket(folder)} mode 600 level admin
  stats timeout 1d
  log stdout format raw local0

defaults
  mode http
  retries 0
  no option redispatch
  timeout connect 10s
  timeout client ${idle}
  timeout server ${idle}

frontend clients
  bind ${address}:${port}
  timeout http-keep-alive ${idle}
  default_backend each-by-itself

backend each-by-itself
  option http-server-close
  http-reuse never
  timeout server 1d
  server requests unix@${folder}/requests

frontend requests
  log global
  option httplog
  option dontlog-normal
  bind unix@${folder}/requests mode 600
  default_backend ${BACKEND}

backend ${BACKEND}
  balance roundrobin
  http-reuse always
  # A target that refuses the connection is a 502 there; without any target it is a 503 in both.
  http-after-response set-status 502 if { status 503 } { srv_name -m found }
  server-template t 1-${slots} 127.0.0.1:9 disabled pool-purge-delay 1d
`;
}
