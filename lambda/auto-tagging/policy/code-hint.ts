/** One sentence that tells where in the code a tag belongs, for the tool that made the resource. */
export function codeHint(tool: string, keys: readonly string[]): string {
  const names = keys.join(', ');
  if (/cdk/i.test(tool)) return `Made by ${tool}: add ${names} with Tags.of(scope).add(key, value) in the CDK app.`;
  if (/cloudformation/i.test(tool)) {
    return `Made by ${tool}: add ${names} to the Tags property of the resource, or to the tags of the stack.`;
  }
  if (/terraform|tofu/i.test(tool)) {
    return `Made by ${tool}: add ${names} to default_tags of the provider, or to tags of the resource.`;
  }
  return `Made by ${tool}: add ${names} in the code, or its next run may remove them.`;
}
