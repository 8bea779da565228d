import { runInNewContext } from 'node:vm';
import { CLIENT } from '../../../../lib/reachability/page/client';

/** As much of an element as the script of the page uses. */
class FakeElement {
  readonly children: FakeElement[] = [];
  readonly listeners = new Map<string, (event: object) => void>();
  readonly classes = new Set<string>();
  readonly classList = {
    add: (name: string) => this.classes.add(name),
    remove: (name: string) => this.classes.delete(name),
    toggle: (name: string, on: boolean) => (on ? this.classes.add(name) : this.classes.delete(name)),
  };
  readonly dataset: Readonly<Record<string, string>>;
  parentElement: FakeElement | undefined;
  textContent = '';
  className = '';
  focused = false;
  constructor(dataset: Readonly<Record<string, string>> = {}) {
    this.dataset = dataset;
  }
  append(child: FakeElement): void {
    this.children.push(child);
  }
  replaceChildren(): void {
    this.children.length = 0;
  }
  addEventListener(name: string, listener: (event: object) => void): void {
    this.listeners.set(name, listener);
  }
  closest(): FakeElement {
    return this;
  }
  getAttribute(): string {
    return 'one to server: blocked';
  }
  focus(): void {
    this.focused = true;
  }
  get texts(): readonly string[] {
    return [this.textContent, ...this.children.flatMap(({ texts }) => texts)].filter((text) => text !== '');
  }
}

const HOSTILE = '<img src=x onerror=alert(1)>';
const texts = [
  ['eni-one', 'network-interface', 'one (eni-one)', HOSTILE, '10.0.0.1 > 10.1.0.1:80'],
  ['rtb-a', 'route-table', 'rtb-a', 'forward', 'no route', 'add one'],
  ['vpn vgw-1: unknown'],
  ['a zone without targets'],
];
const details = (cells: readonly (readonly object[])[]) => ({
  texts: texts.flat(),
  items: texts.map((item) => item.map((text) => texts.flat().indexOf(text))),
  cells,
});
const blocked = {
  port: 'tcp 80',
  verdict: 'blocked',
  forward: [0, 0],
  blockedBy: [1],
  notModelled: [2],
  warnings: [3],
};
const open = { port: 'tcp 81', verdict: 'reachable', forward: [0] };
const cellOf = (...answers: readonly object[]) => ({ ends: ['eni-one', 'eni-server'], answers });

/** The page with two cells side by side, and what it draws of two components and a third that has no part. */
function load(cells: unknown) {
  const elements = { details: new FakeElement(), answer: new FakeElement() };
  elements.details.textContent = JSON.stringify(cells);
  const datasets: readonly Readonly<Record<string, string>>[] = [
    { ids: '["eni-one"]' },
    { ids: '["subnet-a","eni-one"]', parts: '["rtb-a"]' },
    { ids: '["subnet-c"]', parts: '["rtb-a"]' },
    { ids: '["vpc-b"]' },
  ];
  const drawn = datasets.map((dataset) => new FakeElement(dataset));
  const buttons = ['0', '1'].map((column) => new FakeElement({ row: '0', column }));
  for (const button of buttons) button.parentElement = new FakeElement();
  const table = new FakeElement();
  const document = {
    getElementById: (id: keyof typeof elements) => elements[id],
    querySelectorAll: (selector: string) => (selector === '[data-ids]' ? drawn : []),
    querySelector: (selector: string) =>
      selector === 'table'
        ? table
        : (buttons.find(
            ({ dataset }) => selector.includes(`column="${dataset.column}"`) && selector.includes('row="0"'),
          ) ?? null),
    createElement: () => new FakeElement(),
  };
  runInNewContext(CLIENT, { document });
  return { answer: elements.answer, drawn, buttons, table };
}

describe('the script of the page', () => {
  test('tells the ways and blockers of a chosen cell as text, and marks them in the drawing', () => {
    const { answer, drawn, buttons, table } = load(details([[cellOf(blocked), cellOf()]]));
    table.listeners.get('click')?.({ target: buttons[0] });
    const hop = ['network-interface ', 'one (eni-one)', ` ${HOSTILE}`];
    expect(answer.texts).toEqual([
      'one to server: blocked',
      'tcp 80: blocked',
      'what has to change',
      ...['forward route-table ', 'rtb-a', ' no route', 'add one'],
      ...['not modelled', 'vpn vgw-1: unknown'],
      ...['warnings', 'a zone without targets'],
      ...['forward', '10.0.0.1 > 10.1.0.1:80', ...hop, ...hop],
    ]);
    const classes = () => drawn.map((element) => [...element.classes]);
    expect(classes()).toEqual([['on'], ['on', 'end'], [], []]);
    table.listeners.get('click')?.({ target: buttons[1] });
    expect(answer.texts).toEqual(['one to server: blocked']);
    expect(classes()).toEqual([['on'], ['on'], [], []]);
  });

  test('puts what is reachable first, and marks that alone', () => {
    const { answer, drawn, buttons, table } = load(details([[cellOf(blocked, open)]]));
    table.listeners.get('click')?.({ target: buttons[0] });
    expect(answer.texts.filter((text) => text.startsWith('tcp '))).toEqual(['tcp 81: reachable', 'tcp 80: blocked']);
    expect(drawn.map((element) => [...element.classes])).toEqual([['on'], ['on'], [], []]);
  });

  test('says where to ask when the page holds no ways', () => {
    const { answer, buttons, table } = load(null);
    table.listeners.get('click')?.({ target: buttons[0] });
    expect(answer.texts.at(-1)).toMatch(/takehome reach --from --to/);
  });

  test('moves by arrow keys, and not past the edge', () => {
    const { buttons, table } = load(details([[cellOf(blocked), cellOf()]]));
    const preventDefault = jest.fn();
    const press = (key: string) => table.listeners.get('keydown')?.({ key, target: buttons[0], preventDefault });
    press('ArrowUp');
    press('Enter');
    expect([buttons[1]?.focused, preventDefault.mock.calls.length]).toEqual([false, 0]);
    press('ArrowRight');
    expect([buttons[1]?.focused, preventDefault.mock.calls.length]).toEqual([true, 1]);
  });

  test('builds no HTML from text', () => {
    expect(CLIENT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|<\//);
  });
});
