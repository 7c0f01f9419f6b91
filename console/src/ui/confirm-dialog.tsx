import type { ConfirmDialogProps } from './confirm-window.tsx'
import { lazily } from './lazily.tsx'
import { WhenWanted } from './when-wanted.tsx'

export type { ConfirmDialogProps } from './confirm-window.tsx'

const Window = lazily(async () => (await import('./windows.ts')).ConfirmWindow)

/** Asks before what cannot be undone. The focus starts on Cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
