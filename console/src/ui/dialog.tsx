import type { DialogProps } from './dialog-window.tsx'
import { lazily } from './lazily.tsx'
import { WhenWanted } from './when-wanted.tsx'

export type { DialogProps } from './dialog-window.tsx'

const Window = lazily(async () => (await import('./windows.ts')).DialogWindow)

/** A window over the page. On a phone it fills the width at the bottom. */
export function Dialog(props: DialogProps) {
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
