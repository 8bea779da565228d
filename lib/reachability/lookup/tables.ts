import { parseCidr } from '../ipv4';
import type {
  NetworkAcl,
  NetworkAclEntry,
  Route,
  RouteTable,
  SecurityGroup,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from '../model';
import {
  type CompiledEntry,
  type CompiledRule,
  type CompiledTable,
  compileEntries,
  compileRouteTable,
  compileRule,
  compileTransitGatewayRouteTable,
} from '../packet/tables';
import { remembered } from './indexes';
import type { PrefixLists } from './prefix-lists';

/** Tables, rules and entries in the order of their evaluation, without what AWS would not create; each made once. */
export interface Tables {
  readonly routeTable: (id: string) => CompiledTable<Route>;
  readonly transitGatewayRouteTable: (id: string) => CompiledTable<TransitGatewayRoute>;
  /** Of one direction of a security group. */
  readonly securityGroupRules: (rules: SecurityGroup['ingress']) => readonly CompiledRule[];
  /** Of one direction of a network ACL. */
  readonly networkAclEntries: (id: string, egress: boolean) => readonly CompiledEntry[];
}

interface Source {
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly transitGatewayRouteTables: ReadonlyMap<string, TransitGatewayRouteTable>;
  readonly networkAcls: ReadonlyMap<string, NetworkAcl>;
  readonly prefixLists: PrefixLists;
  readonly refusal: (id: string) => object | undefined;
}

/** @param source read when something is first asked for */
export function tablesOf(source: Source): Tables {
  const routes = new Map<string, CompiledTable<Route>>();
  const transitGatewayRoutes = new Map<string, CompiledTable<TransitGatewayRoute>>();
  const rules = new Map<SecurityGroup['ingress'], readonly CompiledRule[]>();
  const entries = new Map<string, readonly CompiledEntry[]>();
  const accepted = <T extends { readonly id?: string }>(parts: readonly T[]): readonly T[] =>
    parts.filter(({ id }) => id === undefined || !source.refusal(id));
  return {
    routeTable: (id) =>
      remembered(routes, id, () =>
        compileRouteTable(accepted(source.routeTables.get(id)?.routes ?? []), source.prefixLists),
      ),
    transitGatewayRouteTable: (id) =>
      remembered(transitGatewayRoutes, id, () =>
        compileTransitGatewayRouteTable(accepted(source.transitGatewayRouteTables.get(id)?.routes ?? [])),
      ),
    securityGroupRules: (list) =>
      remembered(rules, list, () => accepted(list).map((rule) => compileRule(rule, source.prefixLists))),
    networkAclEntries: (id, egress) =>
      remembered(entries, `${id} ${egress}`, () => {
        const networkAcl = source.networkAcls.get(id);
        return networkAcl ? compileEntries(accepted(networkAcl.entries), egress) : everything(egress);
      }),
  };
}

// A network ACL that was not listed is the VPC's default one.
function everything(egress: boolean): readonly CompiledEntry[] {
  const entry: NetworkAclEntry = { ruleNumber: 100, egress, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' };
  return [{ entry, range: parseCidr(entry.cidr) }];
}
