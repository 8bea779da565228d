import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/landing-zone.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'landing-zone/plan-fits',
    text: 'The subnets of the stack are those of the plan: two zones of 10.10.4.0/22 without overlap, the third zone kept; two halves in two zones are impossible, and the planner says why.',
    evidence: proved(() => import('./proofs/plan-fits')),
  },
  {
    id: 'landing-zone/public-subnets-have-a-route',
    text: 'Every subnet of the public tier has a route to the internet gateway, which is attached, and no private one has.',
    evidence: proved(() => import('./proofs/public-subnets-have-a-route')),
  },
  {
    id: 'landing-zone/administration-only-from-the-bastion',
    text: 'The bastion reaches the API server on port 443; beside it only nodes and the function that runs kubectl do. The internet reaches neither nodes nor the API server nor port 22, or with SSH port 22 from the stated CIDR only.',
    evidence: proved(() => import('./proofs/administration-only-from-the-bastion')),
  },
  {
    id: 'landing-zone/nodes-reach-what-they-need',
    text: 'What nodes open, and what is opened to them, is exactly the stated list, with a NAT gateway and with endpoints, on any port of any protocol.',
    evidence: proved(() => import('./proofs/nodes-reach-what-they-need')),
  },
  {
    id: 'landing-zone/nodes-can-join',
    text: 'Nodes have all that they need to join; whichever piece is taken away, the checklist names it and nothing else, and of a node group that stays in CREATING, rebuilt as it was told, it names the missing way out, whatever its role.',
    evidence: proved(() => import('./proofs/nodes-can-join')),
  },
  {
    id: 'landing-zone/only-the-branch-may-push',
    text: 'Of workflow runs only those of the one branch that Argo CD follows become the role that pushes images, and it may do nothing else.',
    evidence: proved(() => import('./proofs/only-the-branch-may-push')),
  },
  {
    id: 'landing-zone/production-runs-what-staging-has',
    text: 'A promotion gives production the very digest that staging has, and changes nothing else; every image is named by digest.',
    evidence: proved(() => import('./proofs/production-runs-what-staging-has')),
  },
  {
    id: 'landing-zone/links-expire-and-are-counted',
    text: 'The link service redirects until a link expires, and counts every visit on its day, also when pods are replaced while visitors come.',
    evidence: proved(() => import('./proofs/links-expire-and-are-counted')),
  },
  {
    id: 'landing-zone/no-secret-in-clear',
    text: 'No secret stands in clear in the template, in what Argo CD applies, in the workflow or in the sources; none is a Kubernetes Secret or an environment variable.',
    evidence: proved(() => import('./proofs/no-secret-in-clear')),
  },
  {
    id: 'landing-zone/runs-in-an-account',
    text: 'In an account the nodes join, and Argo CD tells both applications to be synced and healthy.',
    evidence: { kind: 'account', command: 'kubectl get nodes && kubectl -n argocd get applications' },
  },
  {
    id: 'landing-zone/mounted-by-pod-identity',
    text: 'The CSI driver reads secrets from Secrets Manager by the Pod Identity of the pod that mounts them.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-pod-identity-integration.html',
    },
  },
];
