// The console as a whole: banner, list, open chat, member details; and what lies over it.
import { Announcer } from '../live/announce.js';
import { ConnectionBanner } from '../live/connection-banner.js';
import { html } from '../live/html.js';
import { Icon } from '../live/icons.js';
import { Viewer } from '../live/viewer.js';
import { BlockDialog } from './block.js';
import { ClaimDialog } from './claim-dialog.js';
import { ConsoleContext, useConsole } from './context.js';
import { ConvertDialog } from './convert-dialog.js';
import { KeysDialog } from './keys-dialog.js';
import { LeaveDialog } from './leave-dialog.js';
import { ListColumn } from './list-column.js';
import { Palette } from './palette.js';
import { EmptyPane, Pane } from './pane.js';
import { isPanelOpen, MemberPanel, togglePanel } from './panel.js';
import { RedirectDialog } from './redirect-dialog.js';
import { isSplit, shownIds } from './split.js';
import { SoundDialog } from './sound-dialog.js';
import { ToastList } from './toast-list.js';
import { TransferDialog } from './transfer-dialog.js';
import { connection as words } from './words.js';

const DIALOGS = {
  block: BlockDialog,
  claim: ClaimDialog,
  convert: ConvertDialog,
  keys: KeysDialog,
  palette: Palette,
  leave: LeaveDialog,
  redirect: RedirectDialog,
  sounds: SoundDialog,
  transfer: TransferDialog,
};

export function Console({ parts }) {
  const open = parts.desk.open.value;
  return html`<${ConsoleContext.Provider} value=${parts}>
    <${Announcer} />
    <${Banner} />
    <div class=${isSplit.value ? 'desk desk--split' : 'desk'}>
      <${ListColumn} />
      <${Panes} />
      ${open && isPanelOpen.value && html`<${MemberPanel} conversation=${open} />`}
    </div>
  </${ConsoleContext.Provider}>`;
}

function Panes() {
  const { desk } = useConsole();
  const shown = shownIds.value.map((id) => desk.conversation(id)).filter(Boolean);
  return html`<div class="panes">
    ${shown.map((one) => html`<${Pane} key=${one.id} conversation=${one}
      togglePanel=${togglePanel} />`)}
    ${shown.length === 0 && html`<${EmptyPane} />`}
  </div>`;
}

/** Dialogs and toasts stand outside the console's dense type. */
export function Overlay({ parts }) {
  return html`<${ConsoleContext.Provider} value=${parts}>
    <${ToastList} />
    <${Dialogs} />
    <${Viewer} />
  </${ConsoleContext.Provider}>`;
}

function Banner() {
  const { desk, connection, outbox } = useConsole();
  if (connection.refusal.value) return html`<${SignedOut} refusal=${connection.refusal.value} />`;
  const entries = [...desk.conversations.value.values()].flatMap((one) => one.thread.entries.value);
  const waitingCount = entries.filter((entry) => entry.state === 'pending').length;
  return html`<${ConnectionBanner} connection=${connection} waitingCount=${waitingCount}
    cannotStore=${outbox.cannotStore} />`;
}

/** The server will not have this session any more; what was written is on the device. */
function SignedOut({ refusal }) {
  return html`<div class="banner banner--danger" role="alert">
    <${Icon} name="circle-alert" cls="icon--sm" />
    <span>${refusal.code === 'forbidden' ? words.signedOut : refusal.message}</span>
    <a class="btn btn--xs" href="/login?next=/console">${words.signIn}</a></div>`;
}

/** Draws what `desk.dialog` asks for, such as `{name: 'transfer', conversation}`. */
function Dialogs() {
  const { desk } = useConsole();
  const asked = desk.dialog.value;
  if (!asked) return null;
  const { name, ...props } = asked;
  // A browser tells a moment later that a dialog has closed; the next may be asked for by then.
  const close = () => { if (desk.dialog.peek() === asked) desk.dialog.value = null; };
  return html`<${DIALOGS[name]} key=${asked} ...${props} onClose=${close} />`;
}
