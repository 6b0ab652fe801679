// Runs once for each HTML component of the tab: clicks become Gradio events; focus stays where the hand was.
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-event]');
  if (!button || button.disabled || button.dataset.event === 'zoom') return;
  element.dataset.wanted = button.dataset.key || '';
  window.handlingar?.clicked(button);
  trigger('select', {...button.dataset});
});
element.addEventListener('keydown', (event) => { // arrows walk between the cells of the heat map
  const cell = event.target.closest('.map td, .map th');
  const steps = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
  const step = steps[event.key];
  if (!cell || !step) return;
  event.preventDefault();
  let row = cell.parentElement.rowIndex, column = cell.cellIndex;
  const rows = cell.closest('table').rows;
  while (rows[row += step[0]]?.cells[column += step[1]]) {
    const next = rows[row].cells[column].querySelector('button');
    if (next) { next.focus(); return; }
  }
});
watch('value', () => {
  const wanted = element.dataset.wanted;
  const card = element.querySelector('.card');
  if (wanted) {
    const same = [...element.querySelectorAll('[data-key]')].find((one) => one.dataset.key === wanted);
    (same || element.querySelector('[aria-current]'))?.focus({ preventScroll: true });
  } else if (card) card.focus({ preventScroll: true });
  element.dataset.wanted = '';
  window.handlingar?.changed(element);
});
