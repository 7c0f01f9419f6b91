import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'

/** Under a list that grows: how many are shown, and "Load more" while the server has some. */
export function LoadMore(props: { shown: number; hasMore: boolean; loading?: boolean; onMore: () => void }) {
  const { t } = useTranslation('ui')
  const { integer } = useFormat()
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p role="status" className="text-muted text-sm">
        {t('pages.shown', { count: props.shown, number: integer(props.shown) })}
      </p>
      {props.hasMore && (
        <Button loading={props.loading} onClick={props.onMore}>
          {t('pages.more')}
        </Button>
      )}
    </div>
  )
}

/** Under a list of keyset pages: back and forth, no page numbers. */
export function Pagination(props: { onPrevious?: () => void; onNext?: () => void; loading?: boolean }) {
  const { t } = useTranslation('ui')
  return (
    <nav aria-label={t('pages.label')} className="flex items-center justify-end gap-2">
      <Button icon={<ChevronLeft />} disabled={!props.onPrevious || props.loading} onClick={props.onPrevious}>
        {t('pages.previous')}
      </Button>
      <Button disabled={!props.onNext || props.loading} onClick={props.onNext}>
        {t('pages.next')}
        <ChevronRight />
      </Button>
    </nav>
  )
}
