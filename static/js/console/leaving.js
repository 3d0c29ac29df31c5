// Leaving the desk: who has open chats is asked what becomes of them first.

const FURTHER = { online: ['away', 'offline'], away: ['offline'], offline: [] };

/** Sets the presence, or asks about the open chats when that means to leave them. */
export function choosePresence({ desk, acts }, presence) {
  const go = () => acts.setPresence(presence);
  const isLeaving = FURTHER[desk.me.value.presence].includes(presence);
  if (isLeaving) leave(desk, presence, go);
  else go();
}

/** The forms that log out are the server's; `submit()` sends one without asking again. */
export function followLogout(desk) {
  for (const form of document.querySelectorAll('form[action="/logout"]')) {
    form.addEventListener('submit', (event) => {
      if (desk.held.value.length === 0) return;
      event.preventDefault();
      leave(desk, 'logout', () => form.submit());
    });
  }
}

function leave(desk, how, go) {
  if (desk.held.value.length === 0) go();
  else desk.dialog.value = { name: 'leave', how, go };
}
