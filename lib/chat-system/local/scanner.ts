import { SCAN_TAG } from '../../../services/chat-system/attachments/s3';
import type { LocalAws } from '../../local/aws/local-aws';

/**
 * The text that every scanner takes for malware, in two parts so that none finds it here.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html
 */
export const EICAR = `${'X5O!P%@AP[4\\PZX54(P^)7CC)7}$'}${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`;

/**
 * Stands in for GuardDuty Malware Protection for S3: tags each new object after a while, and finds nothing but the test
 * text.
 *
 * @param delay milliseconds
 * @returns ends it
 */
export function startScanner(aws: Pick<LocalAws, 'onObject' | 'objectMetadata'>, delay = 400): () => void {
  const timers = new Set<NodeJS.Timeout>();
  aws.onObject(({ body }) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const { contentType = 'binary/octet-stream', tags = {} } = aws.objectMetadata.get(body) ?? {};
      const status = body.includes(EICAR) ? 'THREATS_FOUND' : SCAN_TAG.clean;
      aws.objectMetadata.set(body, { contentType, tags: { ...tags, [SCAN_TAG.key]: status } });
    }, delay);
    timers.add(timer);
  });
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
