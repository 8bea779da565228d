import { type AddOn, KUBELET_SKEW, type Versions } from './maintenance';
import type { Step } from './maintenance-steps';

/**
 * What is wrong with a plan: it is carried out step by step, and after each one the rules of Kubernetes, EKS and Aurora
 * have to hold. It knows nothing of how a plan is made.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/
 * @see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 */
export function policyViolations(
  current: Versions,
  target: Pick<Versions, 'kubernetes' | 'database'>,
  addOns: readonly AddOn[],
  plan: readonly Step[],
): readonly string[] {
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const minor = (version: string | undefined): number => Number(version?.split('.')[1]);
  let { kubernetes, nodes, database } = current;
  const versions = new Map(addOns.map(({ name, version }) => [name, version]));
  const seen = {
    insights: '',
    budgets: false,
    backup: false,
    green: undefined as string | undefined,
    permission: false,
    managedPassword: true,
    templateDiffers: false,
    calm: true,
  };

  for (const step of plan) {
    const changes = ['add-on', 'control-plane', 'nodes', 'database', 'template'].includes(step.kind);
    if (step.kind === 'check' && step.to) seen.insights = step.to;
    if (step.kind === 'check' && /poddisruptionbudgets/.test(step.command)) seen.budgets = true;
    if (step.kind === 'backup') {
      demand(seen.calm, 'database: begun while something else is new');
      seen.backup = true;
    }
    if (step.kind === 'permission') seen.permission = true;
    if (step.kind === 'template' && step.to === database) seen.templateDiffers = false;
    if (step.kind === 'password') seen.managedPassword = !seen.managedPassword;
    if (step.kind === 'quiet') seen.calm = true;
    if (changes) demand(step.wayBack.length > 0 && step.check.length > 0, `${step.title}: without check or way back`);

    if (step.kind === 'control-plane') {
      demand(seen.calm, `${step.to}: before the alarms of the step before were looked at`);
      demand(seen.insights === step.to, `${step.to}: without its upgrade insights`);
      demand(
        step.from === kubernetes && minor(step.to) === minor(kubernetes) + 1,
        `${kubernetes} to ${step.to} at once`,
      );
      kubernetes = step.to ?? kubernetes;
    }
    if (step.kind === 'nodes') {
      demand(seen.budgets, `nodes to ${step.to}: drained without a look at the disruption budgets`);
      demand(minor(step.to) >= minor(nodes), `nodes from ${nodes} back to ${step.to}`);
      nodes = step.to ?? nodes;
    }
    if (step.kind === 'add-on') versions.set(step.component ?? '', step.to ?? '');
    if (step.kind === 'database') {
      const isMajor = step.to?.split('.')[0] !== database.split('.')[0];
      demand(seen.backup, `database to ${step.to}: without a snapshot`);
      if (isMajor) demand(!seen.managedPassword, `database to ${step.to}: with a managed master password`);
      if (isMajor && step.component === 'database') {
        demand(seen.permission, `database to ${step.to}: the proxy may not log in to green`);
        demand(seen.green === step.to, `database to ${step.to}: without a green one of that version`);
        seen.templateDiffers = true;
      }
      if (step.component === 'green database') seen.green = step.to;
      else database = step.to ?? database;
    }
    const skew = minor(kubernetes) - minor(nodes);
    demand(skew >= 0 && skew <= KUBELET_SKEW, `nodes of ${nodes} with a control plane of ${kubernetes}`);
    for (const { name, releases } of addOns) {
      const release = releases.find(({ version }) => version === versions.get(name));
      demand(release?.kubernetes.includes(kubernetes) ?? false, `${name} ${versions.get(name)} with ${kubernetes}`);
    }
    if (changes) seen.calm = step.kind === 'add-on' && seen.calm;
  }
  demand(kubernetes === target.kubernetes, `ends with ${kubernetes} and not ${target.kubernetes}`);
  demand(plan.length === 0 || kubernetes === current.kubernetes || nodes === kubernetes, `ends with nodes of ${nodes}`);
  demand(database === target.database, `ends with ${database} and not ${target.database}`);
  demand(seen.managedPassword, 'ends without a managed master password');
  demand(!seen.templateDiffers, 'ends with a template of another version');
  demand(seen.calm, 'ends without a look at the alarms');
  return problems;
}
