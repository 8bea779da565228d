import { parseAddress } from '../ipv4';
import type { NetworkInterface } from '../model';
import { group } from './indexes';

/** Who has which address; all are unsigned 32-bit numbers. */
export interface Addresses {
  /** By private address: several where VPCs have identical CIDRs. */
  readonly interfacesByAddress: ReadonlyMap<number, readonly NetworkInterface[]>;
  /** By public address, with the private address behind it. */
  readonly publicAddresses: ReadonlyMap<
    number,
    { readonly networkInterface: NetworkInterface; readonly privateIp: number }
  >;
  /** Of an interface: its public address by its private one. */
  readonly publicByPrivate: ReadonlyMap<NetworkInterface, ReadonlyMap<number, number>>;
  /** Of an interface: the private ones, the primary one first. */
  readonly ownAddresses: ReadonlyMap<NetworkInterface, readonly number[]>;
}

/** @throws Ipv4SyntaxError */
export function addressesOf(networkInterfaces: readonly NetworkInterface[]): Addresses {
  const parsed = networkInterfaces.map((networkInterface) => ({
    networkInterface,
    addresses: networkInterface.addresses.map(({ privateIp, publicIp }) => ({
      privateIp: parseAddress(privateIp),
      publicIp: publicIp === undefined ? undefined : parseAddress(publicIp),
    })),
  }));
  const each = parsed.flatMap(({ networkInterface, addresses }) =>
    addresses.map((address) => ({ networkInterface, ...address })),
  );
  return {
    interfacesByAddress: group(each.map(({ privateIp, networkInterface }) => [privateIp, networkInterface] as const)),
    ownAddresses: new Map(
      parsed.map(({ networkInterface, addresses }) => [networkInterface, addresses.map(({ privateIp }) => privateIp)]),
    ),
    publicAddresses: new Map(
      each.flatMap(({ networkInterface, privateIp, publicIp }) =>
        publicIp === undefined ? [] : [[publicIp, { networkInterface, privateIp }] as const],
      ),
    ),
    publicByPrivate: new Map(
      parsed.map(({ networkInterface, addresses }) => [
        networkInterface,
        new Map(
          addresses.flatMap(({ privateIp, publicIp }) =>
            publicIp === undefined ? [] : [[privateIp, publicIp] as const],
          ),
        ),
      ]),
    ),
  };
}
