import { ApiObject, type Chart } from 'cdk8s';
import { chart } from './payment-manifests';
import { TIMINGS } from './timings';

/**
 * Graviton nodes, of several types so that one that is sold out stops nothing; on demand, as a Spot Instance gives two
 * minutes' notice and may not come back. Auto Mode takes the cheapest.
 *
 * Karpenter replaces nodes by itself. Budgets limit what it may choose the time of: drift (new machine images, new
 * versions) and consolidation. Expiry is not among these and asks only PodDisruptionBudgets, until `terminationGracePeriod`
 * is over. A weekly drift keeps nodes younger than that.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/main/website/content/en/docs/concepts/disruption.md
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
export function nodePoolChart(): Chart {
  const scope = chart();
  new ApiObject(scope, 'NodePool', {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'payments' },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
          requirements: [
            { key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] },
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
            { key: 'node.kubernetes.io/instance-type', operator: 'In', values: INSTANCE_TYPES },
          ],
          // The default of Auto Mode, whose nodes live 21 days at most.
          expireAfter: '336h',
          terminationGracePeriod: `${TIMINGS.nodeTermination}s`,
        },
      },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: '5m',
        budgets: [
          { nodes: '1' },
          // Nobody saves money while shops are open. Drift goes on, as security updates come by it.
          { nodes: '0', schedule: '0 8 * * *', duration: '14h', reasons: ['Underutilized'] },
        ],
      },
      limits: { cpu: '32' },
    },
  });
  return scope;
}

/** With two CPUs each; the first is the smallest that Auto Mode takes. */
const INSTANCE_TYPES = ['t4g.medium', 't4g.large', 'c7g.large', 'm7g.large', 'm6g.large'];
