import { lazy } from 'react'
import type { DrawerProps } from './drawer-window.tsx'
import { WhenWanted } from './when-wanted.tsx'

const Window = lazy(async () => ({ default: (await import('./windows.ts')).DrawerWindow }))

/** A modal sheet from the side: the sidebar on a phone, filters. */
export function Drawer(props: DrawerProps) {
  return (
    <WhenWanted open={props.open}>
      <Window {...props} />
    </WhenWanted>
  )
}
