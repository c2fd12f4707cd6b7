// A one-time link carries its secret behind the `#`, which browsers send to nobody. It goes on in the body of the form, and
// leaves the address before that, so that it stays in no history.
// @ts-check

const form = document.getElementById('invitation');
const field = document.getElementById('link');

const handOver = () => {
  const secret = location.hash.slice(1);
  if (!secret || !(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
  history.replaceState(null, '', location.pathname);
  field.value = secret;
  form.requestSubmit();
};

addEventListener('hashchange', handOver);
handOver();
