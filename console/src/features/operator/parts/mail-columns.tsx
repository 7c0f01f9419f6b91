import { useMemo, useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import { toast } from '../../../ui/toast.tsx'
import { When } from '../../../ui/when.tsx'
import type { Mail } from '../queries.ts'

const tones: Record<Mail['state'], Tone> = {
  asked: 'info',
  waiting: 'info',
  claimed: 'info',
  sending: 'info',
  sent: 'success',
  failed: 'danger',
  uncertain: 'warning',
}

type Acts = {
  onLink: (mail: Mail) => Promise<void>
  onRetry: (mail: Mail) => Promise<void>
  onDrop: (mail: Mail) => void
}

export function useMailColumns(acts: Acts): readonly Column<Mail>[] {
  const { t } = useTranslation('mail')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the acts set state and call the server only
  return useMemo(
    () => [
      {
        id: 'to',
        header: t('column.to'),
        cell: (mail) => (
          <span className="block min-w-0">
            <span className="block break-all">{mail.to}</span>
            {mail.account && (
              <TextLink to="/operator/accounts" search={{ row: mail.account.id }} className="text-sm">
                {mail.account.username}
              </TextLink>
            )}
          </span>
        ),
      },
      { id: 'kind', header: t('column.kind'), card: true, cell: (mail) => t(`kind.${mail.kind}`) },
      {
        id: 'state',
        header: t('column.state'),
        card: true,
        cell: (mail) => (
          <span className="block">
            <Status tone={tones[mail.state]}>{t(`states.${mail.state}`)}</Status>
            {mail.problem && <span className="block text-muted text-sm">{t(`problem.${mail.problem}`)}</span>}
          </span>
        ),
      },
      {
        id: 'created',
        header: t('column.created'),
        card: true,
        cell: (mail) => <When at={mail.createdAt} />,
      },
      {
        id: 'next',
        header: t('column.next'),
        cell: (mail) => (mail.attempts > 0 && mail.nextAt ? <When at={mail.nextAt} /> : '\u2014'),
      },
      {
        id: 'act',
        header: t('column.act'),
        align: 'end',
        card: 'act',
        cell: (mail) => <RowActs mail={mail} {...acts} />,
      },
    ],
    [t],
  )
}

function RowActs({ mail, onLink, onRetry, onDrop }: Acts & { mail: Mail }) {
  const { t } = useTranslation('mail')
  const [busy, setBusy] = useState<string>()
  const act = (name: string, run: () => Promise<void>) => async () => {
    setBusy(name)
    try {
      await run()
    } catch (error) {
      toast({ title: errorText(t, error), kind: 'problem' })
    } finally {
      setBusy(undefined)
    }
  }
  const atWork = mail.state === 'claimed' || mail.state === 'sending'
  const again =
    mail.state === 'failed' || mail.state === 'uncertain' || (mail.state === 'waiting' && mail.attempts > 0)
  const named = (verb: string) => t('actOn', { verb, to: mail.to })
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {mail.link && !atWork && (
        <Button
          size="small"
          loading={busy === 'link'}
          aria-label={named(t('link.act'))}
          onClick={act('link', () => onLink(mail))}
        >
          {t('link.act')}
        </Button>
      )}
      {again && (
        <Button
          size="small"
          loading={busy === 'retry'}
          aria-label={named(t('retry'))}
          onClick={act('retry', () => onRetry(mail))}
        >
          {t('retry')}
        </Button>
      )}
      {!atWork && (
        <Button size="small" kind="danger" aria-label={named(t('drop.act'))} onClick={() => onDrop(mail)}>
          {t('drop.act')}
        </Button>
      )}
    </span>
  )
}
