import type { DrawerProps } from './drawer-window.tsx'
import { lazily } from './lazily.tsx'
import { WhenWanted } from './when-wanted.tsx'

const Window = lazily(async () => (await import('./windows.ts')).DrawerWindow)

/** A modal sheet from the side: the sidebar on a phone, filters. */
export function Drawer(props: DrawerProps) {
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
