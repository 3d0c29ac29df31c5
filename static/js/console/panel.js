// Details of the person in the open chat. Beside it on wide screens, over it on narrow ones.
import { computed, signal } from '@preact/signals';

import { Avatar } from '../live/avatar.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { keep, recall } from '../live/keep.js';
import { Section } from './panel-section.js';
import { PersonFacts } from './person-facts.js';
import { PersonSections } from './person-panel.js';
import { usePerson } from './person.js';
import { isSplit } from './split.js';
import { panel as words } from './words.js';

const KEPT_AS = 'livedesk:panel';
const wide = matchMedia('(min-width: 80rem)');
const isWide = signal(wide.matches);
// Two chats leave no room beside them.
const veryWide = matchMedia('(min-width: 112.5rem)');
const isVeryWide = signal(veryWide.matches);
const isBeside = computed(() => isWide.value && (isVeryWide.value || !isSplit.value));
const isPinned = signal(recall(KEPT_AS) ?? true);
const isOver = signal(false);

for (const media of [wide, veryWide]) {
  media.addEventListener('change', () => {
    [isWide.value, isVeryWide.value] = [wide.matches, veryWide.matches];
    isOver.value = false;
  });
}

/** Is the panel on the screen? Beside the chat that is a habit, over it a matter of the moment. */
export const isPanelOpen = computed(() => (isBeside.value ? isPinned.value : isOver.value));

export function togglePanel() {
  if (isBeside.value) {
    isPinned.value = !isPinned.value;
    keep(KEPT_AS, isPinned.value);
  } else {
    isOver.value = !isOver.value;
  }
}

/** Closes the panel where it covers the chat. Answers whether it did. */
export function uncoverChat() {
  const didCover = isOver.value;
  isOver.value = false;
  return didCover;
}

export function MemberPanel({ conversation }) {
  const { visitor, question } = conversation.chat.value;
  const answer = usePerson(conversation.id);
  return html`<section class="panel panel--over" aria-label=${words.area} data-area="panel"
    tabindex="-1">
    <div class="panel__who">
      <${Avatar} name=${visitor.name} cls="avatar--lg" />
      <h2 dir="auto">${visitor.name}</h2>
      <button class="iconbtn" type="button" aria-label=${words.hide} onClick=${togglePanel}>
        <${Icon} name="panel-right-close" cls="icon--flip" /></button>
      <p>${visitor.rank && html`<span class="badge badge--line">${visitor.rank}</span> `}
        <span class="num">${visitor.member_id}</span></p>
    </div>
    <${Section} title=${words.details}>
      <${PersonFacts} conversation=${conversation} person=${answer.person} /></${Section}>
    <${Section} title=${words.question}>
      <p class="panel__question" dir="auto" lang=${visitor.language}>${question}</p></${Section}>
    <${PersonSections} key=${conversation.id} conversation=${conversation} answer=${answer} />
  </section>`;
}
