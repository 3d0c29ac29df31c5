// Who could take over a chat: those on duty, the freest first (pure).

/** `{agent, isFree, standing}` for each colleague who is not offline; `standing` says why not. */
export function transferable(agents) {
  return agents
    .filter((agent) => agent.presence !== 'offline')
    .map((agent) => ({ agent, standing: standingOf(agent), isFree: standingOf(agent) === 'free' }))
    .sort((one, other) => rank(one) - rank(other) || roomier(one, other));
}

function standingOf({ presence, active_chats, capacity }) {
  if (presence !== 'online') return 'away';
  return active_chats < capacity ? 'free' : 'full';
}

function rank({ standing }) {
  return ['free', 'full', 'away'].indexOf(standing);
}

function roomier({ agent: one }, { agent: other }) {
  return one.active_chats - other.active_chats || one.name.localeCompare(other.name);
}
