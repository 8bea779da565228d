import {
  type LedgerPhase,
  ledgerPhases,
  mayRunTogether,
  runsOn,
  type SchemaStep,
  schemaNeededBy,
  schemaSteps,
} from '../../services/zero-downtime-eks/phases';
import { type DnsConfig, dnsProblems } from './dns-failover';

/** What runs. */
export interface ReleaseConfig {
  /** Where the way of the amount's column to its new form has come to. It advances by one phase a release. */
  readonly ledgerPhase: LedgerPhase;
  /**
   * What the migration makes of the schema. `contracted` takes the old form away, when only pods of the last phase are left.
   *
   * @default - what the phase needs
   */
  readonly schema?: SchemaStep;
  /**
   * The release that `payments` goes on with while the canary has this checkout's. Take it away when the canary has proved
   * itself.
   *
   * @default - both have that of this checkout
   */
  readonly stable?: {
    /** Tag of its image, which is the hash of what is in it. `kubectl get deployment payments` shows it. */
    readonly imageTag: string;
    /** The same as the canary's, or the one before it. */
    readonly ledgerPhase: LedgerPhase;
  };
}

export interface ZeroDowntimeEksConfig {
  /**
   * ARN of the role of people who use kubectl, from inside of the VPC and with the cluster's security group: CloudShell has
   * VPC environments for that.
   *
   * @default - nobody; deployments change the cluster
   */
  readonly adminRoleArn?: string;
  /** Who is told when an alarm goes off. @default - nobody */
  readonly alarmEmail?: string;
  /** ARN of a certificate of AWS Certificate Manager in the Region of the stack. @default - HTTP inside of the VPC only */
  readonly certificateArn?: string;
  /** A name for the service here and somewhere else. @default - none */
  readonly dns?: DnsConfig;
  /** @default - the last phase, as after every migration */
  readonly release?: ReleaseConfig;
  /**
   * Names of three Availability Zones of the Region. In us-east-1 and ca-central-1 one zone has no control
   * planes of EKS; `aws ec2 describe-availability-zones` tells its name in the account.
   *
   * @default - the first three
   */
  readonly zones?: readonly string[];
}

/** One line for each problem: `property: limit, got: what was received`. */
export function problems(config: ZeroDowntimeEksConfig): readonly string[] {
  const { adminRoleArn, alarmEmail, certificateArn, dns, release, zones } = config;
  const found: string[] = [];
  const demand: Demand = (holds, property, limit, got) => {
    if (!holds) found.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  if (adminRoleArn !== undefined) {
    const isArn = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(adminRoleArn);
    demand(isArn, 'adminRoleArn', 'ARN of a role', adminRoleArn);
  }
  if (alarmEmail !== undefined) {
    demand(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(alarmEmail), 'alarmEmail', 'an e-mail address', alarmEmail);
  }
  if (certificateArn !== undefined) {
    const isArn = /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/.test(certificateArn);
    demand(isArn, 'certificateArn', 'ARN of a certificate of AWS Certificate Manager', certificateArn);
  }
  if (dns !== undefined) {
    found.push(...dnsProblems(dns).map((problem) => `dns.${problem}`));
    // Another endpoint, and the health checks of Route 53, reach nothing that is inside of a VPC.
    demand(certificateArn !== undefined, 'certificateArn', 'given where dns is', certificateArn ?? null);
  }
  if (zones !== undefined) {
    const areThree = new Set(zones).size === 3 && zones.length === 3;
    const isEach = areThree && zones.every((zone) => /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(zone));
    demand(isEach, 'zones', 'three different Availability Zones', zones);
  }
  if (release !== undefined) releaseProblems(release, demand);
  return found;
}

type Demand = (holds: boolean, property: string, limit: string, got: unknown) => void;

function releaseProblems({ ledgerPhase, schema, stable }: ReleaseConfig, demand: Demand): void {
  if (!ledgerPhases.includes(ledgerPhase)) {
    demand(false, 'release.ledgerPhase', `one of ${ledgerPhases.join(', ')}`, ledgerPhase);
    return;
  }
  const made = schema ?? schemaNeededBy(ledgerPhase);
  const steps = schemaSteps.filter((step) => runsOn(ledgerPhase, step));
  demand(steps.includes(made), 'release.schema', `one of ${steps.join(', ')}`, made);
  if (stable === undefined) return;
  // CDK tags the images of its assets with the hash of what is in them.
  demand(/^[0-9a-f]{64}$/.test(stable.imageTag), 'release.stable.imageTag', '64 hexadecimal digits', stable.imageTag);
  const earlier = ledgerPhases.slice(0, ledgerPhases.indexOf(ledgerPhase) + 1);
  const together = earlier.filter((phase) => mayRunTogether(phase, ledgerPhase, made));
  const limit = `a phase that may run beside it, one of ${together.join(', ')}`;
  demand(together.includes(stable.ledgerPhase), 'release.stable.ledgerPhase', limit, stable.ledgerPhase);
}
