import { lazy } from 'react'
import type { DialogProps } from './dialog-window.tsx'
import { WhenWanted } from './when-wanted.tsx'

export type { DialogProps } from './dialog-window.tsx'

const Window = lazy(async () => ({ default: (await import('./windows.ts')).DialogWindow }))

/** A window over the page. On a phone it fills the width at the bottom. */
export function Dialog(props: DialogProps) {
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
