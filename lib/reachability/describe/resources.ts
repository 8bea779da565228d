import type {
  LoadBalancer,
  NetworkInterface,
  PortRange,
  ResourceConfiguration,
  ResourceGateway,
  ResourceShare,
} from '../model';
import type { Answers } from './answers';
import { itemsOf, listOf } from './items';
import { lastPart, latticeComponent, latticeItems } from './lattice';

interface GatewayRow {
  readonly id?: string;
  readonly arn?: string;
  readonly name?: string;
  readonly vpcIdentifier?: string;
  readonly vpcId?: string;
  readonly securityGroupIds?: readonly string[];
}

interface ConfigurationRow {
  readonly id?: string;
  readonly arn?: string;
  readonly name?: string;
  readonly resourceGatewayId?: string;
  readonly resourceConfigurationGroupId?: string;
  readonly portRanges?: readonly string[];
  readonly resourceConfigurationDefinition?: {
    readonly ipResource?: { readonly ipAddress?: string };
    readonly dnsResource?: { readonly domainName?: string };
    readonly arnResource?: { readonly arn?: string };
  };
}

/** Resource gateways with their interfaces. */
export function readResourceGateways(
  answers: Answers,
  networkInterfaces: readonly NetworkInterface[],
): readonly ResourceGateway[] {
  return latticeItems<GatewayRow>(answers, 'resourcegateway').map((item) => ({
    ...latticeComponent(item),
    vpcId: item.row.vpcIdentifier ?? item.row.vpcId ?? '',
    networkInterfaceIds: networkInterfaces.filter(({ owner }) => owner.id === item.id).map(({ id }) => id),
    securityGroupIds: item.row.securityGroupIds ?? [],
  }));
}

/** Resource configurations; one of a group takes the gateway of the group. */
export function readResourceConfigurations(
  answers: Answers,
  loadBalancers: readonly LoadBalancer[],
): readonly ResourceConfiguration[] {
  const items = latticeItems<ConfigurationRow>(answers, 'resourceconfiguration');
  const rows = new Map(items.map(({ id, row }) => [id, row]));
  return items.map((item) => {
    const { resourceGatewayId, resourceConfigurationGroupId = '', portRanges = [] } = item.row;
    const gateway = resourceGatewayId ?? rows.get(resourceConfigurationGroupId)?.resourceGatewayId;
    return {
      ...latticeComponent(item),
      ...(gateway && { resourceGatewayId: lastPart(gateway) }),
      ports: portRanges.map(readPorts),
      resource: readResource(item.row, loadBalancers),
    };
  });
}

function readPorts(text: string): PortRange {
  const [from = '0', to = from] = text.split('-');
  return { from: Number(from), to: Number(to) };
}

function readResource(
  { resourceConfigurationDefinition: definition }: ConfigurationRow,
  loadBalancers: readonly LoadBalancer[],
): ResourceConfiguration['resource'] {
  const ip = definition?.ipResource?.ipAddress;
  if (ip) return { ip };
  const domainName = definition?.dnsResource?.domainName;
  const loadBalancer = loadBalancers.find(
    ({ dnsName }) => domainName && dnsName?.toLowerCase() === domainName.toLowerCase(),
  );
  return loadBalancer
    ? { componentId: loadBalancer.id }
    : { unknown: domainName ?? definition?.arnResource?.arn ?? 'nothing' };
}

interface Association {
  readonly resourceShareArn?: string;
  readonly associatedEntity?: string;
  readonly associationType?: string;
  readonly status?: string;
}

/** Shares of AWS Resource Access Manager; what is shared by its ARN and by the id in it. */
export function readResourceShares(answers: Answers): readonly ResourceShare[] {
  const associations = listOf<Association>(answers, 'resourceShareAssociations').map(({ row }) => row);
  const resources = listOf<{ readonly arn?: string; readonly resourceShareArn?: string }>(answers, 'resources');
  const principals = listOf<{ readonly id?: string; readonly resourceShareArn?: string }>(answers, 'principals');
  return itemsOf<{ readonly resourceShareArn?: string; readonly name?: string; readonly owningAccountId?: string }>(
    answers,
    'resourceShares',
    'resourceShareArn',
  ).map((item) => {
    const associated = (type: string): readonly string[] =>
      associations
        .filter(
          (one) => one.resourceShareArn === item.id && one.associationType === type && one.status !== 'DISASSOCIATED',
        )
        .map(({ associatedEntity = '' }) => associatedEntity);
    const ofShare = ({ row }: { readonly row: { readonly resourceShareArn?: string } }): boolean =>
      row.resourceShareArn === item.id;
    const arns = [...associated('RESOURCE'), ...resources.filter(ofShare).map(({ row }) => row.arn ?? '')];
    return {
      id: item.id,
      ...(item.row.name && { name: item.row.name }),
      account: item.row.owningAccountId ?? item.account,
      region: item.region,
      resourceIds: [...new Set(arns.flatMap((arn) => [arn, lastPart(arn)]))],
      principals: [
        ...new Set([...associated('PRINCIPAL'), ...principals.filter(ofShare).map(({ row }) => row.id ?? '')]),
      ],
    };
  });
}
