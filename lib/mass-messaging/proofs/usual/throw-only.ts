import type { KinesisStreamEvent } from 'aws-lambda';
import { post, read } from './post';

/** One failure, and everything comes again. */
export async function handler({ Records }: KinesisStreamEvent): Promise<void> {
  const messages = Records.map(read);
  const results = await Promise.allSettled(messages.map(post));
  if (results.some(({ status }) => status === 'rejected')) throw new Error('some messages were not sent');
}
