/**
 * What runs in the page: a chosen cell shows its answers and marks their way in the drawing. Texts reach the page by
 * `textContent` alone.
 */
export const CLIENT = `
'use strict';
const details = JSON.parse(document.getElementById('details').textContent);
const answer = document.getElementById('answer');
const list = (text) => (text === undefined ? [] : JSON.parse(text));
const drawn = [...document.querySelectorAll('[data-ids]')].map((element) => (
  { element, ids: list(element.dataset.ids), parts: list(element.dataset.parts) }));
function add(parent, name, text, kind) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (kind !== undefined) element.className = kind;
  parent.append(element);
  return element;
}
const textsOf = (place) => details.items[place].map((text) => details.texts[text]);
function titled(title, places, show) {
  if (places === undefined) return;
  add(answer, 'h4', title);
  const element = add(answer, show === hop ? 'ol' : 'ul');
  headers = '';
  for (const place of places) show(element, textsOf(place));
}
let headers = '';
function hop(element, [, type, name, detail, packet]) {
  if (packet !== headers) add(element, 'li', packet, 'packet');
  headers = packet;
  const item = add(element, 'li');
  add(item, 'small', type + ' ');
  add(item, 'b', name);
  add(item, 'span', ' ' + detail);
}
function change(element, [, type, name, direction, reason, todo]) {
  const item = add(element, 'li');
  add(item, 'small', direction + ' ' + type + ' ');
  add(item, 'b', name);
  add(item, 'span', ' ' + reason);
  add(item, 'em', todo);
}
function plain(element, [text]) {
  add(element, 'li', text);
}
function mark(ends, answers) {
  const components = (places = []) => places.map((place) => textsOf(place)[0]);
  const touched = new Set([...ends,
    ...answers.flatMap((one) => [...components(one.forward), ...components(one.return)])]);
  const changed = new Set(answers.flatMap((one) => components(one.blockedBy)));
  for (const { element, ids, parts } of drawn) {
    const on = ids.some((id) => touched.has(id));
    const end = ids.some((id) => changed.has(id)) || (on && parts.some((id) => changed.has(id)));
    element.classList.toggle('on', on || end);
    element.classList.toggle('end', end);
  }
}
function show(button) {
  for (const chosen of document.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
  button.parentElement.classList.add('chosen');
  answer.replaceChildren();
  add(answer, 'h2', button.getAttribute('aria-label'));
  if (details === null) {
    add(answer, 'p', 'The network is too large for this page to hold every way; ask with takehome reach --from --to.');
    return;
  }
  const { ends, answers } = details.cells[button.dataset.row][button.dataset.column];
  const open = answers.filter(({ verdict }) => verdict === 'reachable');
  const closed = answers.filter(({ verdict }) => verdict !== 'reachable');
  for (const one of [...open, ...closed]) {
    add(answer, 'h3', one.port + ': ' + one.verdict, one.verdict);
    titled('what has to change', one.blockedBy, change);
    titled('not modelled', one.notModelled, plain);
    titled('warnings', one.warnings, plain);
    titled('forward', one.forward, hop);
    titled('return', one.return, hop);
  }
  mark(ends, open.length > 0 ? open : closed);
}
const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
document.querySelector('table').addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button) show(button);
});
document.querySelector('table').addEventListener('keydown', (event) => {
  const step = steps[event.key];
  const { row, column } = event.target.dataset;
  if (!step || row === undefined) return;
  const [down, right] = [Number(row) + step[0], Number(column) + step[1]];
  const next = document.querySelector('button[data-row="' + down + '"][data-column="' + right + '"]');
  if (!next) return;
  event.preventDefault();
  next.focus();
});
`;
