import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role for pods by EKS Pod Identity, whose agent is part of Auto Mode. It also tags the session with cluster, namespace
 * and service account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podRole(scope: Construct, id: string): Role {
  const pods = new ServicePrincipal('pods.eks.amazonaws.com');
  const role = new Role(scope, id, { assumedBy: pods });
  role.assumeRolePolicy?.addStatements(new PolicyStatement({ actions: ['sts:TagSession'], principals: [pods] }));
  return role;
}
