import { parseJson } from './json-text';
import { isObject, type Value } from './value';

/** A call that `AwsCustomResource` of CDK makes. */
export interface AwsCall {
  /** Lower case: `ec2`. */
  readonly service: string;
  /** As the SDK's second version names it: `modifyVpcPeeringConnectionOptions`. */
  readonly action: string;
  readonly parameters: Value;
}

/** The call in the property Create or Update of a Custom::AWS resource, which is JSON text. */
export function awsCall(text: Value): AwsCall | undefined {
  const call = isObject(text) ? text : parseJson(text);
  if (!isObject(call) || typeof call.service !== 'string' || typeof call.action !== 'string') return undefined;
  const service = call.service.replace(/^@aws-sdk\/client-/, '').toLowerCase();
  const action = call.action.replace(/Command$/, '');
  return { service, action: action.charAt(0).toLowerCase() + action.slice(1), parameters: call.parameters ?? {} };
}
