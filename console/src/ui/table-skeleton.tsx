import { useTranslation } from '../lib/texts.tsx'
import { Late } from './states.tsx'

const rows = ['w-32', 'w-24', 'w-28', 'w-20', 'w-32', 'w-24', 'w-28', 'w-20']

/** A table, or cards, before their rows are there; after 200 ms. The room is kept from the start, so that nothing jumps. */
export function TableSkeleton({ columns, narrow }: { columns: number; narrow: boolean }) {
  const { t } = useTranslation('ui')
  const bar = 'h-3.5 animate-pulse rounded-sm bg-line'
  return (
    <div role="status" aria-label={t('loading')} className="min-h-80">
      <Late>
        {rows.map((width, row) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: identical bars have no other name
            key={row}
            className={
              narrow
                ? 'mb-2 flex flex-col gap-3 rounded-md border border-line p-3'
                : 'flex h-10 items-center justify-between gap-6 border-line border-b px-3 last:border-b-0'
            }
          >
            {Array.from({ length: narrow ? 2 : Math.min(columns, 8) }, (_, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <span key={column} className={`${bar} ${column % 2 === row % 2 ? width : 'w-16'}`} />
            ))}
          </div>
        ))}
      </Late>
    </div>
  )
}
