// <check-fields>: says at once what the server would say about the fields of the form inside. The
// sentences come with the fields: data-missing when there is nothing in it, data-mismatch when it
// is not what its type wants. Errors look as the server draws them: a <template> inside has one.

const CHECKED = '[data-missing], [data-mismatch]';

class CheckFields extends HTMLElement {
  connectedCallback() {
    this.template ??= this.querySelector(':scope > template');
    this.addEventListener('submit', this);
    this.addEventListener('input', this);
  }

  disconnectedCallback() {
    this.removeEventListener('submit', this);
    this.removeEventListener('input', this);
  }

  handleEvent(event) {
    if (event.type === 'submit') this.checkAll(event);
    // What is right now loses its error while it is typed: later, the page would move under the
    // pointer that is about to press the button.
    else if (event.target.ariaInvalid && !complaintAbout(event.target)) this.clear(event.target);
  }

  checkAll(event) {
    if (event.defaultPrevented || event.submitter?.formNoValidate) return;
    const wrong = [...this.querySelectorAll(CHECKED)].filter((field) => !this.check(field));
    if (wrong.length === 0) return;
    event.preventDefault();
    wrong[0].focus();
  }

  check(field) {
    const sentence = complaintAbout(field);
    this.clear(field);
    if (sentence) this.complain(field, sentence);
    return !sentence;
  }

  complain(field, sentence) {
    const error = this.template.content.firstElementChild.cloneNode(true);
    error.id = `${field.id}-error`;
    error.querySelector('span').textContent = sentence;
    field.before(error);
    field.setAttribute('aria-invalid', 'true');
    describe(field, [error.id, ...describedBy(field)]);
  }

  clear(field) {
    const id = `${field.id}-error`;
    document.getElementById(id)?.remove();
    field.removeAttribute('aria-invalid');
    describe(field, describedBy(field).filter((one) => one !== id));
  }
}

function complaintAbout(field) {
  if (field.readOnly) return null;
  const { missing, mismatch } = field.dataset;
  if (missing && field.value.trim() === '') return missing;
  return mismatch && field.validity.typeMismatch ? mismatch : null;
}

function describedBy(field) {
  return (field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
}

function describe(field, ids) {
  if (ids.length > 0) field.setAttribute('aria-describedby', ids.join(' '));
  else field.removeAttribute('aria-describedby');
}

customElements.define('check-fields', CheckFields);
