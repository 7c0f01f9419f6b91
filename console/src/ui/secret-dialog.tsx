import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { CodeBlock } from './code-block.tsx'
import { CopyButton } from './copy-button.tsx'
import { Dialog } from './dialog.tsx'
import { Notice } from './notice.tsx'
import { Tabs } from './tabs.tsx'

export type SecretSample = { id: string; label: string; code: (secret: string) => string }

export type SecretOnceDialogProps = {
  /** The secret; null closes the dialog. Hold it in `useState` only, never in a cache. */
  secret: string | null
  title: string
  description?: string
  /** What it is called where it is no key: "Link". */
  label?: string
  /** What its copy button says where it is no secret to the person who gets it: "Copy link". */
  copyLabel?: string
  /** What to do with it now, where it is no key. */
  onceText?: string
  /** What closes the dialog, where it is not kept but passed on. */
  savedLabel?: string
  /** How to use it, each a tab beside the secret itself. */
  samples?: readonly SecretSample[]
  /** Called when the person says it is saved: set the secret to null here. */
  onSaved: () => void
}

/** Shows a secret for the only time. Neither Esc nor a click outside closes it, and leaving the page asks first. */
export function SecretOnceDialog({
  secret,
  title,
  description,
  label,
  copyLabel,
  onceText,
  savedLabel,
  samples = [],
  onSaved,
}: SecretOnceDialogProps) {
  const { t } = useTranslation('ui')
  const [shown, setShown] = useState(false)
  const [tab, setTab] = useState('key')
  const open = secret !== null
  useEffect(() => {
    if (!open) return
    const guard = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', guard)
    return () => removeEventListener('beforeunload', guard)
  }, [open])

  function close() {
    setShown(false)
    setTab('key')
    onSaved()
  }

  const value = secret ?? ''
  const visible = shown ? value : conceal(value)
  const tabs = [
    {
      value: 'key',
      label: label ?? t('secret.key'),
      content: (
        <CodeBlock
          wrap
          label={label ?? t('secret.key')}
          code={value}
          shown={visible}
          copyLabel={copyLabel ?? t('secret.copy')}
        />
      ),
    },
    ...samples.map((sample) => ({
      value: sample.id,
      label: sample.label,
      content: <CodeBlock label={sample.label} code={sample.code(value)} shown={sample.code(visible)} />,
    })),
  ]
  return (
    <Dialog
      locked
      open={open}
      onOpenChange={() => {}}
      title={title}
      description={description}
      footer={
        <Button kind="primary" onClick={close}>
          {savedLabel ?? t('secret.saved')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice kind="warning">{onceText ?? t('secret.once')}</Notice>
        <Tabs tabs={tabs} value={tab} onValueChange={setTab} label={title} />
        <div className="flex flex-wrap gap-2">
          <CopyButton showLabel kind="secondary" text={value} label={copyLabel ?? t('secret.copy')} />
          <Button icon={shown ? <EyeOff /> : <Eye />} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? t('secret.hide') : t('secret.show')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** What stays readable is what the lists show as well: the prefix and the last four. */
function conceal(secret: string): string {
  const prefix = secret.match(/^[a-z]+_/)?.[0] ?? ''
  return `${prefix}${'\u2022'.repeat(24)}${secret.slice(-4)}`
}
