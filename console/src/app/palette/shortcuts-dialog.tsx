import { useState } from 'react'
import { modifier, setSingleKeys, singleKeysOn } from '../../lib/shortcuts.ts'
import { useTranslation } from '../../lib/texts.tsx'
import { Switch } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'

const listed = [
  { id: 'palette', keys: [modifier, 'K'] },
  { id: 'filter', keys: ['/'] },
  { id: 'rows', keys: ['J', 'K'] },
  { id: 'close', keys: ['Esc'] },
  { id: 'list', keys: ['?'] },
] as const

/** Which keys do what, and the switch for those that are a single character (WCAG 2.1.4). */
export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation('palette')
  const [single, setSingle] = useState(singleKeysOn)
  return (
    <Dialog size="small" open={open} onOpenChange={onOpenChange} title={t('shortcuts.title')}>
      <dl className="flex flex-col gap-2">
        {listed.map(({ id, keys }) => (
          <div key={id} className="flex items-center justify-between gap-4">
            <dt>{t(`shortcuts.${id}`)}</dt>
            <dd className="flex shrink-0 gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 border-line border-t pt-4">
        <Switch
          label={t('shortcuts.single')}
          description={t('shortcuts.singleText')}
          value={single}
          onValueChange={(on) => {
            setSingleKeys(on)
            setSingle(on)
          }}
        />
      </div>
    </Dialog>
  )
}
