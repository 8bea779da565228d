import type { LabLink, LabNamespace, LabPlan } from '../../../../lib/packet-lab/plan';
import { LabUnavailableError } from '../../../../lib/packet-lab/runtime/unavailable';

/** The drop point of the plan: whatever goes to port 23. */
export const TELNET = 23;

const lost = `
  map lost { type inet_proto . inet_service . inet_service : mark; flags dynamic; size 65536; }
  map lost_icmp { typeof icmp id : meta mark; flags dynamic; size 65536; }`;

/** Hosts 10.0.0.1, 10.0.0.2, ... on one router, which loses what goes to port 23. */
export function starPlan(count: number, change: (namespace: LabNamespace) => LabNamespace = (same) => same): LabPlan {
  const hosts = Array.from({ length: count }, (_, index) => ({ id: `eni-${index + 1}`, ip: `10.0.0.${index + 1}` }));
  const router: LabNamespace = {
    name: 'router',
    component: 'vpc-1',
    type: 'vpc',
    sysctls: ['net.ipv4.ip_forward=1'],
    ip: hosts.map(({ id, ip }) => `route add ${ip} dev ${id}`),
    nft: `table ip lab {${lost}
  counter d1 { }
  chain forward {
    type filter hook forward priority 0; policy accept;
    tcp dport ${TELNET} counter name "d1" update @lost { ip protocol . th sport . th dport : 1 } drop
  }
}
`,
  };
  const hostNamespaces = hosts.map(
    ({ id, ip }): LabNamespace => ({
      name: id,
      component: id,
      type: 'network-interface',
      sysctls: [],
      ip: [`route add default via 169.254.0.1 dev eth0 onlink src ${ip}`],
      nft: `table ip lab {
  chain arrivals {
    type nat hook prerouting priority -100; policy accept;
    ip protocol { tcp, udp } dnat to ${ip}:7
  }
}
`,
    }),
  );
  return {
    namespaces: [router, ...hostNamespaces].map(change),
    links: hosts.map(
      ({ id, ip }, index): LabLink => ({
        mac: `02:00:00:00:00:0${index + 1}`,
        ends: [
          { namespace: id, device: 'eth0', addresses: [`${ip}/32`] },
          { namespace: 'router', device: id, addresses: [] },
        ],
      }),
    ),
    hosts: hosts.map(({ id, ip }) => ({ id, namespace: id, addresses: [ip], client: true, server: true })),
    entrances: hosts.map(({ id, ip }) => ({ component: id, ways: [{ addresses: [{ ip }], answerers: [id] }] })),
    balancers: [],
    dropPoints: [
      { number: 1, namespace: 'router', counter: 'd1', component: 'acl-1', type: 'network-acl', reason: 'no telnet' },
    ],
    clientPorts: [],
    servicePorts: [],
    notModelled: [],
  };
}

/** Runs what needs a lab, or says why it cannot: namespaces are not for every machine and every user. */
export async function inLab(test: () => Promise<void>): Promise<void> {
  try {
    await test();
  } catch (error) {
    if (!(error instanceof LabUnavailableError)) throw error;
    process.stderr.write(`skipped: ${error.message}\n`);
  }
}

/** The search path of whoever runs the tests. */
export const PATH = process.env.PATH ?? '';
