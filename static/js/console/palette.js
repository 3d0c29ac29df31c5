// Ctrl K: one field that finds people, chats and tickets, and does what a key would do.
import { useEffect, useId, useRef, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { KeyHint } from './key-hint.js';
import { actItems, chatItems, foundItems, placeItems } from './palette-items.js';
import { openChat } from './route.js';
import { SHORTCUTS } from './shortcuts.js';
import { keys, palette as words } from './words-dialogs.js';

const ASK_AFTER_MS = 150;
const LEAST_LETTERS = 2;
const MOST_CHATS = 8;
const NOTHING = { people: [], tickets: [], chats: [] };

export function Palette({ onClose }) {
  const id = useId();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const { found, isAsking } = useFound(search);
  const groups = useGroups(search, found);
  const items = groups.flatMap((group) => group.items);
  const chosen = items[Math.min(at, items.length - 1)] ?? null;
  const take = (item) => {
    onClose();
    if (item.href) window.open(item.href, '_blank', 'noopener');
    // The dialog gives the focus back first; an act may move it on.
    else requestAnimationFrame(item.run);
  };
  const step = (by) => setAt((items.indexOf(chosen) + by + items.length) % items.length);
  const onKeyDown = (event) => {
    const acts = {
      ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => take(chosen),
    };
    if (event.isComposing || !chosen || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  };
  const searchFor = (event) => {
    setSearch(event.currentTarget.value);
    setAt(0);
  };
  const status = isAsking ? words.asking : words.found(items.length);
  return html`<${Dialog} title=${words.title} onClose=${onClose}>
    <div class="palette" onKeyDown=${onKeyDown}>
      <label class="vh" for=${id}>${words.find}</label>
      <input class="input" id=${id} type="text" role="combobox" aria-expanded="true" autofocus
        aria-controls=${`${id}-list`} aria-autocomplete="list" autocomplete="off" dir="auto"
        aria-activedescendant=${chosen && `${id}-${chosen.key}`} placeholder=${words.find}
        value=${search} onInput=${searchFor} />
      <p class="vh" role="status">${status}</p>
      <div class="palette__list" role="listbox" id=${`${id}-list`} aria-label=${words.title}>
        ${groups.map((group) => html`<${Group} key=${group.title} id=${id} group=${group}
          chosen=${chosen} take=${take} />`)}
        ${items.length === 0 && html`<p class="picker__group">${isAsking
          ? words.asking : words.nothing(search)}</p>`}
      </div>
    </div></${Dialog}>`;
}

function Group({ id, group: { title, items }, chosen, take }) {
  const heading = `${id}-${items[0].key}-group`;
  return html`<div role="group" aria-labelledby=${heading}>
    <div class="picker__group" id=${heading}>${title}</div>
    ${items.map((item) => html`<div class="picker__opt palette__opt" role="option" key=${item.key}
      id=${`${id}-${item.key}`} aria-selected=${item === chosen} onClick=${() => take(item)}
      ref=${item === chosen ? show : null}>
      <b class="truncate" dir="auto">${item.label}</b>
      ${item.detail && html`<span class="truncate sm muted" dir="auto">${item.detail}</span>`}
      ${item.shortcut && html`<${KeyHint} id=${item.shortcut} />`}</div>`)}</div>`;
}

function show(option) {
  option?.scrollIntoView({ block: 'nearest' });
}

function useGroups(search, found) {
  const { desk, commands } = useConsole();
  const { urls } = desk.page;
  const live = [...desk.order.value.map((id) => desk.conversation(id).chat.value),
    ...desk.board.queue.value.chats];
  const server = foundItems(found, { urls });
  const acts = actItems(SHORTCUTS, {
    labels: keys.labels, runs: commands, isChatOpen: desk.open.value !== null, search,
  });
  const places = words.places.map(({ id, label }) => ({ label, url: urls[id] }));
  return [
    { title: words.chats, items: chatItems(live, { search, open: openChat, most: MOST_CHATS }) },
    { title: words.tickets, items: server.tickets },
    { title: words.people, items: server.people },
    { title: words.ended, items: server.ended },
    { title: words.acts, items: [...acts, ...placeItems(places, search)] },
  ].filter(({ items }) => items.length > 0);
}

/** Asks the server once the typing rests; an answer to an older question is dropped. */
function useFound(search) {
  const { api } = useConsole();
  const [found, setFound] = useState(NOTHING);
  const [isAsking, setAsking] = useState(false);
  const asked = useRef('');
  useEffect(() => {
    asked.current = search;
    const isLong = search.trim().length >= LEAST_LETTERS;
    setAsking(isLong);
    if (!isLong) setFound(NOTHING);
    if (!isLong) return undefined;
    const timer = setTimeout(async () => {
      const answer = await api.get(`/find?q=${encodeURIComponent(search)}`);
      if (asked.current !== search) return;
      setAsking(false);
      setFound(answer.ok ? answer : NOTHING);
    }, ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [search]);
  return { found, isAsking };
}
