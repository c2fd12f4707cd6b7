// Passkeys: a form with `data-passkey` asks the service what the device is to sign, asks the device, and leaves with its
// answer like any other form. `create` makes a passkey, `get` signs in with one.
// @ts-check
import { once, words } from './net.js';

const bytes = (/** @type {string} */ text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const letters = (/** @type {ArrayBuffer | null | undefined} */ buffer) =>
  buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : null;

/** @typedef {{ id: string, type: PublicKeyCredentialType, transports?: AuthenticatorTransport[] }} Named */
const named = (/** @type {Named[] | undefined} */ list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** What the device is asked, in the form it understands. */
const question = (/** @type {any} */ options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user ? { user: { ...options.user, id: bytes(options.user.id) } } : {}),
  ...(options.excludeCredentials ? { excludeCredentials: named(options.excludeCredentials) } : {}),
  ...(options.allowCredentials ? { allowCredentials: named(options.allowCredentials) } : {}),
});

/** The device's answer as the service reads it. */
const answer = (/** @type {PublicKeyCredential} */ credential) => {
  const said = /** @type {any} */ (credential.response);
  const fields = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const response = Object.fromEntries(fields.filter((field) => said[field]).map((field) => [field, letters(said[field])]));
  if (said.getTransports) response.transports = said.getTransports();
  return JSON.stringify({ id: credential.id, rawId: letters(credential.rawId), type: credential.type, response, extensions: credential.getClientExtensionResults() });
};

const complain = (/** @type {HTMLFormElement} */ form, /** @type {string} */ what) => {
  const line = form.querySelector('.field-error');
  if (!(line instanceof HTMLElement)) return;
  line.textContent = what;
  line.hidden = what === '';
};

const askDevice = async (/** @type {HTMLFormElement} */ form, /** @type {HTMLInputElement} */ field) => {
  const { refused = '', there = '', nowhere = '', begin = '', passkey } = form.dataset;
  if (!window.PublicKeyCredential) return complain(form, nowhere);
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  const outcome = await once(begin, { method: 'POST', body });
  if (!outcome.answer) return complain(form, words(outcome.trouble));
  const said = await outcome.answer.json().catch(() => ({}));
  if (!outcome.answer.ok) return complain(form, said.problem || words(outcome.trouble) || refused);
  try {
    const asked = { publicKey: question(said.publicKey) };
    const given = await (passkey === 'create' ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
    field.value = answer(/** @type {PublicKeyCredential} */ (given));
  } catch (problem) {
    return complain(form, problem instanceof DOMException && problem.name === 'InvalidStateError' ? there : refused);
  }
  form.requestSubmit();
};

// Before any other part of the page hears of it.
document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.passkey === undefined) return;
    const field = form.elements.namedItem('answer');
    if (!(field instanceof HTMLInputElement) || field.value !== '') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    complain(form, '');
    void askDevice(form, field);
  },
  true,
);
