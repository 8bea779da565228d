import { matrix } from '../../../../lib/reachability/matrix';
import type { NetworkModel } from '../../../../lib/reachability/model';
import { Network } from '../../../../lib/reachability/network';
import { details } from '../../../../lib/reachability/page/details';
import { embeddedJson } from '../../../../lib/reachability/page/escape';
import { reachabilityPage } from '../../../../lib/reachability/page/page';
import { apart, peered } from '../two-vpcs';

const HOSTILE = `</script><img src=x onerror="alert(1)">'&amp;\u2028`;
const pageOf = (model: NetworkModel, title = 'title') => {
  const network = new Network(model);
  const found = matrix(network, { ports: [80, 81].map((port) => ({ protocol: 'tcp', port })) });
  return reachabilityPage(title, network, found);
};
/** Every id and name of the model replaced by what would steer a browser. */
const hostile = (model: NetworkModel): NetworkModel =>
  JSON.parse(
    JSON.stringify(model, (key, value) => (key === 'name' ? HOSTILE : value)).replaceAll(
      'sg-server',
      JSON.stringify(HOSTILE).slice(1, -1),
    ),
  );

describe('the page', () => {
  test('needs nothing besides itself', () => {
    const page = pageOf(peered);
    expect(page).not.toMatch(/https?:|\bsrc=|<link|@import|url\(/);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  test('lets no name of somebody else out of its place', () => {
    const model = { ...hostile(peered), notModelled: [{ id: HOSTILE, type: HOSTILE, reason: HOSTILE, touches: [] }] };
    const page = pageOf(model, HOSTILE);
    expect(page).not.toContain('<img');
    expect(page.match(/<\/?script/g)).toHaveLength(4);
    const embedded = /<script type="application\/json" id="details">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
    expect(embedded).not.toMatch(/[<\u2028]/);
    expect(embedded).toContain('onerror');
    expect(JSON.parse(embedded)).toEqual(JSON.parse(pageJson(model)));
    // No attribute ends early: each tag is made of its name and well-formed attributes only.
    const body = page.replace(/<(script|style)\b[^>]*>.*?<\/\1>/gs, '');
    for (const [tag] of body.matchAll(/<[a-z][^>]*>/g)) {
      expect(tag).toMatch(/^<[a-z0-9]+( [a-zA-Z-]+(="[^"<>]*")?)*\/?>$/);
    }
  });

  test('says each cell in words and to a screen reader, and puts it where the script looks', () => {
    const page = pageOf(peered);
    const cells = [...page.matchAll(/<td class="(\w+)"><button type="button" (.*?)>(.*?)<\/button>/g)];
    expect(cells).toHaveLength(8);
    expect(page).toContain('<td>not asked</td>');
    const texts = cells.map(([, state, attributes = '', text]) => [
      state,
      /aria-label="(.*?)"/.exec(attributes)?.[1],
      text,
    ]);
    expect(texts).toContainEqual([
      'partly',
      'one (10.0.0.10) and 1 alike to server (10.1.0.10): reachable on tcp 80',
      'tcp 80',
    ]);
    expect(texts).toContainEqual(['blocked', 'internet to server (10.1.0.10): no, blocked', 'no']);
    const itself = 'server (10.1.0.10) to itself: yes, reachable on tcp 80, tcp 81';
    expect(texts).toContainEqual(['reachable', itself, 'yes']);
    const places = cells.map(([, , attributes = '']) =>
      /data-row="(\d)" data-column="(\d)"/.exec(attributes)?.slice(1).join(),
    );
    expect(new Set(places).size).toBe(8);
    for (const name of ['topology', 'matrix', 'the chosen cell']) expect(page).toContain(`aria-label="${name}"`);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('max-width: 40rem');
  });

  test('knows the way and the blockers of a cell', () => {
    const network = new Network(apart);
    const found = matrix(network, { ports: [{ protocol: 'tcp', port: 80 }] });
    const known = details(network, found);
    const server = found.destinationClasses.findIndex(({ members }) => members.includes('eni-server'));
    const cell = known?.cells[0]?.[server];
    expect(cell).toMatchObject({ ends: ['eni-one', 'eni-server'], answers: [{ port: 'tcp 80', verdict: 'blocked' }] });
    const changes = cell?.answers[0]?.blockedBy?.map((place) => known?.items[place]?.map((text) => known.texts[text]));
    expect(changes).toContainEqual([
      'rtb-a',
      'route-table',
      'rtb-a',
      'forward',
      expect.any(String),
      expect.any(String),
    ]);
  });

  test('says each text and each hop once', () => {
    const network = new Network(peered);
    const { texts = [], items = [] } =
      details(network, matrix(network, { ports: [{ protocol: 'tcp', port: 80 }] })) ?? {};
    expect(new Set(texts).size).toBe(texts.length);
    expect(new Set(items.map(String)).size).toBe(items.length);
  });

  test('holds no ways where they would be too many', () => {
    const network = new Network(peered);
    const ports = Array.from({ length: 500 }, (_, index) => ({ protocol: 'tcp', port: index + 1 }) as const);
    expect(details(network, matrix(network, { ports }))).toBeUndefined();
  });
});

test('embedded JSON is the value again', () => {
  expect(JSON.parse(embeddedJson({ [HOSTILE]: [HOSTILE, null, 1] }))).toEqual({ [HOSTILE]: [HOSTILE, null, 1] });
});

function pageJson(model: NetworkModel): string {
  const network = new Network(model);
  const ports = [80, 81].map((port) => ({ protocol: 'tcp', port }) as const);
  return JSON.stringify(details(network, matrix(network, { ports })));
}
