import { bindingOf } from './readiness-gate';
import type { LoadBalancingSpec } from './rollout-spec';
import { RolloutSpecError } from './rollout-spec-error';
import { type Resource, type StackArtifacts, textOf } from './template';

/**
 * How the load balancer in front of the pods treats them.
 *
 * @throws RolloutSpecError
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function readLoadBalancing({ resources, manifests }: StackArtifacts): LoadBalancingSpec {
  const { targetGroupARN } = bindingOf(manifests)?.spec ?? {};
  const [, id = ''] = /^\$\{([^}]+)\}$/.exec(textOf(targetGroupARN)) ?? [];
  const group = resources[id]?.Properties;
  if (group === undefined)
    throw new RolloutSpecError('no TargetGroupBinding of the pods to a target group of the stack');
  const loadBalancer = Object.values(resources).find(isApplicationLoadBalancer);
  if (loadBalancer === undefined) throw new RolloutSpecError('the stack has no application load balancer');
  const number = (name: string, otherwise: number) => (group[name] === undefined ? otherwise : Number(group[name]));
  return {
    idleTimeoutSeconds: attribute(loadBalancer.Properties?.LoadBalancerAttributes, 'idle_timeout.timeout_seconds', 60),
    deregistrationDelaySeconds: attribute(group.TargetGroupAttributes, 'deregistration_delay.timeout_seconds', 300),
    healthCheck: {
      path: typeof group.HealthCheckPath === 'string' ? group.HealthCheckPath : '/',
      intervalSeconds: number('HealthCheckIntervalSeconds', 30),
      timeoutSeconds: number('HealthCheckTimeoutSeconds', 5),
      healthyThreshold: number('HealthyThresholdCount', 5),
      unhealthyThreshold: number('UnhealthyThresholdCount', 2),
    },
  };
}

function isApplicationLoadBalancer({ Type, Properties }: Resource): boolean {
  return Type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && (Properties?.Type ?? 'application') === 'application';
}

function attribute(attributes: unknown, key: string, otherwise: number): number {
  const list = Array.isArray(attributes) ? (attributes as readonly { Key?: string; Value?: string }[]) : [];
  const { Value } = list.find(({ Key }) => Key === key) ?? {};
  return Value === undefined ? otherwise : Number(Value);
}
