import { type ReactNode, Suspense, useState } from 'react'

/** A window whose code comes when it is first opened: around a `lazily` component. It stays afterwards, so that it can close in peace. */
export function WhenWanted({ open, children }: { open: boolean; children: ReactNode }) {
  const [wanted, setWanted] = useState(open)
  if (open && !wanted) setWanted(true)
  return wanted ? <Suspense>{children}</Suspense> : null
}
