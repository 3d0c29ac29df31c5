// How long somebody has waited, and how that stands to the target.

const NEAR_SHARE = 0.6;

/** Whole seconds between two times in milliseconds, never negative: clocks of machines differ. */
export function secondsBetween(start, end) {
  return Math.max(0, Math.floor((end - start) / 1000));
}

/** "plain" up to 60 % of the target, "near" up to the target, "over" after it. */
export function waitStep(seconds, targetSeconds) {
  if (seconds > targetSeconds) return 'over';
  return seconds > targetSeconds * NEAR_SHARE ? 'near' : 'plain';
}
