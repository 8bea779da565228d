/** What one function, or another role of the stack, may do to some resources. */
export interface Grant {
  readonly actions: readonly string[];
  /** As the template has them, with references written as `${Queue.Arn}`. */
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, unknown>>;
  /** Why; needed where an action or a resource has a wildcard. */
  readonly reason?: string;
}

/** Grants by the name of the function that has them, else of the role; without the hash of CDK. */
export type Ledger = Readonly<Record<string, readonly Grant[]>>;

/** A synthesized template, as JSON. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** What the roles of a template may do, sorted; equal resources and conditions are one grant. */
export function ledgerOf(template: Template): Ledger {
  const grants = new Map<string, Map<string, Grant>>();
  for (const { role, statement } of statementsOf(template)) {
    const owner = ownerOf(template, role);
    const resources = listOf(statement.Resource).map(readable).sort();
    const { Condition: condition } = statement;
    const key = JSON.stringify([resources, condition]);
    const ofOwner = grants.get(owner) ?? new Map<string, Grant>();
    const actions = new Set([...(ofOwner.get(key)?.actions ?? []), ...listOf(statement.Action).map(String)]);
    ofOwner.set(key, { actions: [...actions].sort(), resources, ...(condition && { condition }) });
    grants.set(owner, ofOwner);
  }
  const sorted = [...grants].sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(
    sorted.map(([owner, ofOwner]) => [
      owner,
      [...ofOwner].sort(([one], [other]) => one.localeCompare(other)).map(last),
    ]),
  );
}

const last = ([, grant]: readonly [string, Grant]): Grant => grant;

/** The differences between what is checked in and what a template has, one sentence each; empty where there is none. */
export function compareLedger(checkedIn: Ledger, template: Template): string[] {
  const inTemplate = flat(ledgerOf(template));
  const inLedger = flat(checkedIn);
  const unexplained = Object.entries(checkedIn).flatMap(([owner, grants]) =>
    grants
      .filter(({ reason }) => !reason?.trim())
      .filter(({ actions, resources }) => [...actions, ...resources].some((text) => /[*?]/.test(text)))
      .map(
        ({ actions, resources }) =>
          `${owner}: ${actions[0]} on ${resources.join(', ')} has a wildcard without a reason`,
      ),
  );
  return [
    ...[...inTemplate]
      .filter((line) => !inLedger.has(line))
      .map((line) => `${line} is in the template, not in the ledger`),
    ...[...inLedger]
      .filter((line) => !inTemplate.has(line))
      .map((line) => `${line} is in the ledger, not in the template`),
    ...unexplained,
  ];
}

/** The ledger of a template, with the reasons of the checked-in one where the grant is still there. */
export function renewLedger(checkedIn: Ledger, template: Template): Ledger {
  const scopeOf = ({ resources, condition }: Grant): string => JSON.stringify([resources, condition]);
  const reasonOf = (owner: string, grant: Grant): string =>
    checkedIn[owner]?.find((known) => scopeOf(known) === scopeOf(grant))?.reason ?? '';
  return Object.fromEntries(
    Object.entries(ledgerOf(template)).map(([owner, grants]) => [
      owner,
      grants.map((grant) => ({ ...grant, reason: reasonOf(owner, grant) })),
    ]),
  );
}

function flat(ledger: Ledger): ReadonlySet<string> {
  const lines = Object.entries(ledger).flatMap(([owner, grants]) =>
    grants.flatMap(({ actions, resources, condition }) =>
      actions.flatMap((action) =>
        resources.map((resource) => {
          const when = condition ? ` when ${JSON.stringify(condition)}` : '';
          return `${owner}: ${action} on ${resource}${when}`;
        }),
      ),
    ),
  );
  return new Set(lines);
}

function statementsOf({ Resources }: Template): readonly { readonly role: string; readonly statement: Statement }[] {
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties: { Roles = [], PolicyDocument } = {} }) => {
      const { Statement: statements } = PolicyDocument as { readonly Statement: readonly Statement[] };
      const roles = (Roles as readonly { readonly Ref: string }[]).map(({ Ref }) => Ref);
      return roles.flatMap((role) => statements.map((statement) => ({ role, statement })));
    });
}

function ownerOf({ Resources }: Template, role: string): string {
  const ofFunction = Object.entries(Resources).find(
    ([, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Function' &&
      JSON.stringify(Properties?.Role) === JSON.stringify({ 'Fn::GetAtt': [role, 'Arn'] }),
  );
  return nameOf(ofFunction?.[0] ?? role);
}

/** CDK ends a logical id with eight characters of a hash. */
const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

function readable(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Readonly<Record<string, unknown>>;
  if (typeof Ref === 'string') return `\${${nameOf(Ref)}}`;
  if (Array.isArray(attribute)) return `\${${nameOf(String(attribute[0]))}.${attribute[1]}}`;
  if (Array.isArray(join)) return (join[1] as readonly unknown[]).map(readable).join(String(join[0]));
  return JSON.stringify(resource);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
