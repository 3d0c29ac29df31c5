// The sounds of the console, made by the browser itself: each is a few tones, as plain data.
//
// A tone is {wave, from, to, at, length, gain}: frequencies in hertz, times in seconds; it begins at
// `at`, slides to `to` if that is given, and dies away over `length`.

export const SOUNDS = {
  bell: [
    { wave: 'sine', from: 880, at: 0, length: 1.1, gain: 0.7 },
    { wave: 'sine', from: 1760, at: 0, length: 0.7, gain: 0.25 },
    { wave: 'sine', from: 2637, at: 0, length: 0.35, gain: 0.1 },
  ],
  chime: [
    { wave: 'triangle', from: 659, at: 0, length: 0.4, gain: 0.6 },
    { wave: 'triangle', from: 784, at: 0.16, length: 0.4, gain: 0.6 },
    { wave: 'triangle', from: 988, at: 0.32, length: 0.7, gain: 0.6 },
  ],
  drop: [{ wave: 'sine', from: 980, to: 420, at: 0, length: 0.22, gain: 0.8 }],
  wood: [
    { wave: 'triangle', from: 520, to: 390, at: 0, length: 0.08, gain: 0.9 },
    { wave: 'triangle', from: 620, to: 470, at: 0.13, length: 0.08, gain: 0.9 },
  ],
};

const ATTACK_SECONDS = 0.008;
const SILENCE = 0.0001;

/** Do these settings of an agent let anything be heard of a new chat? */
export function rings({ sound: { waiting, volume } }) {
  return waiting !== 'off' && volume > 0;
}

/** Lets a sound begin now in `context`; all of it goes through `output`. */
export function sound(name, context, output) {
  for (const tone of SOUNDS[name]) strike(tone, context, output);
}

function strike({ wave, from, to = from, at, length, gain }, context, output) {
  const begin = context.currentTime + at;
  const end = begin + length;
  const oscillator = context.createOscillator();
  oscillator.type = wave;
  oscillator.frequency.setValueAtTime(from, begin);
  oscillator.frequency.exponentialRampToValueAtTime(to, end);
  const loudness = context.createGain();
  loudness.gain.setValueAtTime(SILENCE, begin);
  loudness.gain.exponentialRampToValueAtTime(gain, begin + ATTACK_SECONDS);
  loudness.gain.exponentialRampToValueAtTime(SILENCE, end);
  oscillator.connect(loudness).connect(output);
  oscillator.start(begin);
  oscillator.stop(end);
}
