import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface SavedQueriesProps {
  readonly applicationLogs: ILogGroup;
  readonly namespace: string;
}

/** What the runbook asks the logs. Fluent Bit puts the server's JSON below `log_processed`. */
const QUERIES = {
  'failed requests': `filter log_processed.status >= 500
| fields @timestamp, log_processed.path, log_processed.status, log_processed.milliseconds, log_processed.release, kubernetes.pod_name
| sort @timestamp desc
| limit 200`,
  'answers by release and pod': `filter ispresent(log_processed.status)
| stats count(*) as requests, pct(log_processed.milliseconds, 99) as p99 by log_processed.status, log_processed.release, kubernetes.pod_name
| sort log_processed.status desc`,
  'slow payments': `filter log_processed.milliseconds > 3000
| fields @timestamp, log_processed.path, log_processed.milliseconds, log_processed.release, kubernetes.pod_name
| sort log_processed.milliseconds desc
| limit 200`,
  'starts and stops': `filter log_processed.message in ["listening", "draining", "drained", "not started", "cut off"]
| fields @timestamp, log_processed.message, log_processed.problem, log_processed.release, kubernetes.pod_name
| sort @timestamp desc
| limit 500`,
} as const;

/** CloudWatch Logs Insights shows them in the folder `payments`; `aws logs describe-query-definitions` prints them. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { applicationLogs, namespace }: SavedQueriesProps) {
    super(scope, id);
    for (const [name, query] of Object.entries(QUERIES)) {
      new CfnQueryDefinition(
        this,
        name.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase()),
        {
          // A name is required, and the folder is part of it; a second stack shows its own beside it.
          name: `${namespace}/${name}`,
          logGroupNames: [applicationLogs.logGroupName],
          queryString: `filter kubernetes.namespace_name = "${namespace}"\n| ${query}`,
        },
      );
    }
  }
}
