// A text made elsewhere is brought by dropping its file anywhere on the recording's page: the folded form opens with the
// file in it, its button has the focus, and nothing is sent before that is pressed. Without this file the form's own field
// takes the file.
// @ts-check

const TEXTS = /\.(srt|vtt|json)$/i;

const parts = () => {
  const place = /** @type {HTMLDetailsElement | null} */ (document.getElementById('bring'));
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById('transcript-file'));
  return place && field ? { place, field } : null;
};

const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;

export const bindVersions = () => {
  // The whole window takes the file: dropped beside the field, it must not replace the page.
  addEventListener('dragover', (event) => {
    const at = parts();
    if (!at || !carries(event)) return;
    event.preventDefault();
    at.place.dataset.over = '';
    at.place.open = true;
  });
  addEventListener('dragleave', (event) => event.relatedTarget === null && delete parts()?.place.dataset.over);
  addEventListener('drop', (event) => {
    const at = parts();
    if (!at || !carries(event)) return;
    event.preventDefault();
    delete at.place.dataset.over;
    const text = [...(event.dataTransfer?.files ?? [])].find((file) => TEXTS.test(file.name));
    if (!text) return;
    const one = new DataTransfer();
    one.items.add(text);
    at.field.files = one.files;
    at.place.querySelector('button')?.focus();
  });
};
