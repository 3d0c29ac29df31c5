// Runs inside the console's page: does what an agent does and times it up to the frame that shows it.
const probe = {
  /** Resolves when the page has found everything and rests: no long task for 2 s, or after 15. */
  settled() {
    return new Promise((go) => {
      setTimeout(go, 15_000);
      let timer = setTimeout(go, 2_000);
      new PerformanceObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(go, 2_000);
      }).observe({ entryTypes: ['longtask'] });
    });
  },

  /** Through the chats of the list, every tenth time to the one that is named. */
  async switches({ count, through }) {
    const links = [...document.querySelectorAll('a.citem')];
    const times = [];
    for (let turn = 0; turn < count; turn += 1) {
      const link = turn % 10 === 9 ? linkTo(through) : links[(turn * 7) % links.length];
      times.push(await opened(link));
    }
    return times;
  },

  /** There and back again. */
  async returns({ count, to }) {
    const [other] = [...document.querySelectorAll('a.citem')].filter((one) => one !== linkTo(to));
    const times = [];
    for (let turn = 0; turn < count; turn += 1) {
      await opened(other);
      times.push(await opened(linkTo(to)));
    }
    return times;
  },

  /** Letters into the focused field. */
  async keys({ count }) {
    const field = document.activeElement;
    const times = [];
    for (let turn = 0; turn < count; turn += 1) {
      await idle();
      const start = performance.now();
      document.execCommand('insertText', false, 'abcdefghij '[turn % 11]);
      await painted();
      times.push(performance.now() - start);
    }
    if (field.value.length !== count) throw new Error('letters were lost');
    return times;
  },
};

const linkTo = (id) => document.querySelector(`a.citem[href="#chat-${id}"]`);

async function opened(link) {
  const id = link.hash.replace('#chat-', '');
  await idle();
  const start = performance.now();
  link.click();
  while (document.querySelector('.pane')?.dataset.chat !== id) await frame();
  await painted();
  return performance.now() - start;
}

const frame = () => new Promise((go) => { requestAnimationFrame(go); });

// A task that follows the frame runs when that has been drawn.
async function painted() {
  await frame();
  await new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = go;
    port2.postMessage(null);
  });
}

const idle = () => new Promise((go) => { requestIdleCallback(go, { timeout: 200 }); });
