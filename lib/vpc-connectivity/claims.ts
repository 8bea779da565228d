import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/vpc-connectivity.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'vpc-connectivity/each-option-connects',
    text: 'With each option pods call the service on ECS and tasks call the service on EKS on port 8080, from every zone, and the answers come back.',
    evidence: proved(() => import('./proofs/each-option-connects')),
  },
  {
    id: 'vpc-connectivity/nothing-else-opens',
    text: 'An option opens that and nothing else, on any port of any protocol, and nothing can be reached from the internet.',
    evidence: proved(() => import('./proofs/nothing-else-opens')),
  },
  {
    id: 'vpc-connectivity/every-resource-needed',
    text: 'Without any single route, rule or association that an option adds, one of its connections fails.',
    evidence: proved(() => import('./proofs/every-resource-needed')),
  },
  {
    id: 'vpc-connectivity/verifier-agrees-with-aws',
    text: 'The verifier decides as AWS documents it, case by case, and as AWS did for every probe of a folder of observations, where one is given.',
    evidence: proved(() => import('./proofs/verifier-agrees-with-aws')),
  },
  {
    id: 'vpc-connectivity/packets-agree',
    text: 'Real packets through network namespaces built from the same templates fare as the verifier says, everybody to everybody, with each option.',
    evidence: proved(() => import('./proofs/packets-agree')),
  },
  {
    id: 'vpc-connectivity/packets-as-on-aws',
    text: 'Packets through network namespaces built from describe answers of real deployments fare as they did on AWS.',
    evidence: proved(() => import('./proofs/packets-as-on-aws')),
  },
  {
    id: 'vpc-connectivity/mutants-agree',
    text: 'Packets and verifier still agree when networks are changed at random.',
    evidence: proved(() => import('./proofs/mutants-agree')),
  },
  {
    id: 'vpc-connectivity/answers-in-an-account',
    text: 'In an account, a task that is run by hand gets an answer from the service on EKS.',
    evidence: {
      kind: 'account',
      command:
        'aws ecs run-task --launch-type FARGATE --cluster "$CLUSTER" --task-definition "$TASK" --network-configuration "$NETWORK" --overrides "$CALL"',
    },
  },
  {
    id: 'vpc-connectivity/references-within-a-region',
    text: 'Security groups of a peered VPC can be referenced within a Region, and not across Regions.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html',
    },
  },
  {
    id: 'vpc-connectivity/zone-needs-attachment',
    text: 'A transit gateway can be reached only from zones with an attachment.',
    evidence: { kind: 'cited', link: 'https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html' },
  },
];
