import type * as ec2 from '@aws-sdk/client-ec2';
import type { EndpointService, NotModelled, VpcEndpoint } from '../model';
import type { Answers } from './answers';
import { component, present } from './component';
import { itemsOf, listOf } from './items';

const KINDS: Readonly<Record<string, VpcEndpoint['kind']>> = {
  Gateway: 'Gateway',
  Interface: 'Interface',
  Resource: 'Resource',
  ServiceNetwork: 'ServiceNetwork',
};

// AWS writes them with and without a capital letter.
const STATES: Readonly<Record<string, VpcEndpoint['state']>> = {
  available: 'available',
  pendingacceptance: 'pendingAcceptance',
  rejected: 'rejected',
};

/** Endpoints that work, that wait for somebody to accept them, or that somebody rejected. */
export function readVpcEndpoints(answers: Answers): {
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly notModelled: readonly NotModelled[];
} {
  const services = new Map(serviceRows(answers).map(({ id, row }) => [row.ServiceName, id]));
  const lists = new Map(
    itemsOf<ec2.PrefixList>(answers, 'PrefixLists', 'PrefixListId').map(({ id, row }) => [row.PrefixListName, id]),
  );
  const vpcEndpoints = endpointRows(answers).flatMap((item): readonly VpcEndpoint[] => {
    const { row, id } = item;
    const state = STATES[(row.State ?? 'available').toLowerCase()];
    if (!state) return [];
    const kind = KINDS[row.VpcEndpointType ?? 'Gateway'] ?? 'unknown';
    const endpointServiceId = services.get(row.ServiceName);
    const prefixListId = kind === 'Gateway' ? lists.get(row.ServiceName) : undefined;
    const dnsNames = (row.DnsEntries ?? []).map(({ DnsName }) => DnsName).filter(present);
    return [
      {
        ...component(id, item),
        kind,
        vpcId: row.VpcId ?? '',
        state,
        ...(row.ServiceName && { serviceName: row.ServiceName }),
        ...(endpointServiceId && { endpointServiceId }),
        ...(row.ResourceConfigurationArn && { resourceConfigurationId: lastPart(row.ResourceConfigurationArn) }),
        ...(row.ServiceNetworkArn && { serviceNetworkId: lastPart(row.ServiceNetworkArn) }),
        networkInterfaceIds: row.NetworkInterfaceIds ?? [],
        routeTableIds: row.RouteTableIds ?? [],
        ...(prefixListId && { prefixListId }),
        privateDnsEnabled: row.PrivateDnsEnabled === true,
        ...(dnsNames.length > 0 && { dnsNames }),
      },
    ];
  });
  const notModelled = vpcEndpoints
    .filter(({ serviceName, endpointServiceId }) => serviceName?.includes('.vpce-svc-') && !endpointServiceId)
    .map(({ id, serviceName = '' }) => ({
      id,
      type: 'VpcEndpoint',
      reason: `${serviceName} is not in the input`,
      touches: [id],
    }));
  return { vpcEndpoints, notModelled };
}

/** `rcfg-1` of its ARN. */
function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function endpointRows(answers: Answers): ReturnType<typeof itemsOf<ec2.VpcEndpoint>> {
  return itemsOf<ec2.VpcEndpoint>(answers, 'VpcEndpoints', 'VpcEndpointId');
}

function serviceRows(answers: Answers): ReturnType<typeof itemsOf<ec2.ServiceConfiguration>> {
  return [
    ...itemsOf<ec2.ServiceConfiguration>(answers, 'ServiceConfigurations', 'ServiceId'),
    ...itemsOf<ec2.ServiceConfiguration>(answers, 'VpcEndpointServiceConfigurations', 'ServiceId'),
  ];
}

/** Endpoint services of the accounts, with whom they allow and whom they accepted. */
export function readEndpointServices(answers: Answers): readonly EndpointService[] {
  return serviceRows(answers).map((item) => {
    const { row, id } = item;
    const endpoints = endpointRows(answers).filter((endpoint) => endpoint.row.ServiceName === row.ServiceName);
    const connected = endpoints.filter((endpoint) => STATES[endpoint.row.State?.toLowerCase() ?? ''] === 'available');
    const connections = connectionRows(answers).filter(({ ServiceId }) => ServiceId === id);
    const accepted = connections.filter(({ VpcEndpointState }) => VpcEndpointState?.toLowerCase() === 'available');
    return {
      ...component(id, item),
      serviceName: row.ServiceName ?? id,
      networkLoadBalancerIds: row.NetworkLoadBalancerArns ?? [],
      acceptanceRequired: row.AcceptanceRequired === true,
      acceptedEndpointIds: unique([
        ...accepted.map(({ VpcEndpointId }) => VpcEndpointId),
        ...connected.map((one) => one.id),
      ]),
      allowedPrincipals: unique([
        ...permissionRows(answers)
          .filter(({ ServiceId }) => ServiceId === id)
          .map(({ Principal }) => Principal),
        // Whoever is connected was allowed, and stays connected without the permission:
        // https://github.com/hashicorp/terraform-provider-aws/issues/37260
        ...[...connected.map((one) => one.row.OwnerId ?? one.account), ...accepted.map((one) => one.VpcEndpointOwner)]
          .filter(present)
          .map((account) => `arn:aws:iam::${account}:root`),
      ]),
      ...(row.PrivateDnsName && { privateDnsName: row.PrivateDnsName }),
    };
  });
}

function unique(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter(present))];
}

function connectionRows(answers: Answers): readonly ec2.VpcEndpointConnection[] {
  return listOf<ec2.VpcEndpointConnection>(answers, 'VpcEndpointConnections').map(({ row }) => row);
}

// As `describe-vpc-endpoint-service-permissions` answers, or by service.
function permissionRows(answers: Answers): readonly ec2.AllowedPrincipal[] {
  return [
    ...listOf<ec2.AllowedPrincipal>(answers, 'AllowedPrincipals').map(({ row }) => row),
    ...listOf<{ readonly ServiceId?: string; readonly AllowedPrincipals?: readonly ec2.AllowedPrincipal[] }>(
      answers,
      'VpcEndpointServicePermissions',
    ).flatMap(({ row }) =>
      (row.AllowedPrincipals ?? []).map((principal) => ({ ...principal, ServiceId: row.ServiceId })),
    ),
  ];
}
