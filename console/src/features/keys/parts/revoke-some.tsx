import { Ban } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import type { Selection } from '../../../ui/table-selection.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Key, revokeKey } from '../queries.ts'
import { useKeyChanged } from './changed.ts'

const canRevoke = (key: Key) => key.can.manage && key.status !== 'revoked'

/** Choosing keys of a list, and revoking all of them after one question; nothing where there is none that I may revoke. */
export function useRevokingSome(rows: readonly Key[] | undefined): Selection<Key> | undefined {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows?.filter((key) => ids.has(key.id) && canRevoke(key)) ?? []
  if (!rows?.some(canRevoke)) return undefined
  return {
    ids,
    onChange: setIds,
    nameOf: (key) => key.name,
    can: canRevoke,
    acts: <RevokeSome keys={chosen} onDone={() => setIds(new Set())} />,
  }
}

function RevokeSome({ keys, onDone }: { keys: readonly Key[]; onDone: () => void }) {
  const { t } = useTranslation('keys')
  const [open, setOpen] = useState(false)
  const changed = useKeyChanged()
  const count = keys.length

  async function revoke() {
    const touched = new Set<string>()
    try {
      // One after the other: where one is refused, those before it are revoked and the rest stay chosen.
      for (const key of keys) {
        await revokeKey(key.organization, key.id)
        touched.add(key.organization)
      }
    } finally {
      await Promise.all([...touched].map((organization) => changed(organization)))
    }
    toast({ title: t('revokeSome.done', { count }) })
    onDone()
  }

  return (
    <>
      <Button size="small" kind="danger" icon={<Ban aria-hidden />} onClick={() => setOpen(true)}>
        {t('revokeSome.act')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('revokeSome.ask', { count })}
        verb={t('revokeSome.verb', { count })}
        onConfirm={revoke}
      >
        <p>{t('revokeSome.text')}</p>
        <ul className="max-h-40 list-disc overflow-y-auto ps-5">
          {keys.map((key) => (
            <li key={key.id} className="break-words text-ink">
              {key.name}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  )
}
