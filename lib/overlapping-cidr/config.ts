/** An account and Region to deploy to. Both have to be bootstrapped for the CDK. */
export interface AccountConfig {
  /** 12 digits. */
  readonly account: string;

  readonly region: string;

  /**
   * Names of two Availability Zones. The same name is another zone in another account, and PrivateLink wants the endpoint
   * in zones of the service: `aws ec2 describe-availability-zones` tells which name has which id in an account.
   * https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
   *
   * @default - the first two of the Region as the account names them
   */
  readonly availabilityZones?: readonly [string, string];
}

export interface OverlappingCidrConfig {
  /** The account of VPC_A, which runs EKS and calls. @default - one account: the one that is deployed to */
  readonly consumer?: AccountConfig;

  /** The account of VPC_B, which runs ECS and is called. @default - one account: the one that is deployed to */
  readonly provider?: AccountConfig;

  /**
   * Whether both accounts are in one organization that has turned on resource sharing. Then the consumer has what is
   * shared at once; otherwise its stack accepts the invitation.
   * https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html
   *
   * @default false
   */
  readonly sharedWithinOrganization?: boolean;

  /**
   * Name under which the consumer calls the PrivateLink service, such as `service-b.example.com`. The provider has to own
   * the domain; how it is verified is told in private-link/endpoint-service.ts.
   *
   * @default - the name that AWS gives the endpoint
   */
  readonly privateDnsName?: string;

  /**
   * Whether the domain is verified and the endpoint accepted, so that the endpoint may answer to `privateDnsName`. Set it
   * after the first deployment, and deploy the consumer's stack once more.
   *
   * @default false
   */
  readonly privateDnsVerified?: boolean;
}

/** One line for each problem: `property: limit, got: what was received`. */
export function problems(config: OverlappingCidrConfig): readonly string[] {
  const found: string[] = [];
  const demand = (holds: boolean, property: string, limit: string, got: unknown): void => {
    if (!holds) found.push(`${property}: ${limit}, got: ${JSON.stringify(got)}`);
  };
  const { consumer, provider, privateDnsName } = config;
  for (const [side, where] of Object.entries({ consumer, provider })) {
    if (!where) continue;
    demand(/^\d{12}$/.test(where.account), `${side}.account`, '12 digits', where.account);
    demand(/^[a-z]{2}(-[a-z]+)+-\d$/.test(where.region), `${side}.region`, 'a Region', where.region);
    const zones = where.availabilityZones;
    if (!zones) continue;
    const areTwoOfTheRegion =
      new Set(zones).size === 2 && zones.every((zone) => zone.startsWith(where.region) && zone !== where.region);
    demand(areTwoOfTheRegion, `${side}.availabilityZones`, 'names of two zones of the Region', zones);
  }
  demand(Boolean(consumer) === Boolean(provider), 'consumer and provider', 'both or neither', { consumer, provider });
  // A transit gateway, a service network and what RAM shares belong to one Region.
  if (consumer && provider) demand(consumer.region === provider.region, 'region', 'one for both', [consumer, provider]);
  if (privateDnsName !== undefined) {
    const isName = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/.test(privateDnsName);
    demand(isName, 'privateDnsName', 'a domain name in lower case', privateDnsName);
  } else {
    demand(!config.privateDnsVerified, 'privateDnsVerified', 'false without privateDnsName', config.privateDnsVerified);
  }
  return found;
}
