// Where a thread is scrolled to: sticks to its end, or keeps what is being read in its place.
import { signal } from '@preact/signals';

const END_WITHIN_PX = 40;
const OLDER_WITHIN_PX = 160;

/**
 * `atEnd`    is the newest message on screen?
 * `seenSeq`  the last message that was there when the end was on screen
 */
export class ThreadScroll {
  #box = null;
  #firstKey = null;
  #height = 0;
  #onTop = () => {};

  atEnd = signal(true);
  seenSeq = signal(0);

  /** Takes the scrolling element into its care; returns what lets go of it. */
  attach(box, onTop) {
    this.#box = box;
    this.#onTop = onTop;
    // Two keepers of the place would move it twice.
    box.style.setProperty('overflow-anchor', 'none');
    const watch = () => this.#look();
    const sizes = new ResizeObserver(() => this.#stick());
    box.addEventListener('scroll', watch, { passive: true });
    for (const element of [box, ...box.children]) sizes.observe(element);
    this.#stick();
    return () => {
      box.removeEventListener('scroll', watch);
      sizes.disconnect();
      this.#box = null;
    };
  }

  /** After each drawing: what was added above or below must not move what is read. */
  settle({ firstKey, lastSeq }) {
    const grownAbove = this.#firstKey !== null && firstKey !== this.#firstKey;
    this.#firstKey = firstKey;
    if (grownAbove && !this.atEnd.value) {
      this.#box.scrollTop += this.#box.scrollHeight - this.#height;
    }
    this.#stick();
    this.#height = this.#box.scrollHeight;
    if (this.atEnd.value) this.seenSeq.value = lastSeq;
  }

  /** To the newest message. */
  jump() {
    this.atEnd.value = true;
    this.#stick();
  }

  #stick() {
    if (this.#box && this.atEnd.value) this.#box.scrollTop = this.#box.scrollHeight;
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    this.#height = scrollHeight;
    this.atEnd.value = scrollHeight - scrollTop - clientHeight < END_WITHIN_PX;
    if (scrollTop < OLDER_WITHIN_PX) this.#onTop();
  }
}
