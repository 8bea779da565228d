import { formatCidr, parseAddress, parseCidr } from '../../reachability/ipv4';
import type { Cidr, NetworkModel } from '../../reachability/model';
import type { Dice } from './dice';

/** CIDRs that mean something in a network: its VPCs and subnets, its hosts, and all there is. */
export function knownCidrs({ vpcs, subnets, networkInterfaces }: NetworkModel): readonly Cidr[] {
  return [
    '0.0.0.0/0',
    '10.0.0.0/8',
    ...vpcs.flatMap(({ cidrBlocks }) => cidrBlocks),
    ...subnets.map(({ cidrBlock }) => cidrBlock),
    ...networkInterfaces.flatMap(({ addresses }) => addresses.map(({ privateIp }) => `${privateIp}/32`)),
  ];
}

/** One of its halves, so that it holds the address where it held it and the dice say so. */
export function narrowed(cidr: Cidr, dice: Dice): Cidr {
  const { first, prefixLength } = parseCidr(cidr);
  if (prefixLength === 32) return cidr;
  const upper = dice.number(0, 1) * 2 ** (31 - prefixLength);
  return formatCidr({ first: first + upper, last: 0, prefixLength: prefixLength + 1 });
}

/** Twice to sixteen times as many addresses, the same ones among them. */
export function widened(cidr: Cidr, dice: Dice): Cidr {
  const { first, prefixLength } = parseCidr(cidr);
  return formatCidr(parseCidr(`${addressOf(first)}/${Math.max(0, prefixLength - dice.number(1, 4))}`));
}

/** Another CIDR: a half, a wider one, or some other of the network. */
export function altered(cidr: Cidr, model: NetworkModel, dice: Dice): Cidr {
  switch (dice.number(0, 2)) {
    case 0:
      return narrowed(cidr, dice);
    case 1:
      return widened(cidr, dice);
    default:
      return dice.pick(knownCidrs(model)) ?? cidr;
  }
}

/** A part of a CIDR that holds the address of somebody, so that it matters. */
export function partWithHost(cidr: Cidr, { networkInterfaces }: NetworkModel, dice: Dice): Cidr | undefined {
  const { first, last } = parseCidr(cidr);
  const inside = networkInterfaces
    .flatMap(({ addresses }) => addresses.map(({ privateIp }) => privateIp))
    .filter((ip) => parseAddress(ip) >= first && parseAddress(ip) <= last);
  const host = dice.pick(inside);
  const { prefixLength } = parseCidr(cidr);
  if (host === undefined || prefixLength === 32) return undefined;
  return formatCidr(parseCidr(`${host}/${dice.number(prefixLength + 1, 32)}`));
}

const addressOf = (first: number): string => formatCidr({ first, last: first, prefixLength: 32 }).split('/')[0] ?? '';
