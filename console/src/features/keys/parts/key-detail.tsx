import { RefreshCw, SquarePen } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { DangerRow, Section } from '../../../ui/page.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Moment } from '../../../ui/when.tsx'
import { type Key, revokeKey } from '../queries.ts'
import { useKeyChanged } from './changed.ts'
import { EditKeyDialog } from './edit-key-dialog.tsx'
import { KeySwitch } from './key-switch.tsx'
import { Person } from './person.tsx'
import { RotateDialog } from './rotate-dialog.tsx'

type Props = { apiKey: Key; onSecret: (made: { key: Key; secret: string | null }) => void }

/** Everything about a key but its secret, and what may be done with it. */
export function KeyDetail({ apiKey, onSecret }: Props) {
  const { t } = useTranslation('keys')
  const [open, setOpen] = useState<'edit' | 'rotate' | 'revoke' | null>(null)
  const set = (which: typeof open) => (next: boolean) => setOpen(next ? which : null)
  const changed = useKeyChanged()
  const final = apiKey.status === 'revoked'
  const mayChange = apiKey.can.manage && !final
  return (
    <>
      {final && <Notice>{t('revoke.isFinal')}</Notice>}
      {!final && !apiKey.can.manage && <Notice>{t('notYours')}</Notice>}
      <SecretRow apiKey={apiKey} onRotate={mayChange ? () => setOpen('rotate') : undefined} />
      {mayChange && (apiKey.status === 'active' || apiKey.status === 'disabled') && (
        <div className="rounded-md border border-line p-3">
          <KeySwitch apiKey={apiKey} />
        </div>
      )}
      <section className="flex flex-col gap-3">
        <header className="flex items-center justify-between gap-3">
          <h3 className="font-semibold">{t('settings')}</h3>
          {mayChange && (
            <Button size="small" icon={<SquarePen />} onClick={() => setOpen('edit')}>
              {t('edit.verb')}
            </Button>
          )}
        </header>
        <Facts apiKey={apiKey} />
      </section>
      {mayChange && (
        <Section danger title={t('danger')}>
          <DangerRow
            title={t('revoke.title')}
            action={
              <Button kind="danger" onClick={() => setOpen('revoke')}>
                {t('revoke.verb')}
              </Button>
            }
          >
            {t('revoke.text')}
          </DangerRow>
        </Section>
      )}
      <EditKeyDialog open={open === 'edit'} onOpenChange={set('edit')} apiKey={apiKey} />
      <RotateDialog open={open === 'rotate'} onOpenChange={set('rotate')} apiKey={apiKey} onMade={onSecret} />
      <ConfirmDialog
        open={open === 'revoke'}
        onOpenChange={set('revoke')}
        title={t('revoke.ask', { name: apiKey.name })}
        verb={t('revoke.verb')}
        onConfirm={async () => {
          await revokeKey(apiKey.organization, apiKey.id)
          await changed(apiKey.organization)
          toast({ title: t('revoke.done', { name: apiKey.name }) })
        }}
      >
        <p>{t('revoke.text')}</p>
      </ConfirmDialog>
    </>
  )
}

/** Later "Copy Secret" is there but disabled, with the note why and Rotate beside it. */
function SecretRow({ apiKey, onRotate }: { apiKey: Key; onRotate: (() => void) | undefined }) {
  const { t } = useTranslation('keys')
  const note = useId()
  return (
    <section className="flex flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{t('secret')}</h3>
        <Code>{apiKey.hint}</Code>
        <span className="flex-1" />
        <Button size="small" disabled aria-describedby={note}>
          {t('copySecret')}
        </Button>
        {onRotate && (
          <Button size="small" icon={<RefreshCw />} onClick={onRotate}>
            {t('rotate.verb')}
          </Button>
        )}
      </div>
      <p id={note} className="text-muted text-sm">
        {onRotate ? t('secretNote') : t('secretNoteOnly')}
      </p>
      {apiKey.status !== 'revoked' && apiKey.previousSecretUntil && (
        <p className="text-sm">
          {t('previousUntil')} <Moment at={apiKey.previousSecretUntil} />
        </p>
      )}
    </section>
  )
}

function Facts({ apiKey }: { apiKey: Key }) {
  const { t } = useTranslation('keys')
  const list = (values: readonly string[] | null, all: string): ReactNode =>
    values === null || values.length === 0 ? (
      all
    ) : (
      <span className="flex flex-wrap gap-1">
        {values.map((value) => (
          <Code key={value}>{value}</Code>
        ))}
      </span>
    )
  return (
    <DescriptionList
      items={[
        {
          label: t('id'),
          value: (
            <span className="flex items-center gap-1">
              <Code>{apiKey.id}</Code>
              <CopyButton text={apiKey.id} label={t('copyId')} />
            </span>
          ),
        },
        { label: t('organization'), value: <Code>{apiKey.organization}</Code> },
        { label: t('expires'), value: apiKey.expiresAt ? <Moment at={apiKey.expiresAt} /> : t('never') },
        { label: t('lastUsed'), value: apiKey.lastUsedAt ? <Moment at={apiKey.lastUsedAt} /> : t('notUsed') },
        ...(apiKey.lastUsedIp ? [{ label: t('lastIp'), value: <Code>{apiKey.lastUsedIp}</Code> }] : []),
        { label: t('createdBy'), value: <Person org={apiKey.organization} id={apiKey.createdBy} /> },
        { label: t('created'), value: <Moment at={apiKey.createdAt} /> },
        { label: t('remark'), value: apiKey.remark || null },
        { label: t('scopes.label'), value: list(apiKey.scopes, '') },
        { label: t('models.label'), value: list(apiKey.models, t('models.all')) },
        { label: t('addresses.label'), value: list(apiKey.ipAllowlist, t('addresses.all')) },
      ]}
    />
  )
}
