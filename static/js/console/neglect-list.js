// For supervisors: visitors who get no answer, because their agent touches nothing.
import { Avatar } from '../live/avatar.js';
import { clockTime } from '../live/format.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { chatMatches, firstName } from './people.js';
import { chatHref, openId } from './route.js';
import { Wait } from './wait.js';
import { neglect as words } from './words-presence.js';

export function NeglectList({ search }) {
  const { desk } = useConsole();
  const rows = desk.neglected.value.filter(({ chat }) => chatMatches(chat, search));
  if (rows.length === 0) return null;
  return html`<section aria-labelledby="neglect-heading" data-area="neglected">
    <div class="list__head"><h2 id="neglect-heading" tabindex="-1">${words.heading}${' '}
      <span class="count count--attention">${rows.length}</span></h2></div>
    <ul class="plain">
      ${rows.map((row) => html`<${Row} key=${row.chat.id} row=${row} />`)}
    </ul>
  </section>`;
}

function Row({ row: { chat, idle_since, unanswered_since } }) {
  const { desk } = useConsole();
  const { id, visitor, agent } = chat;
  const since = clockTime(Date.parse(idle_since));
  return html`<li><a class="citem" href=${chatHref(id)}
    aria-current=${openId.value === id ? 'true' : null}>
    <${Avatar} name=${visitor.name} />
    <span class="citem__name truncate" dir="auto">${visitor.name}</span>
    <span class="citem__text truncate" dir="auto">${words.row(firstName(agent.name), since)}</span>
    <span class="citem__end"><${Wait} since=${Date.parse(unanswered_since)}
      target=${desk.page.targets.answer_seconds} lead=${words.waiting} /></span></a></li>`;
}
