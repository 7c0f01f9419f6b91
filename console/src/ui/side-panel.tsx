import { lazy, useLayoutEffect } from 'react'
import type { SidePanelProps } from './side-panel-window.tsx'
import { WhenWanted } from './when-wanted.tsx'

const Window = lazy(async () => ({ default: (await import('./windows.ts')).SidePanelWindow }))

/** The page makes room on wide screens, so that the row's neighbours stay in sight: before anything of the panel is there. */
export function useRoomForPanel(open: boolean) {
  useLayoutEffect(() => {
    if (!open) return
    document.body.setAttribute('data-panel', '')
    return () => document.body.removeAttribute('data-panel')
  }, [open])
}

/** The detail of a row beside its table, which stays usable. Esc closes; on a phone it fills the screen. */
export function SidePanel(props: SidePanelProps) {
  useRoomForPanel(props.open)
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
