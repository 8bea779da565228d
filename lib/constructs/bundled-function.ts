import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy, Stage } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type BundledFile, bundle, repositoryRoot } from './bundle';

/** The one runtime of every function. */
const RUNTIME = Runtime.NODEJS_24_X;

export interface BundledFunctionProps {
  readonly description: string;

  /** Path of the handler from the root of the repository; it exports `handler`. */
  readonly entry: string;

  /**
   * Path of the folder whose files are loaded lazily, from the root of the repository.
   *
   * @default - everything is in index.js
   */
  readonly chunks?: string;

  /**
   * Text files beside index.js, by name.
   *
   * @default - none
   */
  readonly files?: Readonly<Record<string, string>>;

  readonly environment: Readonly<Record<string, string>>;

  readonly timeout: Duration;

  /**
   * MB; CPU comes with it, one at 1,769.
   *
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * Executions that are kept for this function, and the most that it gets.
   *
   * @default - as many as the account has
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Whether it may be invoked by what it sent itself, again and again.
   *
   * @default - Lambda stops it after some turns
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
   */
  readonly recursiveLoop?: RecursiveLoop;
}

/**
 * A handler of this repository, bundled in this process, with its own log group and a role that can only write to it.
 * The source maps are in `cdk.out/source-maps/<path of the function>`, for a person who reads a stack trace.
 */
export class BundledFunction extends LambdaFunction {
  readonly executionRole: Role;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    const { entry, chunks, files = {}, environment, memorySize = 512, ...others } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      ...others,
      runtime: RUNTIME,
      architecture: Architecture.ARM_64,
      memorySize,
      handler: 'index.handler',
      environment: { ...environment },
      role,
      logGroup,
      // Lambda's own lines become JSON too. Powertools writes JSON to stdout itself, which Lambda leaves as it is.
      loggingFormat: LoggingFormat.JSON,
      code: Code.fromAsset(join(repositoryRoot, dirname(entry)), {
        assetHashType: AssetHashType.OUTPUT,
        bundling: {
          image: DockerImage.fromRegistry('never-run'),
          // Never run either. CDK takes assets with equal options for the same asset; this makes them differ.
          command: [entry, chunks ?? '', JSON.stringify(files)],
          local: {
            tryBundle: (assetFolder) => {
              const { code, sourceMaps } = bundle(entry, chunks);
              const extra = Object.entries(files).map(([path, text]) => ({ path, text }));
              write(assetFolder, [...code, ...extra]);
              write(join(assemblyFolder(scope), 'source-maps', ...scope.node.path.split('/'), id), sourceMaps);
              return true;
            },
          },
        },
      }),
    });
    this.executionRole = role;
  }
}

function assemblyFolder(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) throw new Error(`${scope.node.path} is not part of an app`);
  return stage.outdir;
}

function write(folder: string, files: readonly BundledFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
