import { type AwsCall, awsCall } from './aws-call';
import type { Building } from './building';
import { isObject, references, type ValueObject } from './value';

/** Type of `AwsCustomResource` of CDK. */
export const CUSTOM_CALL = 'Custom::AWS';

/** The call that a Custom::AWS resource makes at creation. */
export function callOf(properties: ValueObject): AwsCall | undefined {
  return awsCall(properties.Create ?? properties.Update);
}

/** Parameters of all calls of an action that are about a component. */
export function callsOf({ resources }: Building, action: string, about: string): readonly ValueObject[] {
  return [...resources.values()].flatMap(({ type, properties }) => {
    const call = type === CUSTOM_CALL ? callOf(properties) : undefined;
    if (call?.action !== action || !isObject(call.parameters)) return [];
    return references(call.parameters).some(({ id }) => id === about) ? [call.parameters] : [];
  });
}
