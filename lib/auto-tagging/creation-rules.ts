import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { creationPattern } from './event-patterns';

export interface CreationRulesProps {
  /** Where creating calls go. */
  readonly target: IRuleTarget;

  /** Names of the roles whose calls are not looked at. */
  readonly taggerRoleNames: readonly string[];
}

/** Creating calls of the whole account and Region, on the default bus, to which alone AWS services publish. */
export class CreationRules extends Construct {
  constructor(scope: Construct, id: string, props: CreationRulesProps) {
    super(scope, id);
    new Rule(this, 'Created', {
      description: 'Something was created',
      eventPattern: creationPattern(props.taggerRoleNames),
      targets: [props.target],
    });
  }
}
