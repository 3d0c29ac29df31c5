// One to five and a comment, once the chat has closed.
import { useState } from 'preact/hooks';

import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { words } from './words.js';

const FACES = ['frown', 'annoyed', 'meh', 'smile', 'laugh'];

/** @param {{desk: import('./store.js').VisitorDesk}} props */
export function RatingForm({ desk }) {
  return html`<section class="card card__pad">${desk.rating.value
    ? html`<${Thanks} rating=${desk.rating.value} />`
    : html`<${Form} desk=${desk} />`}</section>`;
}

function Thanks({ rating }) {
  return html`<div class="stack stack--sm" role="status" tabindex="-1">
    <h2 class="side-title side-title--flush">${words.rated}</h2>
    <p class="md muted">${words.yourRating(words.scores[rating.score - 1])}</p>
    ${rating.comment && html`<p class="md prewrap" dir="auto">${rating.comment}</p>`}</div>`;
}

function Form({ desk }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const send = async (event) => {
    event.preventDefault();
    const answers = new FormData(event.currentTarget);
    if (isBusy) return;
    if (!answers.has('score')) {
      setProblem(words.chooseScore);
    } else {
      setBusy(true);
      const refusal = await desk.rate(Number(answers.get('score')), answers.get('comment').trim());
      setProblem(refusal && words.failed(refusal));
      setBusy(false);
    }
  };
  return html`<form class="stack" onSubmit=${send} noValidate>
    <fieldset class="stack" aria-describedby=${problem && 'rating-error'}>
      <legend class="side-title">${words.rate}</legend>
      ${problem && html`<p class="field__error" id="rating-error" role="alert">
        <${Icon} name="circle-alert" cls="icon--sm" />${problem}</p>`}
      <div class="rating">${FACES.map((face, at) => html`<label>
        <input type="radio" name="score" value=${at + 1} /><${Icon} name=${face} />
        <span>${words.scores[at]}</span></label>`)}</div>
    </fieldset>
    <div class="field"><label class="field__label" for="comment">${words.comment}${' '}
      <span class="field__opt">${words.optional}</span></label>
      <textarea class="input input--short" id="comment" name="comment" rows="2" dir="auto"
        maxlength="1000" /></div>
    <div class="btnrow"><button class="btn btn--soft" type="submit" aria-busy=${isBusy}>
      ${isBusy && html`<span class="spinner"></span>`}
      ${isBusy ? words.sendingRating : words.sendRating}</button></div>
  </form>`;
}
