import { Duration } from 'aws-cdk-lib';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnHealthCheck, CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

/** Where else the service runs, and how names are divided. Off unless the config has it. */
export interface DnsConfig {
  /** Id of a public hosted zone of the account. */
  readonly hostedZoneId: string;
  /** Its name, such as `example.com`. */
  readonly zoneName: string;
  /** Relative to the zone, such as `payments`. Not the zone itself: what is elsewhere takes a CNAME. */
  readonly recordName: string;
  /** Host name of the same service elsewhere: another Region, another provider, a data centre. */
  readonly secondEndpoint: string;
  /** `weighted`: both answer by their weights; `failover`: the second only while the first is unhealthy. */
  readonly routing:
    | { readonly policy: 'weighted'; readonly weights: readonly [here: number, second: number] }
    | { readonly policy: 'failover' };
  /** Seconds for which resolvers may keep an answer, 1 to 300. */
  readonly ttl: number;
}

const LABELS = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** One line for each problem: `property: limit, got: what was received`. */
export function dnsProblems(config: DnsConfig): readonly string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, property: string, limit: string, got: unknown): void => {
    if (!holds) problems.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  const { hostedZoneId, zoneName, recordName, secondEndpoint, routing, ttl } = config;
  demand(/^Z[A-Z0-9]{1,31}$/.test(hostedZoneId), 'hostedZoneId', 'id of a hosted zone, such as Z123', hostedZoneId);
  demand(LABELS.test(zoneName) && zoneName.includes('.'), 'zoneName', 'a domain name', zoneName);
  demand(LABELS.test(recordName), 'recordName', 'a name below the zone', recordName);
  demand(LABELS.test(secondEndpoint) && secondEndpoint.includes('.'), 'secondEndpoint', 'a host name', secondEndpoint);
  // Longer, and a failover would take minutes for every resolver; 0 would ask Route 53 for every connection.
  demand(Number.isInteger(ttl) && ttl >= 1 && ttl <= 300, 'ttl', 'whole seconds, 1 to 300', ttl);
  if (routing.policy === 'weighted') {
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
    const isWeight = (weight: number): boolean => Number.isInteger(weight) && weight >= 0 && weight <= 255;
    const { weights } = routing;
    demand(weights.every(isWeight), 'routing.weights', 'whole, 0 to 255 each', weights);
    // With 0 everywhere Route 53 answers with either.
    demand(
      weights.some((weight) => weight > 0),
      'routing.weights',
      'at least one above 0',
      weights,
    );
  }
  return problems;
}

export interface DnsFailoverProps {
  /** As `dnsProblems` found nothing in it. */
  readonly config: DnsConfig;
  /** Faces the internet: health checks come from there. */
  readonly loadBalancer: ApplicationLoadBalancer;
}

/** How often Route 53 checks, and how often in a row a check has to fail. Both are the fastest that there is. */
const CHECK = { interval: Duration.seconds(10), failures: 3 } as const;

/**
 * Two records of one name with health checks. No provider is always there, so a second one has to take payments.
 *
 * What it cannot do: a client goes on with the address that it or its resolver holds, for the TTL at least, and some keep
 * it longer; open connections stay where they are; and the ledger is in one place. Who pays at the second endpoint is in
 * its ledger, so that both have to be reconciled, or the second only takes what can be settled later.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html
 */
export class DnsFailover extends Construct {
  constructor(scope: Construct, id: string, { config, loadBalancer }: DnsFailoverProps) {
    super(scope, id);
    const { routing } = config;
    const [here, second] = routing.policy === 'weighted' ? routing.weights : [undefined, undefined];
    this.record('Here', config, loadBalancer.loadBalancerDnsName, { failover: 'PRIMARY', weight: here });
    this.record('Second', config, config.secondEndpoint, { failover: 'SECONDARY', weight: second });
  }

  private record(id: string, config: DnsConfig, endpoint: string, { failover, weight }: Role): CfnRecordSet {
    const { hostedZoneId, zoneName, recordName, routing, ttl } = config;
    const healthCheck = new CfnHealthCheck(this, `${id}HealthCheck`, {
      healthCheckConfig: {
        type: 'HTTPS',
        fullyQualifiedDomainName: endpoint,
        port: 443,
        resourcePath: '/health/ready',
        requestInterval: CHECK.interval.toSeconds(),
        failureThreshold: CHECK.failures,
        enableSni: true,
      },
    });
    return new CfnRecordSet(this, id, {
      hostedZoneId,
      name: `${recordName}.${zoneName}.`,
      // Records that share a name have one type, and outside of AWS there is no alias.
      type: 'CNAME',
      ttl: `${ttl}`,
      resourceRecords: [endpoint],
      setIdentifier: id,
      healthCheckId: healthCheck.attrHealthCheckId,
      ...(routing.policy === 'weighted' ? { weight } : { failover }),
    });
  }
}

interface Role {
  readonly failover: 'PRIMARY' | 'SECONDARY';
  /** @default - not weighted */
  readonly weight: number | undefined;
}

/**
 * Seconds from the loss of an endpoint until no resolver that keeps to the TTL answers with it.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const secondsToFailOver = ({ ttl }: DnsConfig): number => CHECK.interval.toSeconds() * CHECK.failures + ttl;
