import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from '../../proof/claim';
import { compareHandlers, functionEntries } from '../handler-actions';
import { compareLedger, type Ledger, ledgerOf, type Template } from '../permissions';
import { iamActionExists } from '../tagging-actions';

const LEDGER = join(__dirname, '../../../docs/permissions.json');

/** Compares what the template allows with the ledger, with what the handlers call, and with the actions that exist. */
export const prove: Proof = async ({ assembly }) => {
  const template: Template = JSON.parse(readFileSync(join(assembly, 'AutoTagging.template.json'), 'utf8'));
  const checkedIn: Ledger = JSON.parse(readFileSync(LEDGER, 'utf8'));
  const ledger = ledgerOf(template);
  const grants = Object.values(ledger).flat();
  const actions = [...new Set(grants.flatMap((grant) => grant.actions))];
  const problems = [
    ...compareLedger(checkedIn, template),
    ...compareHandlers(ledger, functionEntries),
    ...actions.filter((action) => !iamActionExists(action)).map((action) => `IAM does not know ${action}`),
  ];
  return {
    holds: problems.length === 0,
    figures: {
      'roles in the ledger': Object.keys(ledger).length,
      'actions, each known to IAM': actions.length,
      'grants with a wildcard, each with its reason': grants.filter(hasWildcard).length,
    },
    notes: problems,
  };
};

function hasWildcard({ actions, resources }: Ledger[string][number]): boolean {
  return [...actions, ...resources].some((text) => text.includes('*'));
}
