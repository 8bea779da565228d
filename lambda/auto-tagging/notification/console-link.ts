/** More would crowd out the text of a section. */
const MAX_LINK_LENGTH = 1000;

const arnPattern = /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:\S+$/u;

/**
 * The AWS console's own redirect from an ARN to the page of the resource, in the account and Region that the ARN names.
 * Undefined for what is no ARN of the partition `aws`, where the redirect is known to exist.
 * No AWS page that documents it is known; several public inventory tools link by it.
 */
export function consoleLink(arn: string | undefined): string | undefined {
  if (arn === undefined || /\p{Cs}/u.test(arn) || !arnPattern.test(arn)) return undefined;
  const url = `https://console.aws.amazon.com/go/view?arn=${encodeURIComponent(arn)}`;
  return url.length <= MAX_LINK_LENGTH ? url : undefined;
}

/** The first https link of an alarm's description, which is where its runbook article stands. */
export function runbookLink(description: string): string | undefined {
  const [found] = description.match(/https:\/\/[^\s<>|"'`]+(?<![.,;:!?)])/u) ?? [];
  if (found === undefined || found.length > MAX_LINK_LENGTH || !URL.canParse(found)) return undefined;
  return new URL(found).href;
}
