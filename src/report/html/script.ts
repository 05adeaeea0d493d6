/** Search and filter. The page says all it has to say without it; it opens folded parts before the page is printed. */
export const script = `
const form = document.querySelector('form');
const search = form.querySelector('input[type=search]');
const ticks = [...form.querySelectorAll('input[type=checkbox]')];
const said = form.querySelector('output');
const items = [...document.querySelectorAll('[data-kind]')];
const texts = new Map(items.map((item) => [item, item.textContent.toLowerCase()]));
const folded = [...document.querySelectorAll('details')];

function apply() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const off = new Set(ticks.filter((tick) => !tick.checked).map((tick) => tick.value));
  let shown = 0;
  for (const item of items) {
    item.hidden = off.has(item.dataset.kind) || !words.every((word) => texts.get(item).includes(word));
    if (!item.hidden) shown += 1;
  }
  for (const fold of folded) {
    if (words.length > 0) fold.open = fold.querySelector('[data-kind]:not([hidden])') !== null;
  }
  for (const part of document.querySelectorAll('.source')) {
    const all = [...part.querySelectorAll('[data-kind]')];
    part.hidden = words.length > 0 && all.every((item) => item.hidden) && !part.querySelector('.stopped');
  }
  said.textContent = words.length === 0 && off.size === 0 ? '' : shown + ' of ' + items.length + ' shown';
}

form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', apply);
addEventListener('beforeprint', () => { for (const fold of folded) fold.open = true; });
`;
