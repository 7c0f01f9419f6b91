import { KeyRound } from 'lucide-react'
import { ApiError } from '../../../lib/api-error.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { ErrorNotice, Notice, type NoticeKind } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { EmptyState, ErrorState, NoPermission, Skeleton } from '../../../ui/states.tsx'

const kinds: readonly NoticeKind[] = ['info', 'success', 'warning', 'danger']

export function States() {
  const { t } = useTranslation('dev')
  return (
    <Section plain title={t('states')}>
      <div className="grid gap-4 *:min-w-0 lg:grid-cols-2">
        <div className="rounded-md border border-line bg-surface p-4">
          <Skeleton lines={5} />
        </div>
        <div className="rounded-md border border-line bg-surface">
          <EmptyState
            icon={<KeyRound aria-hidden />}
            title={t('state.first')}
            action={<Button kind="primary">{t('state.make')}</Button>}
          >
            <p>{t('state.firstText')}</p>
            <CodeBlock label={t('overlay.curl')} code={`curl ${location.origin}/v1/models`} />
          </EmptyState>
        </div>
        <div className="rounded-md border border-line bg-surface">
          <ErrorState error={new ApiError(500, 'bad_reply', [], 'req_01J9ZEXAMPLE')} onRetry={() => {}} />
        </div>
        <div className="rounded-md border border-line bg-surface">
          <NoPermission />
        </div>
        <div className="flex flex-col gap-2">
          {kinds.map((kind) => (
            <Notice
              key={kind}
              kind={kind}
              title={t(`tone.${kind}`)}
              action={<Button size="small">{t('state.act')}</Button>}
            >
              {t('state.noticeText')}
            </Notice>
          ))}
        </div>
        <ErrorNotice requestId="req_01J9ZEXAMPLE">{t('overlay.failed')}</ErrorNotice>
      </div>
    </Section>
  )
}
