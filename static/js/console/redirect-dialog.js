// Asks a visitor, in the visitor's language, to submit a ticket instead; closes the chat.
import { useId, useState } from 'preact/hooks';

import { Dialog } from '../live/dialog.js';
import { html } from '../live/html.js';
import { useConsole } from './context.js';
import { CancelButton } from './form-parts.js';
import { firstName } from './people.js';
import { redirect as words } from './words-dialogs.js';

export function RedirectDialog({ conversation, onClose }) {
  const { desk, acts } = useConsole();
  const [form, field] = [useId(), useId()];
  const { languages } = desk.page;
  const own = conversation.chat.value.visitor.language;
  const [language, choose] = useState(knownCode(languages, own));
  const submit = (event) => {
    event.preventDefault();
    acts.redirect(conversation, language);
    onClose();
  };
  const foot = html`<${CancelButton} onClose=${onClose} />
    <button class="btn btn--primary" type="submit" form=${form}>${words.submit}</button>`;
  return html`<${Dialog} title=${words.title} lead=${words.lead(firstName(conversation.name))}
    onClose=${onClose} foot=${foot}>
    <form class="stack" id=${form} onSubmit=${submit}><div class="field">
      <label class="field__label" for=${field}>${words.language}</label>
      <p class="field__hint field__hint--small" id=${`${field}-hint`}>${words.hint}</p>
      <select class="input" id=${field} autofocus aria-describedby=${`${field}-hint`}
        onChange=${(event) => choose(event.currentTarget.value)}>
        ${languages.map(({ code, name, endonym }) => html`<option key=${code} value=${code}
          selected=${code === language} lang=${code}>${optionText(name, endonym)}</option>`)}
      </select></div></form></${Dialog}>`;
}

function knownCode(languages, own) {
  return languages.some(({ code }) => code === own) ? own : 'en';
}

function optionText(name, endonym) {
  return name === endonym ? name : `${endonym} (${name})`;
}
