// The settings of this agent's console, kept on the server for every browser.
import { signal } from '@preact/signals';

export class OwnSettings {
  #api;

  /** As `GET /console/api/settings` tells them. */
  all;

  constructor(api, settings) {
    this.#api = api;
    this.all = signal(settings);
  }

  /** Shows the change at once; takes it back when the server refuses. Resolves to the answer. */
  async change(some) {
    const before = this.all.value;
    this.all.value = { ...before, ...some };
    const answer = await this.#api.put('/settings', this.all.value);
    this.all.value = answer.ok ? answer.settings : before;
    return answer;
  }
}
