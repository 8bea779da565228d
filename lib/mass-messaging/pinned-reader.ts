import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IItemReader, QueryLanguage } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Reads one version of an object, so that an audience that is overwritten meanwhile is read as it was when its campaign was
 * claimed. The readers of CDK know no versions.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export class PinnedReader implements IItemReader {
  readonly bucket: IBucket;
  readonly resource: string;

  /**
   * @param reader of an object in a bucket with versions
   * @param versionId JSONata expression
   */
  constructor(
    private readonly reader: IItemReader,
    private readonly versionId: string,
  ) {
    this.bucket = reader.bucket;
    this.resource = reader.resource;
  }

  render(queryLanguage?: QueryLanguage): unknown {
    const rendered = this.reader.render(queryLanguage) as { readonly Arguments: object };
    return { ...rendered, Arguments: { ...rendered.Arguments, VersionId: this.versionId } };
  }

  providePolicyStatements(): PolicyStatement[] {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: a version needs an action of its own.
    const resources = [this.bucket.arnForObjects('*')];
    return [new PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion'], resources })];
  }

  validateItemReader(): string[] {
    return this.reader.validateItemReader();
  }
}
