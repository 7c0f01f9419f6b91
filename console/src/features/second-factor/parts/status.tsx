import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { Status } from '../../../ui/status.tsx'
import { When } from '../../../ui/when.tsx'
import type { TotpState } from '../queries.ts'

/** So few are soon none, and then a lost phone locks its person out. */
const fewCodes = 3

type Props = {
  state: TotpState
  beginning: boolean
  /** Not while one is under way. */
  onBegin: (() => void) | undefined
  onRenew: () => void
}

/** Whether it is on, since when, how many recovery codes are left, and what can be done about it. */
export function StatusPart({ state, beginning, onBegin, onRenew }: Props) {
  const { t } = useTranslation('secondFactor')
  const { enabled, enabledAt, recoveryCodesLeft: left } = state
  return (
    <Section title={t('status.title')}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-col gap-1">
            <Status tone={enabled ? 'success' : 'neutral'}>
              {enabled ? t('status.on') : t('status.off')}
            </Status>
            {enabled ? (
              <p className="text-muted text-sm">
                {enabledAt && (
                  <>
                    {t('status.since')} <When at={enabledAt} />
                    {' \u00b7 '}
                  </>
                )}
                {t('status.left', { count: left })}
              </p>
            ) : (
              <p className="text-muted text-sm">{t('status.why')}</p>
            )}
          </div>
          <div className="flex flex-wrap gap-2">
            {enabled && <Button onClick={onRenew}>{t('renew.act')}</Button>}
            {onBegin && (
              <Button kind={enabled ? 'secondary' : 'primary'} loading={beginning} onClick={onBegin}>
                {enabled ? t('replace') : t('begin')}
              </Button>
            )}
          </div>
        </div>
        {enabled && left < fewCodes && <Notice kind="warning">{t('status.few')}</Notice>}
      </div>
    </Section>
  )
}
