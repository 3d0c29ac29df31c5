/** How long somebody has waited: the figure agents read, and how it stands to the target. */

const NEAR_SHARE = 0.6

/** Whole seconds between two times in milliseconds, never negative: clocks of two machines differ. */
export function secondsBetween(start, end) {
  return Math.max(0, Math.floor((end - start) / 1000))
}

/** "06:12" in the queue, "0:42" where a row has little room, "1:05:09" past the hour. */
export function clockText(seconds, { padded = true } = {}) {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = twoDigits(seconds % 60)
  if (hours > 0) return `${hours}:${twoDigits(minutes)}:${rest}`
  return `${padded ? twoDigits(minutes) : minutes}:${rest}`
}

/** "plain" up to 60 % of the target, "near" up to the target, "over" after it. */
export function waitStep(seconds, targetSeconds) {
  if (seconds > targetSeconds) return 'over'
  return seconds > targetSeconds * NEAR_SHARE ? 'near' : 'plain'
}

function twoDigits(number) {
  return String(number).padStart(2, '0')
}
