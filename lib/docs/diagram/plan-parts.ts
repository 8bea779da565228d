import type { Connectivity } from '../../connectivity/option';
import type { BoxPlan, DiagramPlan } from './plan';

/** Boxes of one stack: each a construct path without the stack's name, or what makes a box of several. */
export function inStack(
  stack: string,
  direction: DiagramPlan['direction'],
  boxes: readonly (string | BoxPlan)[],
  constructFrames = true,
): DiagramPlan {
  const full = boxes.map((box): BoxPlan => {
    const { at, ...rest } = typeof box === 'string' ? { at: [box] } : box;
    return { at: at.map((path) => `${stack}/${path}`), ...rest };
  });
  return { direction, stacks: [stack], boxes: full, constructFrames };
}

/** The NAT gateways of a VPC. @param vpc path of its construct */
export const natGateways = (vpc: string): BoxPlan => ({ at: [vpc], types: ['AWS::EC2::NatGateway'] });
/** The internet gateway of a VPC. @param vpc path of its construct */
export const internetGateway = (vpc: string): BoxPlan => ({
  at: [vpc],
  types: ['AWS::EC2::InternetGateway', 'AWS::EC2::VPCGatewayAttachment'],
  kinds: ['AWS::EC2::InternetGateway'],
});
/** The endpoints of a VPC. @param securityGroups paths of their security groups, for arrows from who is admitted */
export const endpoints = (vpc: string, ...securityGroups: readonly string[]): BoxPlan => ({
  at: [vpc, ...securityGroups],
  types: ['AWS::EC2::VPCEndpoint', 'AWS::EC2::SecurityGroup'],
  kinds: ['AWS::EC2::VPCEndpoint'],
});

/** Two VPCs with a service each, in stacks that may be the same one, and the ways to join them. */
export function twoVpcs(eks: string, ecs: string, { base, options }: Connectivity): DiagramPlan {
  return {
    direction: 'TB',
    stacks: base,
    boxes: [
      { at: [`${eks}/Eks/Balancer`], kinds: ['AWS::ElasticLoadBalancingV2::LoadBalancer'] },
      { at: [`${eks}/Eks/Cluster`], name: 'Pods' },
      natGateways(`${eks}/VpcA/Vpc`),
      internetGateway(`${eks}/VpcA/Vpc`),
      { at: [`${ecs}/Ecs/Balancer`], kinds: ['AWS::ElasticLoadBalancingV2::LoadBalancer'] },
      { at: [`${ecs}/Ecs`], name: 'Tasks', kinds: ['AWS::ECS::Service'] },
      endpoints(`${ecs}/VpcB/Vpc`, `${ecs}/VpcB/EndpointSecurityGroup`),
    ],
    between: options,
  };
}
