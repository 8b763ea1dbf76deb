/* Solves the challenge of a page in a worker, says how far it is, and sends the form. Without it the way by e-mail is left. */
const SLOW = 30000; // milliseconds until a person is told that there is another way
const form = document.querySelector("form[data-proof]");

const show = (name) => form.querySelector(`[data-${name}]`);
const say = (text) => {
  show("said").textContent = text;
};

function start() {
  const bits = Number(form.dataset.bits);
  const worker = new Worker(form.dataset.worker);
  const slow = setTimeout(() => say(form.dataset.slow), SLOW);
  worker.addEventListener("error", () => {
    clearTimeout(slow);
    say(form.dataset.failed);
  });
  worker.addEventListener("message", ({ data }) => {
    // The chance to have found it by now: it never stands still, and is full only at the end.
    show("progress").value = data.nonce === undefined ? 100 * (1 - Math.exp(-data.tried / 2 ** bits)) : 100;
    if (data.nonce === undefined) return;
    clearTimeout(slow);
    worker.terminate();
    show("nonce").value = data.nonce;
    say(form.dataset.done);
    HTMLFormElement.prototype.submit.call(form); // a field may be called "submit"
  });
  worker.postMessage({ challenge: show("challenge").value, bits });
}

// A page that the Back button brings again has a challenge that is used up: ask for the next by sending once more.
if (form && window.Worker && !show("nonce").value) {
  show("work").hidden = false;
  start();
}
