import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Fingerprint, Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { passkeySupport } from '../../../lib/passkey-support.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { type PasskeyAct, PasskeyTable } from '../parts/passkey-table.tsx'
import { methodsQuery, type Passkey, passkeysQuery, usePasskeyChanges } from '../queries.ts'

const RenameWindow = lazily(async () => (await import('../parts/rename-window.tsx')).RenameWindow)

/** Passkey Login: what signs me in without a password; made, named and deleted here. */
export function PasskeysPage() {
  const { t } = useTranslation('passkeys')
  const list = useInfiniteQuery(passkeysQuery)
  const on = useQuery(methodsQuery).data?.passkeys
  const rows = list.data?.pages.flatMap((page) => page.items)
  const changes = usePasskeyChanges()
  const [act, setAct] = useState<PasskeyAct | null>(null)
  const [passkey, setPasskey] = useState<Passkey>()
  const [adding, setAdding] = useState(false)
  const support = passkeySupport()
  const begin = useCallback((next: PasskeyAct, of: Passkey) => {
    setPasskey(of)
    setAct(next)
  }, [])

  async function add() {
    setAdding(true)
    try {
      const { passkey: made, endedSessions } = await changes.add()
      toast({
        title: t('added', { name: made.name }),
        description: endedSessions > 0 ? t('ended', { count: endedSessions }) : undefined,
        action: { label: t('rename.act'), onClick: () => begin('rename', made) },
      })
    } catch (problem) {
      toast({ kind: 'problem', title: t('notAdded'), description: errorText(t, problem) })
    } finally {
      setAdding(false)
    }
  }

  const button = on === true && support === 'works' && (
    <Button kind="primary" icon={<Plus />} loading={adding} onClick={() => void add()}>
      {t('add')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} actions={button} />
      {on === false && (
        <Notice kind="warning" title={t('errors:passkey_disabled')}>
          {rows && rows.length > 0 ? t('off.kept') : t('off.text')}
        </Notice>
      )}
      {on === true && support !== 'works' && <Notice kind="warning">{t(`errors:passkey_${support}`)}</Notice>}
      {rows?.some(({ stranded }) => stranded) && <Notice kind="warning">{t('strandedText')}</Notice>}
      <PasskeyTable
        rows={rows}
        error={list.error}
        onRetry={() => void list.refetch()}
        onAct={begin}
        empty={
          <EmptyState icon={<Fingerprint />} title={t('first.title')} action={button}>
            {t('first.text')}
          </EmptyState>
        }
      />
      {passkey && (
        <WhenWanted open={act === 'rename'}>
          <RenameWindow open={act === 'rename'} onOpenChange={() => setAct(null)} passkey={passkey} />
        </WhenWanted>
      )}
      <ConfirmDialog
        open={act === 'remove'}
        onOpenChange={() => setAct(null)}
        title={t('remove.ask', { name: passkey?.name ?? '' })}
        verb={t('remove.verb')}
        onConfirm={async () => {
          if (!passkey) return
          const ended = await changes.remove(passkey.id)
          toast({
            title: t('remove.done', { name: passkey.name }),
            description: ended > 0 ? t('ended', { count: ended }) : undefined,
          })
        }}
      >
        {t('remove.text')}
      </ConfirmDialog>
    </Page>
  )
}
