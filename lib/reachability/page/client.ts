/**
 * What runs in the page: a chosen cell shows its answers and marks their way in the drawing. Texts reach the page by
 * `textContent` alone.
 */
export const CLIENT = `
'use strict';
const cells = JSON.parse(document.getElementById('details').textContent);
const answer = document.getElementById('answer');
const drawn = [...document.querySelectorAll('[data-ids]')].map((element) => [element, JSON.parse(element.dataset.ids)]);
function add(parent, name, text) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}
function way(title, hops) {
  if (hops.length === 0) return;
  add(answer, 'h4', title);
  const list = add(answer, 'ol');
  for (const [component, type, detail, packet] of hops) {
    const item = add(list, 'li', type + ' ' + component + ': ' + detail + ' ');
    add(item, 'small', packet);
  }
}
function list(title, texts) {
  if (texts.length === 0) return;
  add(answer, 'h4', title);
  const element = add(answer, 'ul');
  for (const text of texts) add(element, 'li', text);
}
function mark(found) {
  const touched = new Set(found.flatMap((one) => [...one.forward, ...one.return].map(([component]) => component)));
  const ends = new Set(found.flatMap((one) => one.blockedBy.map(({ component }) => component)));
  for (const [element, ids] of drawn) {
    const end = ids.some((id) => ends.has(id));
    element.classList.toggle('on', end || ids.some((id) => touched.has(id)));
    element.classList.toggle('end', end);
  }
}
function show(button) {
  for (const chosen of document.querySelectorAll('.chosen')) chosen.classList.remove('chosen');
  button.parentElement.classList.add('chosen');
  answer.replaceChildren();
  add(answer, 'h2', button.getAttribute('aria-label'));
  if (cells === null) {
    add(answer, 'p', 'The network is too large for this page to hold every way; ask with takehome reach --from --to.');
    return;
  }
  const found = cells[button.dataset.row][button.dataset.column];
  for (const one of found) {
    add(answer, 'h3', one.port + ': ' + one.verdict);
    way('forward', one.forward);
    way('return', one.return);
    list('what has to change', one.blockedBy.map((blocker) => blocker.type + ' ' + blocker.component + ' (' +
      blocker.direction + '): ' + blocker.reason + '; ' + blocker.change));
    list('not modelled', one.notModelled.map((part) => part.type + ' ' + part.component + ': ' + part.reason));
    list('warnings', one.warnings);
  }
  mark(found);
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
