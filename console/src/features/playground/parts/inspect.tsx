import { Dialog } from '../../../ui/dialog.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import type { RawReply } from '../ask.ts'
import type { ChatBody } from '../body.ts'

const Inspection = lazily(async () => (await import('./inspection.tsx')).Inspection)

type Props = {
  open: boolean
  onClose: () => void
  title: string
  body: () => ChatBody
  /** Of an answer: how it came; `null` where that is not known any more. Left out before a call. */
  reply?: () => RawReply | null
}

/** A call as it is: request, reply, and code that makes the same call. */
export function InspectDialog({ open, onClose, title, body, reply }: Props) {
  return (
    <Dialog open={open} onOpenChange={onClose} size="large" title={title}>
      {/* As high from the beginning as most calls need: a window that grows moves everything in it. */}
      <div className="min-h-[min(36rem,65dvh)]">
        {open && <Inspection body={body()} reply={reply?.()} waiting={<Skeleton lines={8} />} />}
      </div>
    </Dialog>
  )
}
