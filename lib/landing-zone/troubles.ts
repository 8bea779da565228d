/** Something that stopped an earlier attempt at the task, and what answers it here. */
export interface Trouble {
  /** As docs/landing-zone.md calls it. */
  readonly id: `P${number}`;
  /** What happened, or what was asked. */
  readonly trouble: string;
  readonly answer: string;
  /** Ids of claims that show the answer. */
  readonly claims: readonly string[];
  /** What answers it: files, from the root of the repository. */
  readonly files: readonly string[];
}

const FROM_BASTION = 'landing-zone/administration-only-from-the-bastion';
const ROUTES = 'landing-zone/public-subnets-have-a-route';
const PLAN = 'landing-zone/plan-fits';
const JOIN = 'landing-zone/nodes-can-join';
const bastion = 'lib/landing-zone/bastion.ts';
const network = 'lib/landing-zone/network.ts';
const cluster = 'lib/landing-zone/private-cluster.ts';
const stackTest = 'test/lib/landing-zone/stack.test.ts';

/** All fourteen, in the order in which they were met. */
export const troubles: readonly Trouble[] = [
  {
    id: 'P1',
    trouble: 'Is a security group that takes SSH only enough for the bastion?',
    answer:
      'No: it takes it from everybody. Session Manager needs no port at all; with SSH the config takes public addresses, /24 at most.',
    claims: [FROM_BASTION],
    files: [bastion, 'lib/landing-zone/config.ts'],
  },
  {
    id: 'P2',
    trouble: 'The instance had no Elastic IP address, and got one by hand.',
    answer:
      'A session needs no address that stays. With SSH the stack makes one that follows the instance, as it does for the NAT gateway.',
    claims: [FROM_BASTION],
    files: [bastion, stackTest],
  },
  {
    id: 'P3',
    trouble: 'The internet gateway was not attached to the VPC.',
    answer: 'The attachment is a resource of the stack, and the proof fails without it.',
    claims: [ROUTES, JOIN],
    files: [network],
  },
  {
    id: 'P4',
    trouble: 'SSH failed: the route table of the public subnet had no route to the internet gateway.',
    answer: 'Every public subnet has that route by being public; take one away, and the proof names the subnet.',
    claims: [ROUTES],
    files: [network],
  },
  {
    id: 'P5',
    trouble: 'An example was used with the VPC hard-coded and the ids of subnets typed in by hand.',
    answer: 'Nothing is typed: the planner gives the CIDRs, and everything else refers to the VPC of the stack.',
    claims: [PLAN],
    files: ['lib/landing-zone/planned-addresses.ts', 'lib/landing-zone/address-plan.ts'],
  },
  {
    id: 'P6',
    trouble: 'An access key was made although commands could run on the bastion.',
    answer: 'There is none anywhere: the bastion has a role, and the workflow of GitHub takes one by OIDC.',
    claims: ['landing-zone/no-secret-in-clear', 'landing-zone/only-the-branch-may-push'],
    files: [bastion, 'lib/landing-zone/delivery.ts', stackTest],
  },
  {
    id: 'P7',
    trouble: 'Where is the infrastructure code run: on the bastion, or locally through a tunnel?',
    answer:
      'Anywhere with credentials of the account: CloudFormation makes everything, and what needs the private API server is applied by a function inside of the VPC.',
    claims: [FROM_BASTION],
    files: [cluster],
  },
  {
    id: 'P8',
    trouble: 'The local run lacked permissions; would the bastion have them?',
    answer:
      'It must not: its role describes the cluster and opens sessions. An access entry makes it an administrator of the cluster, and of nothing else.',
    claims: [],
    files: [bastion, stackTest],
  },
  {
    id: 'P9',
    trouble: 'EKS wants two Availability Zones, and two halves left no room for another subnet.',
    answer: 'The planner refuses two halves and says why; its plan for three zones has the third one kept.',
    claims: [PLAN],
    files: ['lib/landing-zone/cidr-plan.ts', 'lib/landing-zone/address-plan.ts'],
  },
  {
    id: 'P10',
    trouble: 'Does kubectl have to run on the bastion, over SSH?',
    answer:
      'It may; or locally, through a session that forwards a port to the API server, with the own role and its access entry.',
    claims: [FROM_BASTION],
    files: [bastion, 'lib/landing-zone/bastion-commands.ts'],
  },
  {
    id: 'P11',
    trouble: 'The node group was made by hand; its instances came up, it stayed in CREATING, and failed.',
    answer:
      'It is part of the stack, waits for its rules, routes and add-ons, and a checklist says before what is missing.',
    claims: [JOIN],
    files: ['lib/landing-zone/node-group.ts', 'lib/landing-zone/node-join/checklist.ts'],
  },
  {
    id: 'P12',
    trouble: 'Another IAM role, and more permissions for the user, changed nothing; the cause was never found.',
    answer:
      'Most likely the private subnets had no way out: the checklist names that for both roles, and nothing about the role.',
    claims: [JOIN],
    files: ['lib/landing-zone/node-join/story.ts'],
  },
  {
    id: 'P13',
    trouble: 'The fallback, eksctl create cluster with 1.29, makes a VPC of its own.',
    answer:
      'The cluster is in the VPC of the plan. 1.29 left extended support in March 2026, and the checklist refuses it; a test watches the version of the stack.',
    claims: [JOIN],
    files: ['lib/constructs/kubernetes-version.ts', cluster],
  },
  {
    id: 'P14',
    trouble: 'CI/CD with Argo CD, the application and its additional feature were not reached.',
    answer:
      'A workflow tests and pushes an image by OIDC, Argo CD pulls what Git says, promotion is by digest; links expire and are counted.',
    claims: ['landing-zone/production-runs-what-staging-has', 'landing-zone/links-expire-and-are-counted'],
    files: [
      'lib/landing-zone/gitops.ts',
      'services/landing-zone/expiry-and-visits.ts',
      '.github/workflows/landing-zone.yml',
    ],
  },
];
