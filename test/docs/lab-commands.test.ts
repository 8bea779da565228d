import { createApp } from '../../lib/app';
import { sandboxConfig } from '../../sandbox.config';
import { takehomeHere } from '../bin/cli';
import { inLab } from '../lib/packet-lab/runtime/plans';
import { fences, pages } from './markdown';

/** Commands of the lab that are shown with what they print, by page. */
const shown = [...pages].flatMap(([page, markdown]) => {
  const all = fences(markdown);
  return all.flatMap(({ text }, index) => {
    const command = /^npx takehome (lab run cdk\.out [^#\n]*)/m.exec(text)?.[1]?.trim();
    const printed = all[index + 1];
    return command && printed?.language === 'text' ? [[page, command, printed.text] as const] : [];
  });
});
const assembly = createApp(sandboxConfig).synth().directory;

test('there are such commands', () => expect(shown.length).toBeGreaterThanOrEqual(3));

test.each(shown)('%s: %s prints what is shown', (_page, command, printed) =>
  inLab(async () => {
    const args = command.split(/\s+/).map((arg) => (arg === 'cdk.out' ? assembly : arg));
    const { code, stdout } = await takehomeHere(args);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(printed.trimEnd().split('\n')));
  }),
);
