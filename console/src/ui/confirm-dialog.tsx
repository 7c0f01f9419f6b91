import { lazy } from 'react'
import type { ConfirmDialogProps } from './confirm-window.tsx'
import { WhenWanted } from './when-wanted.tsx'

export type { ConfirmDialogProps } from './confirm-window.tsx'

const Window = lazy(async () => ({ default: (await import('./windows.ts')).ConfirmWindow }))

/** Asks before what cannot be undone. The focus starts on Cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
