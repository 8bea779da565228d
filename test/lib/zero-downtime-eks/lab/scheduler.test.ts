import type { PodStatus } from '../../../../lib/zero-downtime-eks/lab/pod-status';
import { nodeFor, type SpreadConstraint } from '../../../../lib/zero-downtime-eks/lab/scheduler';

const node = (name: string, zone: string, cordoned = false) => ({ name, zone, cordoned });
const pod = (on: string, revision = 1, terminating = false): PodStatus => ({
  name: `on-${on}`,
  revision,
  node: on,
  containersReady: true,
  terminating,
});
const zones: SpreadConstraint = {
  topologyKey: 'topology.kubernetes.io/zone',
  maxSkew: 1,
  whenUnsatisfiable: 'DoNotSchedule',
  eachRevision: true,
  honoursCordon: true,
};
const three = [node('a', 'zone-a'), node('b', 'zone-b'), node('c', 'zone-c')];
const cordonedC = [node('a', 'zone-a'), node('b', 'zone-b'), node('c', 'zone-c', true)];

describe('nodeFor', () => {
  test.each([
    { what: 'the empty zone', nodes: three, pods: [pod('a'), pod('b')], constraints: [zones], on: 'c' },
    {
      what: 'each release by itself',
      nodes: three,
      pods: [pod('a', 2), pod('b'), pod('c')],
      constraints: [zones],
      on: 'b',
      revision: 2,
    },
    {
      what: 'all releases together',
      nodes: three,
      pods: [pod('a', 2), pod('b'), pod('c')],
      constraints: [{ ...zones, eachRevision: false }],
      on: 'a',
      revision: 2,
    },
    {
      what: 'not those that terminate',
      nodes: three,
      pods: [pod('a', 1, true), pod('b'), pod('c')],
      constraints: [zones],
      on: 'a',
    },
    {
      what: 'a cordoned zone that does not count',
      nodes: cordonedC,
      pods: [pod('a'), pod('b')],
      constraints: [zones],
      on: 'a',
    },
    {
      what: 'a cordoned zone that counts, so that it stays Pending',
      nodes: cordonedC,
      pods: [pod('a'), pod('b')],
      constraints: [{ ...zones, honoursCordon: false }],
      on: undefined,
    },
    {
      what: 'anyway',
      nodes: cordonedC,
      pods: [pod('a'), pod('b'), pod('a')],
      constraints: [{ ...zones, honoursCordon: false, whenUnsatisfiable: 'ScheduleAnyway' as const }],
      on: 'b',
    },
    { what: 'the fullest node without constraints', nodes: three, pods: [pod('b')], constraints: [], on: 'b' },
    { what: 'no node', nodes: [], pods: [], constraints: [], on: undefined },
  ])('$what', ({ nodes, pods, constraints, on, revision = 1 }) => {
    // Of two that are as good the first is taken.
    expect(nodeFor(nodes, pods, constraints, revision)?.name).toBe(on);
  });
});
