import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { Button, type ButtonLook, IconButton } from './button.tsx'

type Props = ButtonLook & {
  /** What is copied. */
  text: string
  /** Names the act: "Copy secret". Without `showLabel` it is the tooltip. */
  label?: string
  showLabel?: boolean
}

/** Copies, and says so for two seconds; says it as well when the browser refuses. */
export function CopyButton({ text, label, showLabel = false, ...look }: Props) {
  const { t } = useTranslation('ui')
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  const name = label ?? t('copy.act')
  const said = state === 'copied' ? t('copy.done') : state === 'failed' ? t('copy.failed') : name
  const icon = state === 'copied' ? <Check /> : <Copy />
  const copy = async () =>
    setState(
      await write(text).then(
        () => 'copied' as const,
        () => 'failed' as const,
      ),
    )
  return (
    <>
      {showLabel ? (
        <Button {...look} icon={icon} onClick={copy}>
          {said}
        </Button>
      ) : (
        <IconButton size="small" {...look} label={said} icon={icon} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {state === 'idle' ? '' : said}
      </span>
    </>
  )
}

/** `navigator.clipboard` is missing on plain http; the old way works there. */
async function write(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'fixed opacity-0'
  const host = document.querySelector('dialog, [role="dialog"]') ?? document.body
  host.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (!done) throw new Error('copying was refused')
}
