import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/notice.tsx'
import { toast } from '../../../ui/toast.tsx'
import { usePersonalChanges } from '../queries.ts'
import { type View, wholeView } from './crop.ts'
import { CropField } from './crop-field.tsx'

type Props = { open: boolean; onOpenChange: (open: boolean) => void }

/** Chooses a picture, cuts a square out of it here, and sends only that: a small PNG, whatever the file was. */
export function AvatarDialog({ open, onOpenChange }: Props) {
  const { t } = useTranslation('personal')
  const changes = usePersonalChanges()
  const input = useRef<HTMLInputElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [picture, setPicture] = useState<ImageBitmap | null>(null)
  const [view, setView] = useState<View>(wholeView)
  const [problem, setProblem] = useState<string>()
  const [sending, setSending] = useState(false)

  async function read(file: File | undefined) {
    if (!file) return
    try {
      setPicture(await createImageBitmap(file))
      setView(wholeView)
      setProblem(undefined)
    } catch {
      setProblem(t('avatar.unreadable'))
    }
  }

  async function save() {
    const image = canvas.current?.toDataURL('image/png').split(',')[1]
    if (!image) return
    setSending(true)
    try {
      await changes.picture(image)
      toast({ title: t('avatar.saved') })
      onOpenChange(false)
    } catch (error) {
      setProblem(errorText(t, error))
    } finally {
      setSending(false)
    }
  }

  function forget() {
    picture?.close()
    setPicture(null)
    setProblem(undefined)
  }

  return (
    <Dialog
      size="small"
      open={open}
      onOpenChange={onOpenChange}
      onClosed={forget}
      title={t('avatar.title')}
      description={t('avatar.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button kind="primary" disabled={!picture} loading={sending} onClick={() => void save()}>
            {t('avatar.verb')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <input
          ref={input}
          hidden
          type="file"
          accept="image/*"
          onChange={(event) => {
            void read(event.currentTarget.files?.[0])
            // The same file may be chosen again.
            event.currentTarget.value = ''
          }}
        />
        {picture && <CropField picture={picture} view={view} onView={setView} canvas={canvas} />}
        <Button icon={<Upload />} className="self-center" onClick={() => input.current?.click()}>
          {picture ? t('avatar.another') : t('avatar.choose')}
        </Button>
        {problem && <ErrorNotice>{problem}</ErrorNotice>}
      </div>
    </Dialog>
  )
}
