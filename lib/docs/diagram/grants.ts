import { isRecord } from '../../reachability/template/json-file';
import { objectsIn, type Resource, type Resources } from './resources';

/** A statement of a policy that allows something. */
export interface Grant {
  readonly roles: readonly Resource[];
  readonly actions: readonly string[];
  /** What it names; `*` and what is in no template are not there. */
  readonly to: readonly Resource[];
}

/**
 * What the policies of a template allow its roles, statement by statement.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function grantsOf(resources: Resources): readonly Grant[] {
  const inline = resources
    .ofType('AWS::IAM::Role')
    .flatMap((role) =>
      objectsIn(role.properties.Policies).flatMap(({ PolicyDocument }) =>
        statements(resources, role, [role], PolicyDocument),
      ),
    );
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    resources
      .ofType(type)
      .flatMap((policy) =>
        statements(
          resources,
          policy,
          resources.referredTo(policy, policy.properties.Roles),
          policy.properties.PolicyDocument,
        ),
      ),
  );
  return [...inline, ...attached];
}

function statements(
  resources: Resources,
  policy: Resource,
  roles: readonly Resource[],
  document: unknown,
): readonly Grant[] {
  return objectsIn(document)
    .flatMap(({ Statement }) => objectsIn(Statement))
    .filter(({ Effect }) => Effect === 'Allow')
    .map((statement) => ({
      roles,
      actions: [statement.Action].flat().map(String),
      to: resources.referredTo(policy, statement.Resource),
    }));
}

/** Values of properties such as `Role`, `RoleArn` and `TaskRoleArn`, at any depth; others name roles and do not bear them. */
export function rolesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(rolesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (/Role(Arn|ARN)?$/.test(key) ? [inner] : rolesIn(inner)));
}
