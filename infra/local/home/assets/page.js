// Keeps the page as the server would draw it now: on every sign of movement it fetches itself and swaps the sections that changed.
const REFRESH_EVERY_MS = 400;
const RECONNECT_MS = 3_000;

const badge = document.getElementById('live');
const show = (isLive) => {
  badge.hidden = false;
  badge.classList.toggle('off', !isLive);
  badge.textContent = isLive ? badge.dataset.on : badge.dataset.off;
};

const scrollToNewest = () => {
  const box = document.getElementById('picture-scroll');
  if (box !== null) box.scrollLeft = box.scrollWidth;
};

const swap = (next) => {
  for (const fresh of next.querySelectorAll('[data-live]')) {
    const current = document.getElementById(fresh.id);
    if (current === null) continue;
    const box = current.querySelector('.scroll');
    const isAtEnd = box === null || box.scrollLeft + box.clientWidth >= box.scrollWidth - 8;
    const left = box === null ? 0 : box.scrollLeft;
    for (const details of fresh.querySelectorAll('details')) details.open = document.getElementById(details.id)?.open ?? false;
    if (current.isEqualNode(fresh)) continue;
    const focusedId = current.contains(document.activeElement) ? document.activeElement.id : '';
    current.replaceWith(fresh);
    const drawn = fresh.querySelector('.scroll');
    if (drawn !== null) drawn.scrollLeft = isAtEnd ? drawn.scrollWidth : left;
    if (focusedId !== '') document.getElementById(focusedId)?.focus({ preventScroll: true });
  }
};

let isWanted = false;
let isRunning = false;
const refresh = async () => {
  isWanted = true;
  if (isRunning) return;
  isRunning = true;
  while (isWanted) {
    isWanted = false;
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (response.ok) swap(new DOMParser().parseFromString(await response.text(), 'text/html'));
    } catch {
      show(false);
    }
    await new Promise((resolve) => setTimeout(resolve, REFRESH_EVERY_MS));
  }
  isRunning = false;
};

const connect = () => {
  const source = new EventSource('/events');
  source.addEventListener('open', () => {
    show(true);
    void refresh();
  });
  source.addEventListener('moved', () => void refresh());
  source.addEventListener('error', () => {
    show(false);
    // A refused stream stays closed by the browser; until the next try the page is at least as new as this moment.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, RECONNECT_MS);
    void refresh();
  });
};

scrollToNewest();
connect();
