// The one place that says what each live event changes.

// A visitor's events carry no chat_id, because there is one chat; an agent's do.
const CHANGES = {
  chat_changed: (desk, { chat }) => desk.showChat(chat),
  message_posted: (desk, { message, previous_seq }) => desk.receive(message, previous_seq),
  typing: (desk, { chat_id, author, is_typing }) => desk.showTyping(chat_id, author, is_typing),
  message_delivered: (desk, { chat_id, by, seq }) => desk.showDelivered(chat_id, { by, seq }),
  message_read: (desk, { chat_id, by, seq }) => desk.showRead(chat_id, { by, seq }),
  queue_changed: (desk, { queue }) => desk.showQueue(queue),
  agent_changed: (desk, { agent }) => desk.showAgent(agent),
  neglected_changed: (desk, { neglected }) => desk.showNeglected(neglected),
};

const VISITOR_EVENTS = [
  'chat_changed', 'message_posted', 'typing', 'message_delivered', 'message_read',
];
const AGENT_EVENTS = [
  ...VISITOR_EVENTS, 'queue_changed', 'agent_changed', 'neglected_changed',
];

/**
 * Lets a store hear its connection; call it before `connection.open()`. `server_restarting` is
 * not here, because the connection itself minds it.
 *
 * @param {import('./connection.js').Connection} connection
 * @param {object} desk the visitor's or the console's store, with the methods named above
 * @param {'visitor'|'agent'} side
 */
export function dispatch(connection, desk, side) {
  for (const event of side === 'agent' ? AGENT_EVENTS : VISITOR_EVENTS) {
    connection.on(event, (payload) => CHANGES[event](desk, payload));
  }
}
