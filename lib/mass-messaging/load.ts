import type { Load } from './capacity';
import type { MassMessagingConfig } from './config';

/** What a config asks to be carried. */
export const loadOf = ({ transport, messagesPerMinute, recipientsPerRecord, provider }: MassMessagingConfig): Load => ({
  transport,
  messagesPerSecond: messagesPerMinute / 60,
  recipientsPerRecord,
  providerRequestsPerSecond: provider.requestsPerSecond,
});
