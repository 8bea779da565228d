import type * as ec2 from '@aws-sdk/client-ec2';
import type { InterfaceOwner } from '../model';
import type { Answers } from './answers';
import { tagOf } from './component';
import { itemsOf } from './items';

interface EcsTask {
  readonly taskArn?: string;
  readonly group?: string;
  readonly attachments?: readonly {
    readonly details?: readonly { readonly name?: string; readonly value?: string }[];
  }[];
}

/** Owners that name their interfaces. */
export function ownersByInterface(answers: Answers): ReadonlyMap<string, InterfaceOwner> {
  const owners = new Map<string, InterfaceOwner>();
  for (const { id, row } of itemsOf<ec2.NatGateway>(answers, 'NatGateways', 'NatGatewayId')) {
    for (const { NetworkInterfaceId } of row.NatGatewayAddresses ?? []) {
      if (NetworkInterfaceId) owners.set(NetworkInterfaceId, { kind: 'nat-gateway', id });
    }
  }
  for (const { id, row } of itemsOf<ec2.VpcEndpoint>(answers, 'VpcEndpoints', 'VpcEndpointId')) {
    for (const networkInterface of row.NetworkInterfaceIds ?? [])
      owners.set(networkInterface, { kind: 'vpc-endpoint', id });
  }
  for (const { id, row } of itemsOf<EcsTask>(answers, 'tasks', 'taskArn')) {
    for (const { name, value } of row.attachments?.flatMap(({ details = [] }) => details) ?? []) {
      if (name === 'networkInterfaceId' && value)
        owners.set(value, { kind: 'ecs-service', id: serviceOf(id, row.group) });
    }
  }
  return owners;
}

/** `service:web` and the ARN of one of its tasks give the service's ARN; a task without a service stands for itself. */
function serviceOf(taskArn: string, group: string | undefined): string {
  const service = group?.startsWith('service:') ? group.slice('service:'.length) : undefined;
  return service === undefined ? taskArn : taskArn.replace(/:task\/(.*?\/)?[^/]*$/, `:service/$1${service}`);
}

/**
 * Owners that only the interface names. AWS documents no form of the descriptions; these are the ones it writes.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
 */
export function ownerByDescription(answers: Answers, row: ec2.NetworkInterface): InterfaceOwner | undefined {
  const { Description = '', InterfaceType } = row;
  const id = /\b(nat|vpce|tgw-attach|rgw)-[0-9a-f]+/.exec(Description)?.[0];
  if (id?.startsWith('nat-')) return { kind: 'nat-gateway', id };
  if (id?.startsWith('vpce-')) return { kind: 'vpc-endpoint', id };
  if (id?.startsWith('tgw-attach-')) return { kind: 'transit-gateway-attachment', id };
  if (id?.startsWith('rgw-')) return { kind: 'resource-gateway', id };
  if (Description.startsWith('ELB '))
    return { kind: 'load-balancer', id: loadBalancerOf(answers, Description.slice('ELB '.length)) };
  if (Description.startsWith('Amazon EKS '))
    return { kind: 'eks-cluster', id: Description.slice('Amazon EKS '.length) };
  if (Description.startsWith('AWS Lambda VPC ENI') || InterfaceType === 'lambda') {
    return {
      kind: 'lambda-function',
      id: /ENI[-: ]+(.*?)(-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/.exec(Description)?.[1] || Description,
    };
  }
  if (Description === 'RDSNetworkInterface' || Description.startsWith('ElastiCache ')) {
    return { kind: 'database', id: row.NetworkInterfaceId ?? Description };
  }
  if (/^arn:[^:]*:ecs:/.test(Description)) {
    return { kind: 'ecs-service', id: tagOf(row.TagSet, 'aws:ecs:serviceName') ?? Description };
  }
  return undefined;
}

/** `net/name/0123` is the end of the load balancer's ARN. */
function loadBalancerOf(answers: Answers, description: string): string {
  return (
    itemsOf<{ readonly LoadBalancerArn?: string }>(answers, 'LoadBalancers', 'LoadBalancerArn').find(({ id }) =>
      id.endsWith(`:loadbalancer/${description}`),
    )?.id ?? description
  );
}
