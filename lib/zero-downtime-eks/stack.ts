import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ZeroDowntimeEksConfig } from './config';

export interface ZeroDowntimeEksStackProps {
  /** As `validateConfig` returned it. */
  readonly config: ZeroDowntimeEksConfig;
}

/** A payment service on EKS that loses nothing while its pods, nodes, versions and databases are replaced. */
export class ZeroDowntimeEksStack extends Stack {
  constructor(scope: Construct, id: string, _: ZeroDowntimeEksStackProps) {
    super(scope, id, { description: 'A payment service on EKS without downtime' });
  }
}
