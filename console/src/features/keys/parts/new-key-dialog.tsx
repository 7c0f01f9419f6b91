import { lazily } from '../../../ui/lazily.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import type { NewKeyProps } from './new-key-window.tsx'

const NewKeyWindow = lazily(async () => (await import('./new-key-window.tsx')).NewKeyWindow)

/** "+ New". Its form is larger than the list, and most visits only look. */
export function NewKeyDialog(props: NewKeyProps) {
  return (
    <WhenWanted open={props.open}>
      <NewKeyWindow {...props} />
    </WhenWanted>
  )
}
