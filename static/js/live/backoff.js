// When to try again after the connection was lost (pure).

const FIRST_TRY_MS = 1_000;
const BASE_MS = 1_000;
const CAP_MS = 8_000;
const PATIENT_CAP_MS = 30_000;
const PATIENT_AFTER_MS = 5 * 60_000;

/**
 * Milliseconds until the next try. The first one is spread over a second, so that a thousand
 * pages that lost the same server do not come back at once; later ones are half fixed, half random.
 *
 * @param {object} loss
 * @param {number} loss.attempt tries that have failed since the connection was lost
 * @param {number} loss.lostForMs time since it was lost
 * @param {() => number} [loss.random]
 */
export function retryDelay({ attempt, lostForMs, random = Math.random }) {
  if (attempt === 0) return random() * FIRST_TRY_MS;
  const cap = lostForMs > PATIENT_AFTER_MS ? PATIENT_CAP_MS : CAP_MS;
  const step = Math.min(cap, BASE_MS * 2 ** Math.min(attempt - 1, 10));
  return step / 2 + (random() * step) / 2;
}
