import type { CloudTrailEvent } from './event';

/** Who made a call. */
export interface Creator {
  /** The person, as a valid tag value; the role where no person can be told; `unknown` where nothing can. */
  readonly owner: string;
  /** ARN of the identity that made the call, or empty. */
  readonly arn: string;
  /** Name of the role or user that made the call, or empty. */
  readonly role: string;
  /** The tool that made the call; empty for a plain SDK or CLI. */
  readonly tool: string;
}

export function creatorOf(event: CloudTrailEvent): Creator {
  return { owner: event.userAgent, arn: '', role: '', tool: '' };
}

export function isInfrastructureAsCode(tool: string): boolean {
  return tool === 'CloudFormation';
}
