// Results of acts and acts that wait, at the edge of the screen: read out, never in the way.
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { useConsole } from './context.js';
import { openId } from './route.js';
import { TicketLink } from './ticket-link.js';
import { deferred, done as words } from './words.js';

export function ToastList() {
  const { desk } = useConsole();
  const { toasts } = desk;
  // The open chat says in its own foot that an act waits.
  const waiting = [...desk.deferred.waiting.value].filter(([chat_id]) => chat_id !== openId.value);
  return html`<div class="toasts" aria-live="polite" onPointerEnter=${() => toasts.pause()}
    onPointerLeave=${() => toasts.resume()} onFocusIn=${() => toasts.pause()}
    onFocusOut=${() => toasts.resume()}>
    ${waiting.map(([chat_id, { text }]) => html`<div class="toast" key=${chat_id}>
      <${Icon} name="clock" /><span dir="auto">${text}</span>
      <button class="btn btn--xs toast__act" type="button"
        onClick=${() => desk.deferred.undo(chat_id)}>${deferred.undo}</button></div>`)}
    ${toasts.shown.value.map((toast) => html`<${Toast} key=${toast.id} toast=${toast} />`)}
  </div>`;
}

function Toast({ toast: { id, text, action, isError } }) {
  const { toasts } = useConsole().desk;
  const run = () => {
    toasts.close(id);
    action.run();
  };
  const look = isError ? { class: 'toast toast--error', role: 'alert' } : { class: 'toast' };
  return html`<div ...${look}>
    <${Icon} name=${isError ? 'circle-alert' : 'circle-check'} /><span dir="auto">${text}</span>
    ${action?.href && html`<${TicketLink} url=${action.href} cls="btn btn--xs toast__act"
      >${action.label}</${TicketLink}>`}
    ${action?.run && html`<button class="btn btn--xs toast__act" type="button" onClick=${run}
      >${action.label}</button>`}
    <button class=${action ? 'iconbtn' : 'iconbtn toast__act'} type="button"
      aria-label=${words.close} onClick=${() => toasts.close(id)}>
      <${Icon} name="x" cls="icon--sm" /></button></div>`;
}
