// What a chat is about, beside it or in a sheet on a phone.
import { moment } from '../live/format.js';
import { html } from '../live/html.js';
import { words } from './words.js';

/** @param {{desk: import('./store.js').VisitorDesk}} props */
export function About({ desk }) {
  const { page } = desk;
  const { agent } = desk.chat.value;
  return html`
    <section><h2>${words.question}</h2><p dir="auto" class="prewrap">${page.question}</p></section>
    <section><h2>${words.thisChat}</h2><dl class="facts">
      <div><dt>${words.started}</dt><dd>${moment(page.accepted_at)}</dd></div>
      ${agent && html`<div><dt>${words.helpedBy}</dt><dd>${agent.name}</dd></div>`}
      ${page.visitor.member_id && html`<div><dt>${words.memberId}</dt>
        <dd class="num">${page.visitor.member_id}</dd></div>`}
    </dl></section>
    <section><h2>${words.afterwards}</h2>
      <${Afterwards} page=${page} name=${agent?.name ?? words.support} /></section>`;
}

function Afterwards({ page, name }) {
  return page.visitor.signed_in
    ? html`<p class="md muted">${words.afterwardsMember(name)}${' '}
      <a href=${page.urls.issues}>${words.myIssues}</a></p>`
    : html`<p class="md muted">${words.afterwardsGuest(name)}</p>`;
}
