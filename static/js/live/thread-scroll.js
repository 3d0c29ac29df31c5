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
  #size = { scrollHeight: 0, clientHeight: 0 };
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
      this.#box.scrollTop += this.#box.scrollHeight - this.#size.scrollHeight;
    }
    this.#stick();
    if (this.atEnd.value) this.seenSeq.value = lastSeq;
  }

  /** To the newest message. */
  jump() {
    this.atEnd.value = true;
    this.#stick();
  }

  #stick() {
    if (!this.#box) return;
    if (this.atEnd.value) this.#box.scrollTop = this.#box.scrollHeight;
    this.#size = sizeOf(this.#box);
  }

  // A field that grows below moves the end off the screen; only a person scrolls away from it.
  #look() {
    const { scrollHeight, clientHeight } = sizeOf(this.#box);
    const { scrollTop } = this.#box;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < END_WITHIN_PX;
    const isSameSize = scrollHeight === this.#size.scrollHeight
      && clientHeight === this.#size.clientHeight;
    if (isAtEnd || isSameSize) this.atEnd.value = isAtEnd;
    this.#stick();
    if (scrollTop < OLDER_WITHIN_PX) this.#onTop();
  }
}

function sizeOf({ scrollHeight, clientHeight }) {
  return { scrollHeight, clientHeight };
}
