/** What an agent may do in an open chat, told from the chat and who the agent is. */

/**
 * `mine`: hold and answer it. `waiting`: a preview of the queue. `elsewhere`: a colleague has it.
 * `closed`: over. `gone`: this agent may no longer read on, so what was read stays and nothing comes.
 */
export function paneState(chat, agentId, isReadable = true) {
  if (chat.state === 'closed') return 'closed'
  if (!isReadable) return 'gone'
  if (chat.state === 'queued') return 'waiting'
  return chat.agent?.id === agentId ? 'mine' : 'elsewhere'
}

/** Only the agent who holds the chat writes to the visitor; supervisors leave notes in any open chat. */
export function modesAllowed(state, role) {
  if (state === 'mine') return ['text', 'note']
  const supervises = role !== 'agent'
  return supervises && (state === 'elsewhere' || state === 'waiting') ? ['note'] : []
}

/** Place 1 is for everybody; a supervisor may pass it and then owes a reason. */
export function claimRule(position, role) {
  if (position === 1) return 'free'
  return role === 'agent' ? 'never' : 'with_reason'
}

/** Why Claim can't be pressed now: `not_online`, `at_capacity`, or null when it can. */
export function claimHindrance(agent) {
  if (agent.presence !== 'online') return 'not_online'
  return agent.active_chats >= agent.capacity ? 'at_capacity' : null
}
