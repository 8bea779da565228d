import type { LatticeService, PolicyDocument, ServiceNetwork } from '../model';
import type { Network } from '../network';
import type { ComponentType } from '../verdict';
import type { Arrival } from './arrival';
import { type Answer, type AuthRequest, all, asList, isRecord, matches, satisfies } from './condition';
import { byId, type Step, steps, stopped, unjudged } from './result';

/**
 * Whether the auth policies of a service network and of a service let a caller from the client's VPC in. A question
 * names no caller: it passes if an anonymous request does, or else, with a warning, if one signed by the VPC's account
 * does. https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
 */
export function authorized(
  network: Network,
  arrival: Arrival,
  serviceNetwork: ServiceNetwork,
  service: LatticeService,
): Step {
  const guards: readonly Guard[] = [
    { ...serviceNetwork, type: 'service-network' as const },
    { ...service, type: 'lattice-service' as const },
  ].filter(({ authType }) => authType === 'AWS_IAM');
  const request = requestOf(network, arrival, serviceNetwork, service);
  const anonymous = guards.map((guard) => judge(guard, { ...request, signed: false }));
  const signed = guards.map((guard) => judge(guard, { ...request, signed: true }));
  if (anonymous.every(isAllowed)) return { warnings: anonymous.flatMap(limits) };
  if (signed.every(isAllowed)) return { warnings: [mustSign(service), ...signed.flatMap(limits)] };
  const open = [anonymous, signed].find((judgements) => !judgements.some(({ answer }) => answer === 'no'));
  const doubtful = open?.filter(({ answer }) => answer === 'unknown') ?? [];
  if (doubtful.length > 0) {
    return steps(...doubtful.map(({ guard, why }) => unjudged(guard.id, guard.type, `its auth policy: ${why}`)));
  }
  const refusing = signed.filter(({ answer }) => answer === 'no');
  return steps(
    ...refusing.map(({ guard, why }) =>
      stopped(
        guard.id,
        guard.type,
        `its auth policy does not allow the request: ${why}`,
        'allow vpc-lattice-svcs:Invoke',
      ),
    ),
  );
}

type Guard = Pick<ServiceNetwork, 'id' | 'authType' | 'authPolicy'> & { readonly type: ComponentType };

interface Judgement {
  readonly guard: Guard;
  readonly answer: Answer;
  readonly why: string;
}

function requestOf(
  network: Network,
  { client, port }: Arrival,
  serviceNetwork: ServiceNetwork,
  service: LatticeService,
): AuthRequest {
  const vpcId = byId(network.model.networkInterfaces, client.networkInterfaceId)?.vpcId;
  const account = byId(network.model.vpcs, vpcId)?.account ?? serviceNetwork.account ?? service.account;
  return { signed: false, account, vpcId, port, serviceNetworkId: serviceNetwork.id, serviceId: service.id };
}

function isAllowed({ answer }: Judgement): boolean {
  return answer === 'yes' || answer === 'some';
}

function limits({ guard, answer, why }: Judgement): readonly string[] {
  return answer === 'some' ? [`the auth policy of ${guard.id} allows only certain requests: ${why}`] : [];
}

function mustSign({ id }: LatticeService): string {
  return `requests to ${id} have to be signed by a principal whose own policy allows vpc-lattice-svcs:Invoke`;
}

function judge(guard: Guard, request: AuthRequest): Judgement {
  const { authPolicy } = guard;
  if (!authPolicy) return { guard, answer: 'no', why: 'there is none' };
  const denied = strongest(authPolicy, 'Deny', request);
  if (denied === 'yes') return { guard, answer: 'no', why: 'a statement denies it' };
  if (denied === 'unknown') return { guard, answer: 'unknown', why: 'a condition of a Deny' };
  const allowed = strongest(authPolicy, 'Allow', request);
  if (allowed === 'no') return { guard, answer: 'no', why: 'no statement allows it' };
  if (allowed === 'unknown') return { guard, answer: 'unknown', why: 'a condition of an Allow' };
  if (denied === 'some') return { guard, answer: 'some', why: 'a statement denies others' };
  return { guard, answer: allowed, why: allowed === 'some' ? 'by their principal, path, method or headers' : '' };
}

/** One statement is enough. */
function strongest({ Statement }: PolicyDocument, effect: 'Allow' | 'Deny', request: AuthRequest): Answer {
  const answers = Statement.filter(({ Effect }) => Effect === effect).map((statement) => applies(statement, request));
  const order: readonly Answer[] = effect === 'Allow' ? ['yes', 'some', 'unknown'] : ['yes', 'unknown', 'some'];
  return order.find((answer) => answers.includes(answer)) ?? 'no';
}

function applies(statement: Readonly<Record<string, unknown>>, request: AuthRequest): Answer {
  return all([
    isBy(statement, request),
    isAction(statement),
    isTo(statement, request),
    satisfies(statement.Condition, request),
  ]);
}

function isBy({ Principal, NotPrincipal }: Readonly<Record<string, unknown>>, request: AuthRequest): Answer {
  if (NotPrincipal !== undefined || Principal === undefined) return 'unknown';
  if (Principal === '*') return 'yes';
  if (!isRecord(Principal) || Principal.AWS === undefined) return isRecord(Principal) ? 'no' : 'unknown';
  const answers = asList(Principal.AWS).map((principal): Answer => {
    if (principal === '*') return 'yes';
    const [, account, rest] = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::(.*))?$/.exec(principal) ?? [];
    if (account === undefined) return request.signed ? 'unknown' : 'no';
    if (!request.signed || (request.account !== undefined && request.account !== account)) return 'no';
    return rest === undefined || rest === 'root' ? 'yes' : 'some';
  });
  return (['yes', 'some', 'unknown'] as const).find((answer) => answers.includes(answer)) ?? 'no';
}

function isAction({ Action, NotAction }: Readonly<Record<string, unknown>>): Answer {
  const isInvoke = (action: string): boolean => matches(action.toLowerCase(), 'vpc-lattice-svcs:invoke');
  if (NotAction !== undefined) return asList(NotAction).some(isInvoke) ? 'no' : 'yes';
  if (asList(Action).some(isInvoke)) return 'yes';
  // Only a listener that passes TLS through asks for Connect, and the model does not tell it from others.
  return asList(Action).some((action) => matches(action.toLowerCase(), 'vpc-lattice-svcs:connect')) ? 'unknown' : 'no';
}

function isTo({ Resource, NotResource }: Readonly<Record<string, unknown>>, request: AuthRequest): Answer {
  if (NotResource !== undefined || Resource === undefined) return 'unknown';
  const answers = asList(Resource).map((resource): Answer => {
    if (resource === '*' || /:(service\/)?\*(\/\*)?$/.test(resource)) return 'yes';
    const path = [request.serviceId, request.serviceNetworkId].map((id) => after(resource, id)).find(isText);
    if (path === undefined) return 'no';
    return ['', '/', '/*', '*'].includes(path) ? 'yes' : 'some';
  });
  return (['yes', 'some'] as const).find((answer) => answers.includes(answer)) ?? 'no';
}

/** What follows the id in an ARN, or `undefined` where the ARN is of something else. */
function after(arn: string, id: string): string | undefined {
  const start = arn.indexOf(id);
  const rest = arn.slice(start + id.length);
  return start < 0 || /^[\w.-]/.test(rest) ? undefined : rest;
}

function isText(path: string | undefined): path is string {
  return path !== undefined;
}
