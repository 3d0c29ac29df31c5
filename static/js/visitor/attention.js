// Calling a visitor who has gone to another tab: a tone, a browser notification.
import { signal } from '@preact/signals';

import { keep, recall } from '../live/keep.js';

const TONES_HZ = [660, 880];
const TONE_SECONDS = 0.18;
const SOUND_EVERY_MS = 5_000;
const TAG = 'livedesk-chat';

const wishes = {
  sound: signal(recall('livedesk:sound') ?? true),
  notification: signal(recall('livedesk:notification') ?? false),
};
let audio = null;
let soundedAt = 0;

/** The two switches, as signals of booleans. */
export const { sound, notification } = wishes;

export function canNotify() {
  return 'Notification' in globalThis;
}

export function wishSound(isWished) {
  sound.value = isWished;
  keep('livedesk:sound', isWished);
}

/** Asks the browser for leave, which must follow a press. Resolves to whether it was given. */
export async function wishNotification(isWished) {
  const isAllowed = isWished && (await Notification.requestPermission()) === 'granted';
  notification.value = isAllowed;
  keep('livedesk:notification', isAllowed);
  return isAllowed || !isWished;
}

/** Browsers let a page sound only after it was touched once. */
export function allowSound() {
  addEventListener('pointerdown', wakeAudio, { once: true });
  addEventListener('keydown', wakeAudio, { once: true });
}

/** One soft tone, and a notification if the page is out of sight. The text is never a message. */
export function call(text) {
  const isDue = Date.now() - soundedAt >= SOUND_EVERY_MS;
  if (sound.value && isDue && audio?.state === 'running') play();
  const isOutOfSight = document.visibilityState === 'hidden';
  if (notification.value && isOutOfSight && canNotify()) show(text);
}

function wakeAudio() {
  audio ??= new AudioContext();
  audio.resume();
}

function play() {
  soundedAt = Date.now();
  TONES_HZ.forEach((frequency, at) => {
    const start = audio.currentTime + at * TONE_SECONDS;
    const tone = new OscillatorNode(audio, { frequency });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS * 2);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + TONE_SECONDS * 2);
  });
}

function show(text) {
  try {
    const notice = new Notification(text, { tag: TAG });
    notice.addEventListener('click', () => globalThis.focus());
  } catch {
    // Some phones have the name but allow it to service workers only; the tab's title still calls.
  }
}
