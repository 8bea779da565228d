import { objectsIn, type Resource, type Resources } from './resources';

/** What a role may do to a resource. */
export interface Grant {
  readonly role: Resource;
  readonly to: Resource;
  readonly actions: readonly string[];
}

/**
 * What the policies of a template allow its roles, resource by resource. `*` names none.
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
  const found = objectsIn(document).flatMap(({ Statement }) => objectsIn(Statement));
  return found
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => {
      const actions = [statement.Action].flat().map(String);
      return resources
        .referredTo(policy, statement.Resource)
        .flatMap((to) => roles.map((role) => ({ role, to, actions })));
    });
}
