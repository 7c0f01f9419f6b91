import type { ReactNode } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ProviderMark } from '../../../ui/provider-mark.tsx'
import { When } from '../../../ui/when.tsx'
import type { Identities, Identity } from '../queries.ts'

type RowProps = { icon: ReactNode; name: string; label: string; note?: ReactNode; children: ReactNode }

/** What is bound, by what, and what can be done with it. */
export function BindingRow({ icon, name, label, note, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-56 items-center gap-3">
        {icon}
        <div className="min-w-0">
          <h2 className="break-words font-medium">{name}</h2>
          <p className="break-all text-muted text-sm">{label}</p>
          {note !== undefined && <p className="text-muted text-sm">{note}</p>}
        </div>
      </div>
      {children}
    </li>
  )
}

type RowsProps = {
  identities: Identities
  busy: string | undefined
  onBind: (provider: string) => void
  onUnbind: (identity: Identity) => void
}

/** Each provider with what is bound at it, then what is bound at those that are offered no more. */
export function ProviderRows({ identities: { items, providers }, busy, onBind, onUnbind }: RowsProps) {
  const { t } = useTranslation('binding')
  const offered = new Set(providers.map(({ id }) => id))
  const others = items.filter(({ provider }) => provider === null || !offered.has(provider))
  const bound = (identity: Identity) => (
    <BindingRow
      key={identity.id}
      icon={<ProviderMark icon={identity.icon} />}
      name={identity.providerName}
      label={identity.label}
      note={<Used identity={identity} />}
    >
      <Button
        size="small"
        kind="danger"
        aria-label={t('unbind.of', { name: identity.providerName, label: identity.label })}
        onClick={() => onUnbind(identity)}
      >
        {t('unbind.act')}
      </Button>
    </BindingRow>
  )
  return (
    <>
      {providers.map(({ id, name, icon }) => {
        const mine = items.filter(({ provider }) => provider === id)
        if (mine.length > 0) return mine.map(bound)
        return (
          <BindingRow key={id} icon={<ProviderMark icon={icon} />} name={name} label={t('unbound')}>
            <Button
              size="small"
              loading={busy === id}
              aria-label={t('bind.of', { name })}
              onClick={() => onBind(id)}
            >
              {t('bind.act')}
            </Button>
          </BindingRow>
        )
      })}
      {others.map(bound)}
    </>
  )
}

function Used({ identity: { usable, lastUsedAt } }: { identity: Identity }) {
  const { t } = useTranslation('binding')
  if (!usable) return t('unusable')
  if (lastUsedAt === null) return t('neverUsed')
  return (
    <>
      {t('lastUsed')} <When at={lastUsedAt} />
    </>
  )
}
