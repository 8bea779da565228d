import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { chatMetrics } from '../../../services/chat-system/telemetry';
import type { ChatSystemConfig } from '../config';
import { serverMetric } from '../metrics';

/** Share of its connections that a server is meant to have: the rest is for those of a server that goes. */
const FULL = 0.7;

/** Per cent of a server's CPU. */
const CPU = 60;

/**
 * Connections that a server is meant to have.
 *
 * @param connectionsPerServer that it takes
 */
export const connectionsWanted = (connectionsPerServer: number): number => Math.floor(FULL * connectionsPerServer);

/**
 * Adds servers for connections or for CPU, whichever asks for more, and takes them away slowly: whoever was on one that
 * goes has to reconnect.
 */
export function scaleServers(service: FargateService, { connectionsPerServer, servers }: ChatSystemConfig): void {
  const scaling = service.autoScaleTaskCount({ minCapacity: servers.least, maxCapacity: servers.most });
  const cooldowns = { scaleOutCooldown: Duration.minutes(1), scaleInCooldown: Duration.minutes(15) };
  scaling.scaleToTrackCustomMetric('Connections', {
    metric: serverMetric(service, chatMetrics.connections, { statistic: Stats.AVERAGE, period: Duration.minutes(1) }),
    targetValue: connectionsWanted(connectionsPerServer),
    ...cooldowns,
  });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: CPU, ...cooldowns });
}
