import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { untagPatterns } from './event-patterns';

export interface UntagRulesProps {
  /** Where the changes go. */
  readonly target: IRuleTarget;

  /** Keys of the tags whose removal matters; at least one. */
  readonly requiredKeys: readonly string[];
}

/**
 * Required tags that somebody removed. They are only reported: where infrastructure as code removed them,
 * tagging again would start a fight that neither side wins.
 */
export class UntagRules extends Construct {
  constructor(scope: Construct, id: string, props: UntagRulesProps) {
    super(scope, id);
    untagPatterns(props.requiredKeys).forEach((eventPattern, index) => {
      const description = 'A required tag was removed';
      new Rule(this, `Untagged${index || ''}`, { description, eventPattern, targets: [props.target] });
    });
  }
}
