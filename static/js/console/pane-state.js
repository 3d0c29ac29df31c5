// What an agent may do in an open chat, told from the chat and who the agent is (pure).

/**
 * `mine`: hold and answer it. `waiting`: a preview of the queue. `elsewhere`: a colleague has it.
 * `closed`: over. `gone`: this agent may not read on, so what was read stays and nothing comes.
 */
export function paneState(chat, agent_id, isReadable = true) {
  if (chat.state === 'closed') return 'closed';
  if (chat.agent && chat.agent.id !== agent_id) return 'elsewhere';
  if (!isReadable) return 'gone';
  return chat.state === 'queued' ? 'waiting' : 'mine';
}

/** Is there nothing left for this agent to do in the chat? */
export function isOver(state) {
  return state !== 'mine' && state !== 'waiting';
}

/** Only the agent who holds the chat writes to the visitor; supervisors leave notes in any. */
export function modesAllowed(state, role) {
  if (state === 'mine') return ['text', 'note'];
  const isOpen = state === 'elsewhere' || state === 'waiting';
  return isOpen && role !== 'agent' ? ['note'] : [];
}

/** Place 1 is for everybody; a supervisor may pass it and then owes a reason. */
export function claimRule(place, role) {
  if (place === 1) return 'free';
  return role === 'agent' ? 'never' : 'with_reason';
}

/** Why Claim can't be pressed now: `not_online`, `at_capacity`, or null when it can. */
export function claimHindrance(agent) {
  if (agent.presence !== 'online') return 'not_online';
  return agent.active_chats >= agent.capacity ? 'at_capacity' : null;
}
