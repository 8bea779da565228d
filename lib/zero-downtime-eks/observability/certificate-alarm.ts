import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { RunbookAlarm } from '../../constructs/alarm';

/** ACM has renewed a certificate long before; where it has not, somebody has this many days. */
const DAYS = 30;

/**
 * Goes off when the certificate of the load balancer was not renewed. After its end it publishes no days any more, so that
 * missing data are bad news.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
 */
export function certificateAlarm(scope: Construct, id: string, certificateArn: string): RunbookAlarm {
  return new RunbookAlarm(scope, id, {
    description: `The certificate of the load balancer expires within ${DAYS} days and was not renewed`,
    article: 'certificate-expires',
    metric: Certificate.fromCertificateArn(scope, `${id}Certificate`, certificateArn).metricDaysToExpiry(),
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: DAYS,
    missingData: TreatMissingData.BREACHING,
  });
}
