import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/overlapping-cidr.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'overlapping-cidr/peering-is-refused',
    text: 'The VPCs have identical CIDRs, and AWS refuses to peer them.',
    evidence: proved(() => import('./proofs/peering-is-refused')),
  },
  {
    id: 'overlapping-cidr/each-option-connects',
    text: 'With each option pods call the service on ECS on port 8080, from every zone, although the addresses of both are the same, and the answers come back.',
    evidence: proved(() => import('./proofs/each-option-connects')),
  },
  {
    id: 'overlapping-cidr/nothing-else-opens',
    text: 'An option opens that and nothing else, on any port of any protocol; only attachment NAT lets the provider call back, on port 8080; nothing can be reached from the internet.',
    evidence: proved(() => import('./proofs/nothing-else-opens')),
  },
  {
    id: 'overlapping-cidr/every-resource-needed',
    text: 'Without any single route, rule or association that an option adds, one of its connections fails, or the proof says why it stays.',
    evidence: proved(() => import('./proofs/every-resource-needed')),
  },
  {
    id: 'overlapping-cidr/packets-agree',
    text: 'Real packets through network namespaces built from the same templates, identical addresses included, fare as the verifier says, everybody to everybody, with each option.',
    evidence: proved(() => import('./proofs/packets-agree')),
  },
  {
    id: 'overlapping-cidr/mutants-agree',
    text: 'Packets and verifier still agree when the networks are changed at random.',
    evidence: proved(() => import('./proofs/mutants-agree')),
  },
  {
    id: 'overlapping-cidr/answers-in-two-accounts',
    text: 'In two accounts, the consumer gets an answer from the provider.',
    evidence: {
      kind: 'account',
      command: 'kubectl run call --rm -it --restart=Never --image=curlimages/curl -- "http://$SERVICE_HOST:8080/"',
    },
  },
  {
    id: 'overlapping-cidr/overlap-is-not-propagated',
    text: 'A transit gateway does not propagate the CIDR of a VPC that overlaps with one that is attached already.',
    evidence: { kind: 'cited', link: 'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html' },
  },
  {
    id: 'overlapping-cidr/private-link-is-one-way',
    text: 'Only the consumer of an endpoint service can open connections.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html',
    },
  },
];
