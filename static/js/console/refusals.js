// A refused act in words: what happened, then what to do (pure).
import { refusals } from './words.js';

/**
 * @param {{code: string, message: string}} error of an acknowledgement
 * @param {string} context what was asked for; some codes mean something else there
 */
export function refusalText(error, context) {
  const text = refusals[context]?.[error.code] ?? refusals.any[error.code];
  return typeof text === 'function' ? text(error) : (text ?? error.message);
}
