import { Fingerprint } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../lib/error-text.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button, type ButtonLook } from './button.tsx'
import { ErrorNotice } from './notice.tsx'

type Props = ButtonLook & {
  label: string
  /** Asks the browser for a passkey and sends what it signed. What it throws is shown here. */
  onUse: () => Promise<unknown>
  className?: string
}

/** One button for every place that takes a passkey. Its texts are those of the group `proof`. */
export function PasskeyButton({ label, onUse, ...look }: Props) {
  const { t } = useTranslation('proof')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  async function use() {
    setBusy(true)
    setError(undefined)
    try {
      await onUse()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex flex-col gap-3">
      {error !== undefined && <ErrorNotice>{errorText(t, error)}</ErrorNotice>}
      <div className="flex">
        <Button {...look} icon={<Fingerprint />} loading={busy} onClick={() => void use()}>
          {label}
        </Button>
      </div>
    </div>
  )
}
