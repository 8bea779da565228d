import { ChatEnvironment } from '../../../services/chat-system/environment';
import { startLocalAws } from '../../local/aws/local-aws';
import { RealClock } from '../../local/real-clock';
import { startScanner } from '../local/scanner';

const NAME = 'attachments';

/** The bucket of attachments, with a scanner, in this process. */
export interface Bucket {
  /** What a server is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startBucket(): Promise<Bucket> {
  const clock = new RealClock();
  const aws = await startLocalAws({ clock, keepsCalls: false });
  aws.buckets.set(NAME, new Map());
  const endScanner = startScanner(aws);
  return {
    environment: { AWS_ENDPOINT_URL_S3: aws.url, [ChatEnvironment.attachmentsBucket]: NAME },
    async close() {
      endScanner();
      clock.stop();
      await aws.stop();
    },
  };
}
