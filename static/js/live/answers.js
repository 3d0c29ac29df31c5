// What a request over the live connection or HTTP resolves to.

/** No acknowledgement came: what was asked may or may not have been stored. */
export const NO_ANSWER = Object.freeze({
  ok: false,
  error: Object.freeze({ code: 'no_answer', message: 'No answer from the server.' }),
});
