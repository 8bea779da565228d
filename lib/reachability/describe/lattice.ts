import { InputError } from '../input-error';
import type { LatticeService, Listener, PolicyDocument, ServiceNetwork, ServiceNetworkVpcAssociation } from '../model';
import type { Answers, Item } from './answers';
import { present } from './component';
import { itemsOf, listOf } from './items';

/** Fields that many VPC Lattice answers have. https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/ */
export interface LatticeRow {
  readonly id?: string;
  readonly arn?: string;
  readonly name?: string;
  readonly status?: string;
  readonly authType?: string;
  readonly serviceNetworkId?: string;
  readonly serviceId?: string;
  readonly resourceConfigurationId?: string;
  readonly vpcId?: string;
  readonly securityGroupIds?: readonly string[];
  readonly dnsEntry?: { readonly domainName?: string };
}

interface Forward {
  readonly forward?: {
    readonly targetGroups?: readonly { readonly targetGroupIdentifier?: string; readonly weight?: number }[];
  };
}

interface ListenerRow extends LatticeRow {
  readonly protocol?: string;
  readonly port?: number;
  readonly defaultAction?: Forward;
  readonly action?: Forward;
}

/** States of what is not there yet, or not any more. */
const GONE: ReadonlySet<string> = new Set(['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_IN_PROGRESS']);

type Policies = ReadonlyMap<string, PolicyDocument>;

/** What every component of VPC Lattice has: account and Region are in its ARN. */
export function latticeComponent(item: Item<LatticeRow>): {
  id: string;
  name?: string;
  account?: string;
  region?: string;
} {
  const [, , , region = item.region, account = item.account] = item.row.arn?.split(':') ?? [];
  return { id: item.row.id ?? '', ...(item.row.name && { name: item.row.name }), account, region };
}

/** `svc-1` of an id or an ARN. */
export function lastPart(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}

/** Items of a kind of VPC Lattice resource that are there: `servicenetwork`, `service/listener`. */
export function latticeItems<Kind extends LatticeRow>(
  answers: Answers,
  kind: string,
): ReturnType<typeof itemsOf<Kind>> {
  return itemsOf<Kind>(answers, kind, 'id').filter(({ row }) => !GONE.has(row.status ?? ''));
}

/** Service networks with what is associated with them. */
export function readServiceNetworks(answers: Answers): readonly ServiceNetwork[] {
  const policies = readPolicies(answers);
  const services = latticeItems<LatticeRow>(answers, 'servicenetworkserviceassociation');
  const resources = latticeItems<LatticeRow>(answers, 'servicenetworkresourceassociation');
  return latticeItems<LatticeRow>(answers, 'servicenetwork').map((item) => ({
    ...latticeComponent(item),
    ...authorization(item.row, policies),
    serviceAssociations: services
      .filter(({ row }) => row.serviceNetworkId === item.id)
      .map(({ id, row }) => ({ id, latticeServiceId: row.serviceId ?? '' })),
    resourceAssociations: resources
      .filter(({ row }) => row.serviceNetworkId === item.id)
      .map(({ id, row }) => ({ id, resourceConfigurationId: row.resourceConfigurationId ?? '' })),
  }));
}

/** Which VPCs use which service networks. */
export function readVpcAssociations(answers: Answers): readonly ServiceNetworkVpcAssociation[] {
  return latticeItems<LatticeRow>(answers, 'servicenetworkvpcassociation').map((item) => ({
    ...latticeComponent(item),
    serviceNetworkId: item.row.serviceNetworkId ?? '',
    vpcId: item.row.vpcId ?? '',
    securityGroupIds: item.row.securityGroupIds ?? [],
  }));
}

/** Services with their listeners. */
export function readLatticeServices(answers: Answers): readonly LatticeService[] {
  const policies = readPolicies(answers);
  const listeners = latticeItems<ListenerRow>(answers, 'service/listener');
  const rules = latticeItems<ListenerRow>(answers, 'service/listener/rule');
  return latticeItems<LatticeRow>(answers, 'service').map((item) => ({
    ...latticeComponent(item),
    ...authorization(item.row, policies),
    ...(item.row.dnsEntry?.domainName && { dnsName: item.row.dnsEntry.domainName }),
    listeners: listeners
      .filter(({ row }) => row.arn?.includes(`/${item.id}/`))
      .map(({ id, row }): Listener => {
        const actions = [
          row.defaultAction,
          ...rules.filter((rule) => rule.row.arn?.includes(`/${id}/`)).map((rule) => rule.row.action),
        ];
        return {
          id,
          protocols: ['tcp'],
          port: row.port ?? 443,
          targetGroupIds: [...new Set(actions.flatMap(forwardsTo))],
        };
      }),
  }));
}

function forwardsTo(action: Forward | undefined): readonly string[] {
  return (action?.forward?.targetGroups ?? [])
    .filter(({ weight }) => weight !== 0)
    .map(({ targetGroupIdentifier }) => targetGroupIdentifier)
    .filter(present)
    .map(lastPart);
}

function authorization(
  { id = '', arn = '', authType }: LatticeRow,
  policies: Policies,
): Pick<LatticeService, 'authType' | 'authPolicy'> {
  const authPolicy = policies.get(id) ?? policies.get(lastPart(arn));
  return { authType: authType === 'AWS_IAM' ? 'AWS_IAM' : 'NONE', ...(authPolicy && { authPolicy }) };
}

function readPolicies(answers: Answers): Policies {
  const policies = listOf<{ readonly resourceIdentifier?: string; readonly policy?: string }>(answers, 'AuthPolicies');
  return new Map(
    policies.flatMap(({ row: { resourceIdentifier, policy }, file }) =>
      resourceIdentifier && policy ? [[lastPart(resourceIdentifier), readPolicy(policy, file)]] : [],
    ),
  );
}

function readPolicy(text: string, file: string): PolicyDocument {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file}: its policy is not JSON`);
  }
}
