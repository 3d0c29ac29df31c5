// The facts about the person in a chat: what is certain, what was typed, where they are.
import { moment } from '../live/format.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { identityOf } from './people.js';
import { cityOf, clockIn } from './person.js';
import { TicketLink } from './ticket-link.js';
import { tick } from './tick.js';
import { facts as words } from './words-person.js';

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric',
});

export function PersonFacts({ conversation, person }) {
  const { desk } = useConsole();
  const { visitor, created_at, ticket } = conversation.chat.value;
  const { browser, came_from, time_zone } = person?.surroundings ?? {};
  const language = desk.page.languages.find(({ code }) => code === visitor.language);
  const link = ticket && html`<${TicketLink} url=${ticket.url}>${ticket.number}</${TicketLink}>`;
  const facts = [
    [words.identity, words.identities[identityOf(visitor)]],
    [words.email, html`<a href=${`mailto:${visitor.email}`} title=${visitor.email}
      >${visitor.email}</a>`],
    [words.memberId, visitor.member_id],
    ...aboutMember(person?.member, visitor.name),
    [words.language, language?.endonym ?? visitor.language],
    [words.localTime, time_zone && html`<${LocalTime} zone=${time_zone} />`],
    [words.browser, browser],
    [words.cameFrom, came_from],
    [words.started, html`<time datetime=${created_at}>${moment(created_at)}</time>`],
    [words.turn, desk.page.agent.role !== 'agent' && html`<${TicketLink}
      url=${`/console/history/${conversation.id}`}>${words.why}</${TicketLink}>`],
    [words.onPage, visitor.connected ? words.yes : words.no],
    [words.ticket, link],
  ];
  return html`<dl class="facts">${facts.filter(([, fact]) => fact).map(([name, fact]) => html`
    <div key=${name}><dt>${name}</dt><dd class="truncate" dir="auto">${fact}</dd></div>`)}</dl>`;
}

// The account's own name counts; in the form a member may have been called differently.
function aboutMember(member, name) {
  if (!member) return [];
  return [
    [words.account, member.name === name ? null : member.name],
    [words.memberSince, dayFormat.format(new Date(member.created_at))],
  ];
}

function LocalTime({ zone }) {
  const time = clockIn(zone, tick.value);
  return html`<span class="num">${time ? words.clock(time, cityOf(zone)) : zone}</span>`;
}
