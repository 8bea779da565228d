import { codeHint } from '../../../../lambda/auto-tagging/policy/code-hint';

describe('codeHint', () => {
  it.each([
    ['AWS CDK', 'Tags.of('],
    ['CloudFormation', 'Tags property'],
    ['Terraform', 'default_tags'],
    ['OpenTofu', 'default_tags'],
    ['Pulumi', 'in the code'],
  ])('tells users of %s about %s', (tool, words) => {
    expect(codeHint(tool, ['Owner', 'Team'])).toContain(words);
    expect(codeHint(tool, ['Owner', 'Team'])).toContain('Owner, Team');
  });
});
