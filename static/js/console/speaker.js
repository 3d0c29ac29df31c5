// The one voice of this page. A browser lets it be heard only after the page was touched.
import { signal } from '@preact/signals-core';

import { sound } from './sounds.js';

// Not the pointer's own events: a button that goes when sound comes would miss its click.
const GESTURES = ['click', 'keydown'];

export class Speaker {
  #context = null;
  #output = null;

  /** 'blocked' until it is certain that sounds can be heard, then 'audible'. */
  state = signal('blocked');

  /** Any touch of the page may lift the block. */
  start() {
    for (const event of GESTURES) {
      addEventListener(event, () => this.unblock(), { capture: true, passive: true });
    }
  }

  /** Call it while the browser hears a press. Resolves to whether sounds can be heard now. */
  async unblock() {
    if (this.state.peek() === 'audible') return true;
    this.#context ??= this.#open();
    // Where the browser refuses this stays unanswered, and the state says blocked.
    await this.#context?.resume();
    this.#look();
    return this.state.peek() === 'audible';
  }

  /** `volume` from 0 to 100. What still sounds is cut off. Returns what silences this sound. */
  play(name, volume) {
    this.#hush();
    if (this.state.peek() !== 'audible' || name === 'off' || volume === 0) return () => {};
    const output = this.#context.createGain();
    this.#output = output;
    // Loudness is heard by its logarithm: half of the range is half as loud.
    this.#output.gain.value = (volume / 100) ** 2;
    this.#output.connect(this.#context.destination);
    sound(name, this.#context, output);
    return () => this.#output === output && this.#hush();
  }

  #hush() {
    this.#output?.disconnect();
    this.#output = null;
  }

  #open() {
    if (!globalThis.AudioContext) return null;
    const context = new AudioContext();
    context.addEventListener('statechange', () => this.#look());
    return context;
  }

  #look() {
    this.state.value = this.#context?.state === 'running' ? 'audible' : 'blocked';
  }
}
