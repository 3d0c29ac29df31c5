// The agent console: reads what the page came with, draws, and opens the connection.
import { render } from 'preact';

import { keepFocus } from '../live/focus-keeper.js';
import { html } from '../live/html.js';
import { setServerNow } from '../live/server-clock.js';
import { commands } from './commands.js';
import { Console, Overlay } from './console.js';
import { takeDrops } from './dropping.js';
import { listenForKeys } from './keyboard.js';
import { followAddress } from './route.js';
import { followDesk } from './shell.js';
import { followSplit } from './split.js';
import { startTicking } from './tick.js';
import { openDesk } from './wiring.js';

// Where the settings pages lead for the keys.
const KEYS = '#keys';

const page = JSON.parse(document.getElementById('page-state').textContent);
setServerNow(page.now);
startTicking();
followAddress();
const parts = openDesk(page);
parts.commands = commands(parts.desk, parts.acts);
followSplit(parts.desk);
render(html`<${Console} parts=${parts} />`, document.getElementById('console'));
render(html`<${Overlay} parts=${parts} />`, document.getElementById('overlay'));
followDesk(parts.desk);
takeDrops(parts.desk);
keepFocus(document.getElementById('console'));
listenForKeys(parts.commands, parts.settings);
if (location.hash === KEYS) parts.desk.dialog.value = { name: 'keys' };
