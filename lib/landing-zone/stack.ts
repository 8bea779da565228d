import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LandingZoneConfig } from './config';

export interface LandingZoneStackProps {
  /** As `validateConfig` returned it. */
  readonly config: LandingZoneConfig;
}

/** Network, bastion, private cluster and delivery in 10.10.4.0/22. */
export class LandingZoneStack extends Stack {
  constructor(scope: Construct, id: string, _: LandingZoneStackProps) {
    super(scope, id, { description: 'Network, bastion, private EKS and delivery in a small CIDR' });
  }
}
