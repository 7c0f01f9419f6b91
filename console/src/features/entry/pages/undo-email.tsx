import { LinkAct } from '../parts/link-act.tsx'
import { undoEmail } from '../queries.ts'

/** Where the mail to an old address leads: puts it back. */
export function UndoEmailPage() {
  return <LinkAct name="undo" onAct={undoEmail} />
}
