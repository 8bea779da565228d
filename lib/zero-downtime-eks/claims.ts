import type { Claim } from '../proof/claim';
import { proved } from '../proof/proved';

/** What docs/zero-downtime-eks.md claims. */
export const claims: readonly Claim[] = [
  {
    id: 'zero-downtime-eks/answer-loses-nothing',
    text: 'Rolling releases of the real server, by the synthesized manifests and under load, fail no request and leave no payment half done.',
    evidence: proved(() => import('./proofs/answer-loses-nothing')),
  },
  {
    id: 'zero-downtime-eks/failure-modes-show',
    text: 'Each way of breaking the answer loses requests or payments, or takes the whole grace period, where the answer beside it does not.',
    evidence: proved(() => import('./proofs/failure-modes-show')),
  },
  {
    id: 'zero-downtime-eks/disruptions-within-budgets',
    text: 'Node drains, scale-in, Spot notices and the order of a cluster upgrade lose nothing with the budgets and the spread of the manifests, and something without.',
    evidence: proved(() => import('./proofs/disruptions-within-budgets')),
  },
  {
    id: 'zero-downtime-eks/migrations-expand-and-contract',
    text: 'While the column of the amount takes its new form, each release serves beside the one before it on the same ledger, forwards and back, and no payment is lost or half done.',
    evidence: proved(() => import('./proofs/migrations-expand-and-contract')),
  },
  {
    id: 'zero-downtime-eks/timings-fit',
    text: 'Every duration of the synthesized stack fits the others: no hook, timeout or delay ends before what it waits for.',
    evidence: proved(() => import('./proofs/timings-fit')),
  },
  {
    id: 'zero-downtime-eks/manifests-are-sound',
    text: 'The Kubernetes objects of every stack pass checks that neither types nor schemas make, and these find every mistake that is made on purpose.',
    evidence: proved(() => import('./proofs/manifests-are-sound')),
  },
  {
    id: 'zero-downtime-eks/bad-release-is-rolled-back',
    text: 'A release that fails is taken back to weight 0 by the state machine of the template, and so is one without a verdict or with an API error; a good one reaches half of the traffic.',
    evidence: proved(() => import('./proofs/bad-release-is-rolled-back')),
  },
  {
    id: 'zero-downtime-eks/alarms-tell',
    text: 'Fed with outages, the alarms of the template go off in time, each of them in at least one; normal load, a quiet night and a rollout raise none.',
    evidence: proved(() => import('./proofs/alarms-tell')),
  },
  {
    id: 'zero-downtime-eks/maintenance-in-order',
    text: 'No plan for an upgrade ever leaves the supported range of versions: one minor version at a time, add-ons and nodes in their order, the database with a snapshot and last.',
    evidence: proved(() => import('./proofs/maintenance-in-order')),
  },
  {
    id: 'zero-downtime-eks/pods-have-the-gate',
    text: 'In an account, Auto Mode puts the readiness gate of the target group into every pod.',
    evidence: {
      kind: 'account',
      command:
        'kubectl --namespace payments get pods --output custom-columns=POD:.metadata.name,GATE:.spec.readinessGates[*].conditionType',
    },
  },
  {
    id: 'zero-downtime-eks/rollout-loses-nothing-in-an-account',
    text: 'In an account, the load balancer counts no failed request while every pod is replaced.',
    evidence: {
      kind: 'account',
      command: 'kubectl --namespace payments rollout restart deployment/payments',
    },
  },
  {
    id: 'zero-downtime-eks/version-is-supported',
    text: 'In an account, EKS tells until when the version of the cluster is in standard support.',
    evidence: { kind: 'account', command: 'aws eks describe-cluster-versions --cluster-versions 1.35' },
  },
  {
    id: 'zero-downtime-eks/budgets-do-not-limit-rollouts',
    text: 'A PodDisruptionBudget limits evictions, and not what a Deployment replaces.',
    evidence: { kind: 'cited', link: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/' },
  },
  {
    id: 'zero-downtime-eks/grace-includes-the-hook',
    text: 'The grace period runs while preStop runs, and SIGTERM comes only after it.',
    evidence: { kind: 'cited', link: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/' },
  },
  {
    id: 'zero-downtime-eks/idle-connections-outlive-the-load-balancer',
    text: 'A server that closes idle connections before the load balancer does makes it answer 502.',
    evidence: {
      kind: 'cited',
      link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
    },
  },
  {
    id: 'zero-downtime-eks/expiry-asks-no-node-budget',
    text: 'Nodes that expire are drained whatever the NodePool’s budgets say; only PodDisruptionBudgets slow it down.',
    evidence: {
      kind: 'cited',
      link: 'https://github.com/aws/karpenter-provider-aws/blob/main/website/content/en/docs/concepts/disruption.md',
    },
  },
];
