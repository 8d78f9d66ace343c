/** Keeps a page as it is on the emulated GitHub: fetched again when something changed, swapped in place. */

const STALE_MS = 60_000;
const page = () => document.getElementById('page');
/** What the server sent last, before the person opened and closed anything. */
let markup = page()?.innerHTML;
let asking = null;

function statesOf(root) {
  const keyed = [...root.querySelectorAll('[data-key]')];
  return new Map(keyed.map((element) => [element.dataset.key, element]));
}

function swapIn(text) {
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const next = fresh.getElementById('page');
  const present = page();
  if (next === null || present === null) return;
  document.title = fresh.title;
  if (next.innerHTML === markup) return;
  markup = next.innerHTML;
  const before = statesOf(present);
  const focused = document.activeElement?.closest('[data-key]')?.dataset.key;
  for (const [key, element] of statesOf(next)) {
    const old = before.get(key);
    if (element instanceof HTMLDetailsElement && old instanceof HTMLDetailsElement) element.open = old.open;
    if (element.dataset.state !== undefined && old?.dataset.state !== element.dataset.state)
      element.classList.add('flipped');
  }
  present.replaceChildren(...next.childNodes);
  showTarget();
  const again = focused === undefined ? undefined : statesOf(present).get(focused);
  (again?.querySelector('summary, button, a') ?? again)?.focus({ preventScroll: true });
}

/** A line somebody linked to stays marked when the page is swapped, which `:target` would forget. */
function showTarget() {
  const target = location.hash === '' ? null : document.getElementById(location.hash.slice(1));
  for (const old of document.querySelectorAll('.targeted')) old.classList.remove('targeted');
  target?.classList.add('targeted');
}

async function refresh() {
  asking?.abort();
  const asked = new AbortController();
  asking = asked;
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' }, signal: asked.signal });
    swapIn(await response.text());
  } catch (error) {
    // The server may be on its way up again; the stream reconnects and asks once more.
    if (error.name !== 'AbortError' && !(error instanceof TypeError)) throw error;
  }
}

let stream = null;

/** Only a page that is looked at listens: a browser allows six open streams to one address. */
function listen() {
  stream?.close();
  stream = null;
  if (document.visibilityState === 'hidden') return;
  stream = new EventSource('/_github/live');
  // Whatever happened while nobody listened is caught up with here.
  stream.addEventListener('open', refresh);
  stream.addEventListener('message', refresh);
}

listen();
showTarget();
window.addEventListener('hashchange', showTarget);
document.addEventListener('visibilitychange', listen);
setInterval(() => document.visibilityState === 'visible' && refresh(), STALE_MS);

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.matches('form.act')) return;
  event.preventDefault();
  const button = form.querySelector('button');
  button.setAttribute('aria-busy', 'true');
  button.disabled = true;
  const body = new URLSearchParams(new FormData(form));
  const response = await fetch(form.action, { method: 'POST', headers: { accept: 'text/html' }, body }).catch(
    () => null,
  );
  button.disabled = false;
  button.setAttribute('aria-busy', 'false');
  if (response === null) {
    button.textContent = 'The demo does not answer; press again';
    return;
  }
  const target = new URL(response.url);
  if (!response.ok) return swapIn(await response.text());
  if (target.pathname !== location.pathname) {
    location.assign(target);
    return;
  }
  swapIn(await response.text());
});
