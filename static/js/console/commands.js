// What each shortcut does; `shortcuts.js` says which key it is.
import { focusArea, focusedField, focusField, walkAreas } from './focus.js';
import { choosePresence } from './leaving.js';
import { longestUnanswered, neighbour } from './needs.js';
import { claimHindrance, isOver, modesAllowed } from './pane-state.js';
import { togglePanel, uncoverChat } from './panel.js';
import { openChat, openId } from './route.js';
import { canSplit, toggleSplit } from './split.js';

/** The functions for `listenForKeys`. */
export function commands(desk, acts) {
  const onHeld = (run) => () => {
    const conversation = desk.open.value;
    const isFree = conversation && !desk.deferred.waiting.value.has(conversation.id);
    if (isFree && desk.isMine(conversation)) run(conversation);
  };
  const ask = (name) => (conversation) => { desk.dialog.value = { name, conversation }; };
  return {
    find: () => { desk.dialog.value = { name: 'palette' }; },
    next_area: () => walkAreas(1),
    previous_area: () => walkAreas(-1),
    next_chat: () => moveTo(neighbour(desk.order.value, openId.value, 1)),
    previous_chat: () => moveTo(neighbour(desk.order.value, openId.value, -1)),
    longest_unanswered: () => moveTo(longestUnanswered(desk.needs.value)),
    undo: () => desk.deferred.undoLatest(),
    shortcuts: () => { desk.dialog.value = { name: 'keys' }; },
    claim_next: () => claimHindrance(desk.me.value) === null && acts.claimNext(),
    toggle_presence: () => togglePresence(desk, acts),
    reply: () => write(desk, 'text'),
    note: () => write(desk, 'note'),
    replies: () => pickReply(desk),
    transfer: onHeld(ask('transfer')),
    convert: onHeld((held) => !held.chat.value.ticket && ask('convert')(held)),
    redirect: onHeld(ask('redirect')),
    attach: onHeld(pickPictures),
    end: () => endOrDismiss(desk, acts, onHeld),
    panel: togglePanel,
    split: () => canSplit.value && toggleSplit(),
    switch_mode: () => switchMode(desk),
    leave_field: leaveField,
  };
}

function togglePresence(desk, acts) {
  choosePresence({ desk, acts }, desk.me.value.presence === 'online' ? 'away' : 'online');
}

// Who was writing goes on writing, in the other chat's field.
function moveTo(chat_id) {
  if (chat_id === null) return;
  const wasWriting = focusedField() !== null;
  openChat(chat_id);
  if (wasWriting) focusField(chat_id);
}

function write(desk, mode) {
  const conversation = desk.open.value;
  const allowed = conversation && modesAllowed(desk.stateOf(conversation), desk.me.value.role);
  if (!allowed?.includes(mode)) return;
  conversation.mode.value = mode;
  focusField(conversation.id);
}

function pickReply(desk) {
  const conversation = desk.open.value;
  const role = desk.me.value.role;
  if (!conversation || modesAllowed(desk.stateOf(conversation), role).length === 0) return;
  if (!desk.deferred.waiting.value.has(conversation.id)) conversation.isPicking.value = true;
}

function pickPictures({ id }) {
  document.querySelector(`[data-chat="${CSS.escape(id)}"] .composer input[type="file"]`)?.click();
}

function switchMode(desk) {
  write(desk, desk.open.value?.mode.value === 'note' ? 'text' : 'note');
}

function endOrDismiss(desk, acts, onHeld) {
  const conversation = desk.open.value;
  if (conversation && isOver(desk.stateOf(conversation))) {
    acts.dismiss(conversation);
    focusArea('chats');
  } else {
    onHeld((held) => acts.end(held))();
  }
}

function leaveField() {
  if (uncoverChat()) return;
  const area = document.activeElement?.closest('[data-area]');
  if (area?.tabIndex === -1) area.focus();
  else document.activeElement?.blur();
}
