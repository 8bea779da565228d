import type { Language } from '../questions';
import { chatCharts, matrixChart, senderChart } from './bench-charts';
import { benchTable } from './benchmarks';
import { burstCharts } from './burst';
import { rolloutsTable } from './rollouts';

type Blocks = Readonly<Record<string, string>>;

const ofExercises: Readonly<Record<string, (language: Language) => Blocks>> = {
  'auto-tagging': (language) => ({ burst: burstCharts(language) }),
  'zero-downtime-eks': (language) => ({ rollouts: rolloutsTable(language) }),
  'chat-system': (language) => ({ figures: `${benchTable('chat-system', language)}\n\n${chatCharts(language)}` }),
  'mass-messaging': (language) => ({
    figures: `${senderChart(language)}\n\n${benchTable('mass-messaging', language)}`,
  }),
};

/** The blocks of measured figures on the page of an exercise, by their names; none on most. */
export function figureBlocks(exercise: string, language: Language): Blocks {
  return ofExercises[exercise]?.(language) ?? {};
}

/** Those of the other pages, which are English: path from the root of the repository -> name of the block -> Markdown. */
export function figurePages(): Readonly<Record<string, Blocks>> {
  return {
    'docs/auto-tagging-derivation.md': { figures: benchTable('derivation', 'en') },
    'docs/reachability.md': { figures: `${benchTable('reachability', 'en')}\n\n${matrixChart()}` },
    'docs/packet-lab.md': { figures: benchTable('packet-lab', 'en') },
  };
}
