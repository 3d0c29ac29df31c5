// The icon of the tab with a count on it.

const drawn = new Map();
let plain = null;

/** Shows how many call for this agent; 0 shows the icon as it came. */
export async function showIcon(count) {
  const link = document.querySelector('link[rel="icon"]');
  link.dataset.resting ??= link.getAttribute('href');
  const figure = figureOf(count);
  link.dataset.figure = figure;
  const address = figure ? await addressOf(figure, link.dataset.resting) : link.dataset.resting;
  // While it was drawn another count may have been asked for.
  const isWanted = link.dataset.figure === figure && link.getAttribute('href') !== address;
  if (isWanted) link.setAttribute('href', address);
}

/** "1" to "9", then "9+"; '' for nobody. */
export function figureOf(count) {
  if (count === 0) return '';
  return count > 9 ? '9+' : String(count);
}

/** The icon's SVG with a figure in its corner. */
export function withFigure(svg, figure) {
  const size = figure.length > 1 ? 10 : 13;
  const sign = '<circle cx="22" cy="10" r="9" fill="#c4491d" stroke-width="2"/>'
    + `<text x="22" y="${10 + size * 0.36}" font-family="sans-serif" font-weight="700" `
    + `font-size="${size}" text-anchor="middle" fill="#fff">${figure}</text>`;
  return svg.replace('</svg>', `${sign}</svg>`);
}

async function addressOf(figure, resting) {
  if (!drawn.has(figure)) {
    const svg = await fetched(resting);
    if (svg === null) return resting;
    const file = new Blob([withFigure(svg, figure)], { type: 'image/svg+xml' });
    drawn.set(figure, URL.createObjectURL(file));
  }
  return drawn.get(figure);
}

async function fetched(address) {
  try {
    plain ??= await (await fetch(address)).text();
  } catch {
    // Without a network there is no figure until the next count; the title tells it as well.
  }
  return plain;
}
