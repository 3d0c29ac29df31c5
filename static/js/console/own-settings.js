// The settings of this agent's console, kept on the server for every browser.
import { signal } from '@preact/signals';

export class OwnSettings {
  #api;
  #otherTabs;

  /** As `GET /console/api/settings` tells them. */
  all;

  /** @param {BroadcastChannel} [otherTabs] in which a change is followed at once */
  constructor(api, settings, otherTabs = null) {
    this.#api = api;
    this.all = signal(settings);
    this.#otherTabs = otherTabs;
    otherTabs?.addEventListener('message', ({ data }) => { this.all.value = data; });
  }

  /** Shows the change at once; takes it back when the server refuses. Resolves to the answer. */
  async change(some) {
    const before = this.all.value;
    this.all.value = { ...before, ...some };
    const answer = await this.#api.put('/settings', this.all.value);
    this.all.value = answer.ok ? answer.settings : before;
    if (answer.ok) this.#otherTabs?.postMessage(answer.settings);
    return answer;
  }
}
