import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { type SecondProof, SecondStep } from './second-step.tsx'

type Props = {
  open: boolean
  title: string
  description: string
  methods: readonly string[]
  onProof: (proof: SecondProof) => Promise<unknown>
  onPasskey: (trustDevice: boolean) => Promise<unknown>
  onCancel: () => void
  verb: string
  cancel: string
  /** Hides everything behind it, and only its own buttons close it. */
  cover?: boolean
  children?: ReactNode
}

/** Asks for a second factor over whatever is open; what was typed below stays. */
export function ConfirmCodeDialog(props: Props) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => !open && props.onCancel()}
      title={props.title}
      description={props.description}
      size="small"
      above
      cover={props.cover}
      locked={props.cover}
    >
      <SecondStep
        methods={props.methods}
        onProof={props.onProof}
        onPasskey={props.onPasskey}
        verb={props.verb}
        cancel={<Button onClick={props.onCancel}>{props.cancel}</Button>}
      />
      {props.children}
    </Dialog>
  )
}
