import type { App } from 'aws-cdk-lib';
import type { ChatSystemConfig } from './config';
import { ChatSystemFargateStack } from './fargate/stack';
import { ChatSystemServerlessStack } from './serverless/stack';

/**
 * The chat twice, each by itself: on functions, which cost nothing while nobody talks, and on servers, which cost less a
 * message and hold a connection as long as it lasts.
 *
 * @param config as `problems` found nothing in it
 */
export function chatSystemStacks(app: App, config: ChatSystemConfig): void {
  new ChatSystemServerlessStack(app, 'ChatSystem-Serverless', { config });
  new ChatSystemFargateStack(app, 'ChatSystem-Fargate', { config });
}
