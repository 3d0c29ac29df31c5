// Tells the server how long ago this page was touched; the server judges who is idle.

const TELL_EVERY_MS = 20_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

export class Activity {
  #connection;
  #touchedAt = Date.now();
  #toldAt = 0;

  constructor(connection) {
    this.#connection = connection;
  }

  start() {
    for (const event of TOUCHES) {
      addEventListener(event, () => this.touch(), { capture: true, passive: true });
    }
    this.#connection.onConnected(() => this.tell());
  }

  touch() {
    this.#touchedAt = Date.now();
    // The computer's clock may be set back, and whoever works on is not idle.
    if (Math.abs(this.#touchedAt - this.#toldAt) >= TELL_EVERY_MS) this.tell();
  }

  tell() {
    this.#toldAt = Date.now();
    const idle_seconds = Math.floor(Math.max(0, this.#toldAt - this.#touchedAt) / 1_000);
    this.#connection.request('activity', { idle_seconds: Math.min(idle_seconds, 86_400) });
  }
}
