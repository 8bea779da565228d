export interface LandingZoneConfig {
  /** IPv4 CIDR from which the bastion takes SSH. @default - it takes no connection; Session Manager opens the shell */
  readonly sshFrom?: string;
}

/** One line for each problem: `property: limit, got: what was received`. */
export function problems(_: LandingZoneConfig): readonly string[] {
  return [];
}
