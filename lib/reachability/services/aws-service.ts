import type { VpcEndpoint } from '../model';
import type { Arrival, Onward } from './arrival';
import { passed, type Step, spoken, steps, stopped } from './result';

/** Services that answer elsewhere than on 443, from the pages of their endpoints. */
const otherPorts: Readonly<Record<string, readonly number[]>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
  s3: [80, 443],
  // https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html
  'email-smtp': [25, 465, 587, 2465, 2587],
  // https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
  cassandra: [9142],
  // https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html
  'iot.data': [443, 8883],
};

/**
 * An Interface endpoint of AWS's own service: the service answers.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export function toAwsService(arrival: Arrival, endpoint: VpcEndpoint): Onward {
  const name = endpoint.serviceName ?? 'the service';
  const service = (endpoint.serviceName ?? '').replace(/^(com\.amazonaws\.|aws\.api\.)[a-z0-9-]+\./, '');
  const ports = otherPorts[service] ?? [443];
  const way = passed(endpoint.id, 'vpc-endpoint', `${name} by PrivateLink`, arrival);
  const state = available(endpoint);
  if (arrival.protocol === 'tcp' && arrival.port !== undefined && ports.includes(arrival.port))
    return steps(way, state);
  const refused = stopped(
    endpoint.id,
    'vpc-endpoint',
    `${name} does not answer ${spoken(arrival)}`,
    `use tcp ${ports.join(' or ')}`,
  );
  return steps(way, state, refused);
}

/** Whether an endpoint that nobody of the model has to accept works. */
export function available({ id, state }: VpcEndpoint): Step {
  if (state === 'available') return {};
  return stopped(id, 'vpc-endpoint', `the endpoint is ${state}`, 'have the owner of the service accept it');
}
