import { useInsertionEffect } from 'react'
import { lazily } from './lazily.tsx'
import type { SidePanelProps } from './side-panel-window.tsx'
import { WhenWanted } from './when-wanted.tsx'

const Window = lazily(async () => (await import('./windows.ts')).SidePanelWindow)

let panels = 0

/**
 * The page makes room on wide screens, so that the row's neighbours stay in sight: before anything of the panel is there. Counted, since
 * the panel of the next page may open before that of the last one is gone.
 */
export function useRoomForPanel(open: boolean) {
  // Not a layout effect: those end for as long as a part of the page waits for its code.
  useInsertionEffect(() => {
    if (!open) return
    panels += 1
    document.body.setAttribute('data-panel', '')
    return () => {
      panels -= 1
      if (panels === 0) document.body.removeAttribute('data-panel')
    }
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
