// Links in plain text: found here, drawn as nodes, never as HTML.
import { html } from './html.js';
import { pieces } from './link-pieces.js';

/** The text with its http, https and mailto links as links; all else stays plain text. */
export function LinkedText({ text }) {
  return pieces(text).map((piece) => (piece.href
    ? html`<a href=${piece.href} target="_blank" rel="noopener noreferrer nofollow ugc"
        >${piece.text}</a>`
    : piece.text));
}
