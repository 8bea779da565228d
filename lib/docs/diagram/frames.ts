import { group } from '../../reachability/lookup/indexes';
import { type Box, idOf } from './boxes';
import type { Resource, Resources } from './resources';
import { inWords } from './type-names';

/** A frame around boxes: a VPC, the subnets of a tier in it, or a construct. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly frames: readonly Frame[];
  /** Subnets of a tier. */
  readonly subnets: readonly Resource[];
}

/** What a picture is made of, from outside to inside. */
export interface Layout {
  readonly frames: readonly Frame[];
  /** Boxes in no frame. */
  readonly boxes: readonly Box[];
}

/** Puts boxes into the VPC and the tier of subnets that their resources are in, and else into their construct. */
export function layoutOf(resources: Resources, boxes: readonly Box[], constructFrames = true): Layout {
  const places = new Map(boxes.map((box) => [box, placeOf(resources, box)]));
  const vpcs = resources.ofType('AWS::EC2::VPC').map((vpc): Frame => {
    const inside = boxes.filter((box) => places.get(box)?.vpc === vpc);
    const tiers = tiersOf(resources, vpc).map((tier): Frame => {
      const own = inside.filter((box) => places.get(box)?.tier === tier.id);
      return { ...tier, boxes: own, frames: [] };
    });
    const free = inside.filter((box) => places.get(box)?.tier === undefined);
    return { id: frameId(vpc.path), title: titleOf(vpc), boxes: free, frames: tiers.filter(hasBoxes), subnets: [] };
  });
  const rest = boxes.filter((box) => places.get(box)?.vpc === undefined);
  const constructs = [...group(rest.map((box) => [constructOf(box), box] as const))].map(([path, own]): Frame => {
    return {
      id: frameId(path),
      title: path.split('/').at(-1) ?? '',
      boxes: own,
      frames: [],
      subnets: [],
    };
  });
  const framed = constructs.filter((frame) => constructFrames && frame.boxes.length > 1);
  return {
    frames: [...vpcs.filter(hasBoxes), ...framed],
    boxes: rest.filter((box) => !framed.some((frame) => frame.boxes.includes(box))),
  };
}

const hasBoxes = ({ boxes, frames }: Frame): boolean => boxes.length > 0 || frames.some(hasBoxes);

/** The construct of the first level, with its stack. */
const constructOf = ({ plan }: Box): string => (plan.at[0] ?? '').split('/').slice(0, 2).join('/');

/** Frames and boxes share Mermaid's names. */
const frameId = (path: string): string => `${idOf(path)}_frame`;

/** `VpcA, VPC 10.0.0.0/16` for `<stack>/VpcA/Vpc`. */
function titleOf({ path, properties }: Resource): string {
  const name = path
    .split('/')
    .slice(1)
    .filter((part) => part !== 'Vpc')
    .join(' ');
  return `${name}, VPC ${String(properties.CidrBlock)}`;
}

/** A VPC's subnets by their name without its number: CDK numbers those of a tier, one in each zone. */
function tiersOf(resources: Resources, vpc: Resource): readonly Pick<Frame, 'id' | 'title' | 'subnets'>[] {
  const own = resources.ofType('AWS::EC2::Subnet').filter((subnet) => vpcOf(resources, subnet) === vpc);
  return [...group(own.map((subnet) => [subnet.path.replace(/\d+$/, ''), subnet] as const))].map(([path, subnets]) => ({
    id: frameId(path),
    title: tierTitle(path, subnets),
    subnets,
  }));
}

const vpcOf = (resources: Resources, resource: Resource): Resource | undefined =>
  resources.referredTo(resource, resource.properties.VpcId).find(({ type }) => type === 'AWS::EC2::VPC');

const isApplied = /^Custom::AWSCDK-EKS-/;

/** Types that name a VPC or subnets and are not in them as a box is. */
const isPlaceless = /::SecurityGroup|^AWS::EC2::(Route|Subnet)|^Custom::(?!AWSCDK-EKS-)/;

interface Place {
  readonly vpc?: Resource | undefined;
  readonly tier?: string | undefined;
}

/** Where all resources of a box are that are anywhere; nowhere when that is two VPCs. */
function placeOf(resources: Resources, box: Box): Place {
  const placed = box.resources.filter(({ type }) => !isPlaceless.test(type));
  const named = placed.flatMap((resource) => {
    const own = resources.referredTo(resource, resource.properties);
    if (!isApplied.test(resource.type)) return own;
    // What is applied to a cluster runs where the cluster does.
    return own
      .filter(({ type }) => type === 'AWS::EKS::Cluster')
      .flatMap((cluster) => resources.referredTo(cluster, cluster.properties));
  });
  const subnets = named.filter(({ type }) => type === 'AWS::EC2::Subnet');
  const vpcs = new Set([
    ...named.filter(({ type }) => type === 'AWS::EC2::VPC'),
    ...subnets.flatMap((subnet) => vpcOf(resources, subnet) ?? []),
  ]);
  const [vpc] = vpcs;
  if (vpc === undefined || vpcs.size > 1) return {};
  const tiers = tiersOf(resources, vpc).filter((tier) => tier.subnets.some((subnet) => subnets.includes(subnet)));
  return { vpc, tier: tiers.length === 1 ? tiers[0]?.id : undefined };
}

/** `2 workload subnets, /20 each`. */
function tierTitle(path: string, subnets: readonly Resource[]): string {
  const [size, ...others] = new Set(subnets.map(({ properties }) => `/${String(properties.CidrBlock).split('/')[1]}`));
  const name = `${subnets.length} ${inWords(path.split('/').at(-1) ?? '')}${subnets.length > 1 ? 's' : ''}`;
  if (others.length > 0) return name;
  return `${name}, ${size}${subnets.length > 1 ? ' each' : ''}`;
}
