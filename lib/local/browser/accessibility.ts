import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe says of a page, as far as it is needed here. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact?: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/**
 * What of a page keeps people out, by the rules of axe-core: violations that are serious or critical.
 *
 * @see https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
 */
export async function barriers(page: Page): Promise<readonly string[]> {
  // The page's policy lets no foreign script in; the debugger does.
  await page.evaluate(source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
