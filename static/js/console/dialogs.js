// The one dialog that may be open.
import { html } from '../live/html.js';
import { ClaimDialog } from './claim-dialog.js';
import { useConsole } from './context.js';
import { ConvertDialog } from './convert-dialog.js';
import { KeysDialog } from './keys-dialog.js';
import { RedirectDialog } from './redirect-dialog.js';
import { TransferDialog } from './transfer-dialog.js';

const DIALOGS = {
  claim: ClaimDialog,
  convert: ConvertDialog,
  keys: KeysDialog,
  redirect: RedirectDialog,
  transfer: TransferDialog,
};

/** Draws what `desk.dialog` asks for, such as `{name: 'transfer', conversation}`. */
export function Dialogs() {
  const { desk } = useConsole();
  if (!desk.dialog.value) return null;
  const { name, ...props } = desk.dialog.value;
  const close = () => { desk.dialog.value = null; };
  return html`<${DIALOGS[name]} ...${props} onClose=${close} />`;
}
