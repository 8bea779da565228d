/**
 * What an error of AWS means for the resource.
 *
 * - `throttled`: too many calls; the same call works later
 * - `not-yet`: the resource does not exist, or cannot be changed, yet: usual in the first minutes after its creation
 * - `unsupported`: the Resource Groups Tagging API does not know this ARN; the service's own tagging call may
 * - `transient`: AWS or the network failed
 * - `refused`: AWS said no
 */
export type ErrorKind = 'throttled' | 'not-yet' | 'unsupported' | 'transient' | 'refused';

/** Code and message in AWS's own words. */
export interface AwsFailure {
  readonly code: string;
  readonly message: string;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|RequestRateExceeded|SlowDown|PriorRequestNotComplete/i;
/** `InvalidID` is what EC2 says of an id that it cannot tag: a wrong one, and one that it does not know yet. */
const NOT_FOUND = /NotFound|NoSuch|DoesNotExist|NonExist|UnknownResource|^InvalidID$/i;
/** Resources that are being made refuse changes, such as `InvalidReplicationGroupState` and `ResourceInUseException`. */
const NOT_READY =
  /State$|StateFault$|StateException$|NotReady|NotAvailable|Conflict|ConcurrentModif|InUse|OperationAborted/i;
const INVALID = /InvalidParameter|BadRequest|ValidationE|InvalidArn|InvalidInput|BadResource/i;
/** Found out here, or by DNS: the service has no such endpoint. */
const NOT_TAGGABLE = /^(NotTaggableError|UnexpectedAnswerError|ENOTFOUND)$/;
const DENIED = /AccessDenied|Unauthori[sz]ed|Forbidden|Policy/i;
const SAYS_NOT_FOUND = /does(n't| not) exist|not found|cannot be found|could not be found|no such/i;
const SAYS_UNSUPPORTED =
  /not (currently |yet )?supported|unsupported|not a valid AmazonResourceName|not a recognized|invalid (input )?(resource )?arn|arn .*is invalid|not taggable/i;

/**
 * Sorts an error by code, message and status, in the spellings that services really use.
 *
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_FailureInfo.html
 * @see https://github.com/boto/boto3/issues/2760 unsupported ARNs fail in two ways
 */
export function errorKind({ code, message, status }: AwsFailure): ErrorKind {
  if (NOT_TAGGABLE.test(code)) return 'refused';
  if (THROTTLED.test(code) || status === 429 || /rate exceeded/i.test(message)) return 'throttled';
  if (NOT_FOUND.test(code) || NOT_READY.test(code)) return 'not-yet';
  if (SAYS_NOT_FOUND.test(message) && !DENIED.test(code)) return 'not-yet';
  if (INVALID.test(code) && status !== 404) {
    return SAYS_UNSUPPORTED.test(message) ? 'unsupported' : 'refused';
  }
  if (status === undefined || status >= 500 || /^Internal|ServiceUnavailable|Timeout|ExpiredToken/i.test(code)) {
    return 'transient';
  }
  return status === 404 ? 'not-yet' : 'refused';
}

/** Reads the failure out of what an SDK client threw. */
export function failureOf(error: unknown): AwsFailure {
  if (!(error instanceof Error)) return { code: 'Unknown', message: String(error) };
  const { $metadata, Code, code } = error as {
    $metadata?: { httpStatusCode?: number };
    Code?: string;
    code?: unknown;
  };
  const systemCode = error.name === 'Error' && typeof code === 'string' ? code : undefined;
  return { code: Code ?? systemCode ?? error.name, message: error.message, status: $metadata?.httpStatusCode };
}

/** Code and message as one reason. */
export function reasonOf({ code, message }: AwsFailure): string {
  return message === '' ? code : `${code}: ${message}`;
}
