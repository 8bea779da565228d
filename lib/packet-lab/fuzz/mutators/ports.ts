import type { NetworkModel, PortRange, Protocol } from '../../../reachability/model';
import { askedPorts } from '../../ports';
import type { Dice } from '../dice';

/** A range of ports: one that matters in the network, or one that replies need. */
export function anyPorts(model: NetworkModel, dice: Dice): PortRange {
  const ports = [22, 80, 443, 8080, ...askedPorts(model).flatMap(({ port }) => port ?? [])];
  const port = dice.pick(ports) ?? 80;
  const ranges: readonly PortRange[] = [
    { from: port, to: port },
    { from: port, to: port },
    { from: 0, to: port },
    { from: 1_024, to: 65_535 },
    { from: 32_768, to: 60_999 },
    { from: 32_768, to: dice.number(33_000, 60_998) },
    { from: 0, to: 65_535 },
  ];
  return dice.pick(ranges) ?? { from: port, to: port };
}

/** A protocol by itself, all of its ports or types. */
export function anyProtocol(dice: Dice): Protocol {
  return dice.pick(['tcp', 'udp', 'icmp', '-1', '50'] as const) ?? '-1';
}
